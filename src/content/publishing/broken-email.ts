import { type Document, isRecord } from '../model/document.js';
import { type Finding, findingCode, Severity } from '../model/finding.js';

export const BROKEN_EMAIL = findingCode(
  'BROKEN_EMAIL',
  'An e-mail address that no message can reach: without its domain, or masked.',
);

/** In Chinese text nothing separates an address from the words around it, so only these characters belong to one. */
const localPart = /[\w.+%*•●…-]+$/;
const domain = /^[\w.*•●…-]+/;
const LONGEST_LOCAL_PART = 64;
const LONGEST_DOMAIN = 255;
const complete = /^[^@]+@([a-z0-9-]+\.)+[a-z]{2,}$/i;
/** Emphasis in CommonMark is made of asterisks, too; it is around an address and never beside its "@". */
const masked = /[*•●…]@|@[*•●…]|@[\w.-]+[*•●…]+[\w.]|\w[*•●…]{2,}\w*@/;
/** What the protection of a website leaves in text that is copied from there. */
const protectedEmail = /\[email\s*protected\]/i;
const webAddresses = /\bhttps?:\/\/\S+/gi;

/** What looks like an e-mail address in any words of an object and is none, with the place of the text. */
export function brokenEmailsIn(document: Document, path: readonly string[] = []): Finding[] {
  return Object.entries(document).flatMap(([name, value]) => inValue(value, [...path, name]));
}

function inValue(value: unknown, path: readonly string[]): Finding[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => inValue(entry, [...path, String(index)]));
  if (isRecord(value)) return brokenEmailsIn(value, path);
  if (typeof value !== 'string') return [];
  const broken = brokenEmail(value);
  if (broken === undefined) return [];
  const sentence = {
    en: `"${broken}" looks like an e-mail address that no message can reach: its domain is missing or parts are masked.`,
    'zh-Hant': `「${broken}」看似電郵地址，但網域不完整或部分文字已被遮蓋，無法送達。`,
  };
  return [{ code: BROKEN_EMAIL, severity: Severity.WARNING, path, sentence }];
}

/** The first broken address in a text; undefined where there is none. */
function brokenEmail(text: string): string | undefined {
  const hidden = protectedEmail.exec(text)?.[0];
  if (hidden !== undefined) return hidden;
  return candidatesIn(text.replace(webAddresses, ' ')).find(
    (candidate) => masked.test(candidate) || !complete.test(candidate),
  );
}

/** Everything that has an "@" between two words. */
function candidatesIn(text: string): string[] {
  return [...text.matchAll(/@/g)].flatMap(({ index }) => {
    const before = localPart.exec(text.slice(Math.max(0, index - LONGEST_LOCAL_PART), index));
    const after = domain.exec(text.slice(index + 1, index + 1 + LONGEST_DOMAIN));
    return before && after ? [unadorned(`${before[0]}@${after[0]}`)] : [];
  });
}

/** Without the punctuation and the emphasis around it, unless that is all there is on one side. */
function unadorned(candidate: string): string {
  return candidate.replace(/^[*•●….-]+(?=[\w+%])/, '').replace(/(?<=\w)[*•●….-]+$/, '');
}
