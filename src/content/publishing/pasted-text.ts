import { findingCode, type TextCheck } from '../model/finding.js';

const RAW_HTML = findingCode('RAW_HTML', 'HTML in a text, which readers would see as it is written.');
const LINK_MISSING = findingCode(
  'LINK_MISSING',
  'A sentence that tells readers to visit or to click, without a link.',
);
const RELATIVE_ADDRESS = findingCode('RELATIVE_ADDRESS', 'A link whose address is not complete.');
const GARBLED_TEXT = findingCode(
  'GARBLED_TEXT',
  'Characters that were lost or garbled when the text was copied.',
);
const CHINESE_PUNCTUATION = findingCode(
  'CHINESE_PUNCTUATION',
  'A wrong punctuation mark between Chinese characters.',
);

const tags =
  /<\/?(?:a|abbr|article|audio|b|blockquote|body|br|center|code|del|div|dd|dl|dt|em|figure|font|form|h[1-6]|head|header|footer|hr|html|i|iframe|img|input|ins|li|link|mark|meta|nav|o:p|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|u|ul|video)(?:\s[^<>]{0,500})?\/?>|<!--/i;
const entity = /&(?:[a-z]{2,8}|#\d{1,6}|#x[\da-f]{1,5});/i;

const rawHtml: TextCheck = (text, { isMarkdown, prose }) => {
  const [found] = tags.exec(prose) ?? (isMarkdown ? null : entity.exec(text)) ?? [];
  if (found === undefined) return undefined;
  const sentence = {
    en: `"${shortened(found)}" is HTML, and readers would see it as it is written; use Markdown in long texts, and words alone elsewhere.`,
    'zh-Hant': `「${shortened(found)}」是 HTML 程式碼，讀者會看到原樣；長文請改用 Markdown，其他欄位請只寫文字。`,
  };
  return { code: RAW_HTML, sentence };
};

const WEBSITE = '(?:web ?site|web ?page|page|link|portal)s?';
const invitations = [
  // "Please visit our website", "please visit for details", or nothing at all after it.
  new RegExp(
    `\\bplease visit(?=\\s*(?:[.:;,!)]|$|(?:for|or|should|here)\\b|(?:the )?(?:above|following)\\b|(?:[\\w’'-]{1,30} ){1,4}${WEBSITE}\\b))`,
    'im',
  ),
  /\b(?:click|tap) (?:on )?(?:here|(?:this|the|below|following)(?: \w{1,20})? (?:link|button)|below)\b/i,
  /\b(?:register|enroll?|sign up|download|rsvp|read more|please (?:apply|book))(?: \w{1,20})? (?:here|(?:via|at|through) (?:this|the|the following) link)\b/i,
  /\b(?:details|information)(?: (?:is|are|can|be|may|available|found|about|at)){1,4} here\b/i,
  /請(?:瀏覽|登入|點擊|點選|按)(?=\s*(?:[。：:；;，,！)）]|$|或|以下|下列|上述|此|這|該))/m,
  /請(?:瀏覽|登入|前往|到訪|參閱|留意)[^。，：；\n]{0,15}(?:網站|網頁|網址|連結)|按此|按這[裏裡]|點擊此處|點擊這[裏裡]/,
];
const linked =
  /https?:\/\/|\bwww\.|\]\(|\]\[|(?<![@\w.-])(?:[\w-]{1,63}\.){1,4}(?:com|org|net|edu|gov|io|hk|cn|asia|ly|me)\b/i;

const linkMissing: TextCheck = (_text, { prose }) => {
  const invitation = prose
    .split(/\n\s*\n/)
    .filter((paragraph) => !linked.test(paragraph))
    .flatMap((paragraph) => invitations.map((pattern) => pattern.exec(paragraph)?.[0]))
    .find((found) => found !== undefined);
  if (invitation === undefined) return undefined;
  const sentence = {
    en: `"${invitation}" has no link in its paragraph, so readers do not know where to go; add the address, or change the sentence.`,
    'zh-Hant': `「${invitation}」所在的段落沒有連結，讀者無從前往；請加上網址，或改寫句子。`,
  };
  return { code: LINK_MISSING, sentence };
};

const destinations = [/\]\(\s*<?([^)\s>]+)/g, /^ {0,3}\[[^\]\n]{1,200}\]:\s*<?([^\s>]+)/gm];

const relativeAddress: TextCheck = (text, { isMarkdown }) => {
  if (!isMarkdown || !text.includes(']')) return undefined;
  const found = destinations
    .flatMap((pattern) => [...text.matchAll(pattern)].map(([, address]) => String(address)))
    .find((address) => !/^(?:https?|mailto|tel):/i.test(address));
  if (found === undefined) return undefined;
  const sentence = {
    en: `"${shortened(found)}" is not a complete address, and leads elsewhere in feeds and on other websites; begin it with https://.`,
    'zh-Hant': `「${shortened(found)}」不是完整的網址，在活動清單及其他網站會失效；請以 https:// 開頭。`,
  };
  return { code: RELATIVE_ADDRESS, sentence };
};

/** U+FFFD and U+FFFC, private characters, and UTF-8 that was read as Latin-1. */
const garbled =
  /.{0,12}(?:[\ufffc\ufffd\ue000-\uf8ff]|â€[\u0080-\u203a\u2122]|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]).{0,12}/u;

const garbledText: TextCheck = (text) => {
  const found = garbled.exec(text)?.[0];
  if (found === undefined) return undefined;
  const sentence = {
    en: `Characters were lost or garbled in "${found}"; copy them again, or type them.`,
    'zh-Hant': `「${found}」中有字元遺失或變成亂碼；請重新複製或輸入。`,
  };
  return { code: GARBLED_TEXT, sentence };
};

const addresses = /\bhttps?:\/\/\S+/gi;
const FULL_WIDTH: Readonly<Record<string, string>> = {
  丶: '、',
  ',': '，',
  ';': '；',
  ':': '：',
  '!': '！',
  '?': '？',
  '.': '。',
  '(': '（',
  ')': '）',
};
const wrongMark =
  /(?<before>[\p{Script=Han}」』》）]{1,8})(?<mark>[丶,;:!?.()])(?<after>[\p{Script=Han}「『《（][\p{Script=Han}]{0,7})/u;

const chinesePunctuation: TextCheck = (_text, { prose }) => {
  const { before, mark, after } = wrongMark.exec(prose.replace(addresses, ' '))?.groups ?? {};
  if (mark === undefined) return undefined;
  const [place, right] = [`${before}${mark}${after}`, FULL_WIDTH[mark]];
  const sentence = {
    en: `In "${place}", "${mark}" stands between Chinese characters; write "${right}".`,
    'zh-Hant': `「${place}」：中文字之間誤用「${mark}」，請改為「${right}」。`,
  };
  return { code: CHINESE_PUNCTUATION, sentence };
};

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

export const pastedTextChecks: readonly TextCheck[] = [
  rawHtml,
  linkMissing,
  relativeAddress,
  garbledText,
  chinesePunctuation,
];
