import { type Document, isRecord } from '../model/document.js';
import { type Finding, findingCode, Severity } from '../model/finding.js';

export const BROKEN_EMAIL = findingCode(
  'BROKEN_EMAIL',
  'An e-mail address that cannot be delivered to: without its domain, or masked.',
);

/** Chinese text has no spaces around an address, so only these characters can be part of one. */
const localPart = /[\w.+%*•●…-]+$/;
const domain = /^[\w.*•●…-]+/;
const MAX_LOCAL_PART_LENGTH = 64;
const MAX_DOMAIN_LENGTH = 255;
const complete = /^[^@]+@([a-z0-9-]+\.)+[a-z]{2,}$/i;
/** CommonMark emphasis uses asterisks, too, but around an address and never beside its "@". */
const masked = /[*•●…]@|@[*•●…]|@[\w.-]+[*•●…]+[\w.]|\w[*•●…]{2,}\w*@/;
/** What the e-mail protection of a website leaves in copied text. */
const protectedEmail = /\[email\s*protected\]/i;
const webAddresses = /\bhttps?:\/\/\S+/gi;

/** Finds invalid e-mail addresses in all texts of an object. */
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
    en: `"${broken}" is not a deliverable e-mail address: its domain is missing or parts are masked.`,
    'zh-Hant': `「${broken}」看似電郵地址，但網域不完整或部分文字已被遮蓋，無法送達。`,
  };
  return [{ code: BROKEN_EMAIL, severity: Severity.WARNING, path, sentence }];
}

/** The first broken address in a text. */
function brokenEmail(text: string): string | undefined {
  const hidden = protectedEmail.exec(text)?.[0];
  if (hidden !== undefined) return hidden;
  return candidatesIn(text.replace(webAddresses, ' ')).find(
    (candidate) => masked.test(candidate) || !complete.test(candidate),
  );
}

/** Everything with an "@" between two words. */
function candidatesIn(text: string): string[] {
  return [...text.matchAll(/@/g)].flatMap(({ index }) => {
    const before = localPart.exec(text.slice(Math.max(0, index - MAX_LOCAL_PART_LENGTH), index));
    const after = domain.exec(text.slice(index + 1, index + 1 + MAX_DOMAIN_LENGTH));
    return before && after ? [unadorned(`${before[0]}@${after[0]}`)] : [];
  });
}

/** Strips punctuation and emphasis, unless nothing else is left on one side. */
function unadorned(candidate: string): string {
  return candidate.replace(/^[*•●….-]+(?=[\w+%])/, '').replace(/(?<=\w)[*•●….-]+$/, '');
}
