/** Whether a text has Chinese characters. */
export function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/**
 * The `lang` of a text in HTML, from what it was stored as: a Chinese name in English text is Chinese, letters in Chinese
 * text are English. Traditional Chinese gets the glyphs of Hong Kong.
 */
export function langOf(text: string, language: string | undefined): string | undefined {
  const isChinese = language !== undefined && /^zh\b/i.test(language);
  if (isChinese && !hasHan(text) && /\p{Script=Latin}/u.test(text)) return 'en';
  if (hasHan(text) && language !== undefined && /^en\b/i.test(language)) return 'zh-Hant-HK';
  return language === 'zh-Hant' ? 'zh-Hant-HK' : language;
}
