import { findingCode, type TextCheck } from '../model/finding.js';

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
const webAddresses = /\bhttps?:\/\/\S+/gi;

/** What the protection of a website leaves in copied text, and what people write against robots. */
const masks = [
  /\[\s*e-?mail\s*protected\s*\]|cdn-cgi\/l\/email-protection/i,
  /\[\s*(?:電郵|電子郵件|电子邮件)[^\]\n]{0,10}(?:保護|保护)\s*\]/,
  /this e-?mail address is (?:being )?protected from spam[^.\n]{0,20}|java ?script (?:must be )?enabled to view (?:it|this)/i,
  /[[(*]\s*(?:java ?script )?(?:protected|hidden|obfuscated) e-?mail(?: address)?\s*[\])*]/i,
  /e-?mail (?:address )?(?:is )?hidden[;,:] ?java ?script|enable java ?script to (?:view|see) (?:this|the) e-?mail/i,
  /(?:e-?mail|電郵|郵件|邮件)\s?(?:地址|位址)[^。\n]{0,20}(?:垃圾|灌水|機器人|机器人|spam|濫發)[^。\n]{0,20}(?:保護|保护)/i,
  /java ?script ?(?:才能|才可|來|来|以|方可)\s?(?:檢視|查看|顯示|显示|觀看|看到|瀏覽)/i,
  /[\w.+-]\s?(?:\[\s?(?:at|@)\s?\](?!\()|[({<]\s?(?:at|@)\s?[)}>])\s?[\w-]{1,64}/i,
  /[\w.+-]\s(?:at|@)\s[\w-]{1,64}(?:(?:\sdot\s|\s?[[(]\s?dot\s?[\])]\s?)[\w-]{1,64}){1,4}/i,
  /[\w.+-]\s{0,3}＠\s{0,3}[\w-]{1,64}[.．。]\w{2}|[\w.+-]\s{1,3}@\s{1,3}(?:[\w-]{1,64}\.){1,4}[a-z]{2}/i,
];

/** Finds the first invalid e-mail address in a text. */
export const brokenEmail: TextCheck = (text) => {
  const broken = brokenEmailIn(text);
  if (broken === undefined) return undefined;
  const sentence = {
    en: `"${broken}" is not a deliverable e-mail address: its domain is missing or parts are masked; write the address in full.`,
    'zh-Hant': `「${broken}」看似電郵地址，但網域不完整或部分文字已被遮蓋，無法送達；請寫出完整的地址。`,
  };
  return { code: BROKEN_EMAIL, sentence };
};

function brokenEmailIn(text: string): string | undefined {
  const decoded = withoutEntities(text);
  const mask = masks.map((pattern) => pattern.exec(decoded)).find((found) => found !== null);
  if (mask) {
    const word = localPart.exec(decoded.slice(Math.max(0, mask.index - MAX_LOCAL_PART_LENGTH), mask.index));
    return `${word?.[0] ?? ''}${mask[0]}`.trim();
  }
  return candidatesIn(decoded.replace(webAddresses, ' ')).find(
    (candidate) => masked.test(candidate) || !complete.test(candidate),
  );
}

/** Masks are made of entities, too: as numbers, and those of their brackets and spaces. */
function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  const named: Readonly<Record<string, string>> = {
    nbsp: ' ',
    commat: '@',
    period: '.',
    lsqb: '[',
    rsqb: ']',
  };
  return text
    .replace(/&(nbsp|commat|period|lsqb|rsqb);/gi, (_entity, name: string) => named[name.toLowerCase()] ?? '')
    .replace(/&#(\d{1,3});/g, (_entity, code: string) => String.fromCharCode(Number(code)))
    .replace(/&#x([\da-f]{1,2});/gi, (_entity, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
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
