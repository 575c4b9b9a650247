/**
 * Tags that `Intl` does not accept: those that were registered whole (RFC 5646, section 2.2.8), with the replacements of
 * CLDR, and those of old versions of .NET.
 */
const replacements: Readonly<Record<string, string>> = {
  'en-gb-oed': 'en-GB-oxendict',
  'i-ami': 'ami',
  'i-bnn': 'bnn',
  'i-default': 'en',
  'i-enochian': 'und-x-i-enochian',
  'i-hak': 'hak',
  'i-klingon': 'tlh',
  'i-lux': 'lb',
  'i-mingo': 'see-x-i-mingo',
  'i-navajo': 'nv',
  'i-pwn': 'pwn',
  'i-tao': 'tao',
  'i-tay': 'tay',
  'i-tsu': 'tsu',
  'no-bok': 'nb',
  'no-nyn': 'nn',
  'sgn-be-fr': 'sfb',
  'sgn-be-nl': 'vgt',
  'sgn-ch-de': 'sgg',
  'zh-chs': 'zh-Hans',
  'zh-cht': 'zh-Hant',
  'zh-min-nan': 'nan',
  'zh-min': 'nan',
};
const replaced = new RegExp(`^(?:${Object.keys(replacements).join('|')})(?![^-])`, 'i');

/** An extended language stands for itself: `zh-yue-HK` is `yue-HK` (RFC 5646, section 4.5). */
const extendedLanguage = /^[a-z]{2,3}-([a-z]{3})(?:-[a-z]{3}){0,2}(?![^-])/i;

/** Private use alone (`x-tag`) has no language. */
const privateUse = /^x-/i;

/** The canonical form of a BCP 47 language tag, in which `_` is read as `-`; undefined for other texts. */
export function canonicalTag(text: string): string | undefined {
  const tag = text.trim().replaceAll('_', '-');
  const plain = replaced.test(tag)
    ? tag.replace(replaced, (known) => replacements[known.toLowerCase()] ?? known)
    : tag.replace(extendedLanguage, '$1').replace(privateUse, 'und-x-');
  try {
    return Intl.getCanonicalLocales(plain)[0];
  } catch {
    return undefined;
  }
}

/** The macrolanguage Chinese of ISO 639-3. */
const chinese = new Set(
  'zh cdo cjy cnp cpx csp czh czo gan hak hnm hsn luh lzh mnp nan sjc wuu yue'.split(' '),
);
/** The languages of Taiwan and Hong Kong, which CLDR writes with the characters of mainland China. */
const traditionalUnlessMainland = new Set(['hak', 'nan']);

/** Adds the script that a Chinese language implies, or its region: `zh-HK` is `zh-Hant-HK`. Not for `zh` alone. */
export function withScript(tag: string): string {
  const { language, script, region } = new Intl.Locale(tag);
  if (!chinese.has(language)) return tag;
  if (language === 'zh' && !script && !region) return language;
  return [language, script ?? scriptOf(language, region), region].filter(Boolean).join('-');
}

function scriptOf(language: string, region: string | undefined): string {
  const likely = (...subtags: string[]) => new Intl.Locale(subtags.join('-')).maximize().script;
  const isTraditional = region
    ? likely('zh', region) === 'Hant' || likely(language, region) === 'Hant'
    : likely(language) === 'Hant' || traditionalUnlessMainland.has(language);
  return isTraditional ? 'Hant' : 'Hans';
}

/** The written Chinese that a Chinese language is read in: `yue-HK` is `zh-Hant-HK`. Other tags are left as they are. */
export function asWritten(tag: string): string {
  const { language } = new Intl.Locale(tag);
  return chinese.has(language) ? withScript(tag).replace(language, 'zh') : tag;
}
