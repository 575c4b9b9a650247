import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { isCalendarDay } from '../../foundation/calendar.js';
import type { Sentence } from '../../foundation/errors.js';
import { MAX_OBJECTS } from '../../foundation/object-limit.js';
import { firstFew } from '../../foundation/text.js';

type Path = readonly string[];

/** Validation errors, in the languages of the editors. */
export const sentences = {
  isRequired: (path: Path): Sentence =>
    path.join('.') === 'text'
      ? { en: 'Text in at least one language is required.', 'zh-Hant': '必須填寫至少一種語言的文字。' }
      : { en: `"${nameOf(path)}" is required.`, 'zh-Hant': `必須填寫「${nameOf(path)}」。` },
  /** @param textFields the fields of a translation, under `text` */
  isUnknown: (name: string, known: readonly string[], textFields: readonly string[] = []): Sentence => {
    const [near] = suggestionList(name, known);
    const [textField] = near ? [] : suggestionList(name, textFields);
    const meant = near ? `"${near}"` : `"${textField}", in a language under "text"`;
    const chinese = near ? `「${near}」` : `「text」之下某語言的「${textField}」`;
    const isGuessed = near !== undefined || textField !== undefined;
    return {
      en: `Unknown field "${name}"${isGuessed ? `; did you mean ${meant}?` : '.'} Available fields: ${known.join(', ')}.`,
      'zh-Hant': `沒有「${name}」這個欄位${isGuessed ? `，是否指${chinese}？` : '；'}可用的欄位：${known.join('、')}。`,
    };
  },
  translationsTwice: {
    en: 'Use either "text" or "translations", not both.',
    'zh-Hant': '「text」已有文字；「text」與「translations」請只填寫其中一項。',
  } as Sentence,
  isNoList: (path: Path): Sentence => ({
    en: `"${nameOf(path)}" must be a list.`,
    'zh-Hant': `「${nameOf(path)}」必須是清單。`,
  }),
  tooManyObjects: (name: string, count: number, more: Sentence): Sentence => ({
    en: `"${name}" has ${count} entries; a request takes at most ${MAX_OBJECTS}. ${more.en}`,
    'zh-Hant': `「${name}」有 ${count} 項；每次請求最多 ${MAX_OBJECTS} 項。${more['zh-Hant']}`,
  }),
  useBulkOperation: {
    en: 'For more at once, use a bulk operation: see bulkOperationCreate.',
    'zh-Hant': '如要一次處理更多內容，請使用批量操作（見 bulkOperationCreate）。',
  } as Sentence,
  sendSeveral: {
    en: 'Send several requests; bulk operations, for more at once, need PostgreSQL.',
    'zh-Hant': '請分次提交；如要一次處理更多內容（批量操作），須使用 PostgreSQL。',
  } as Sentence,
  addInTurn: {
    en: 'Add them to the bulk operation in several requests.',
    'zh-Hant': '請分次加入這項批量操作。',
  } as Sentence,
  isEmptyEntry: (index: number): Sentence => ({
    en: `Entry ${index + 1} is empty; fill it in, or leave it out.`,
    'zh-Hant': `第 ${index + 1} 項沒有內容；請填寫，或刪除該項。`,
  }),
  isNoObject: (path: Path): Sentence => ({
    en: `"${nameOf(path)}" must be an object with fields.`,
    'zh-Hant': `「${nameOf(path)}」必須由欄位組成。`,
  }),
  isNoneOf: (value: unknown, names: readonly string[]): Sentence => {
    const written = String(value)
      .trim()
      .replace(/[\s-]+/g, '_')
      .toUpperCase();
    const [near] = suggestionList(written, names);
    return {
      en: `${quoted(value)} is not one of ${names.join(', ')}${near ? `; did you mean ${near}?` : '.'}`,
      'zh-Hant': `${zhQuoted(value)}不是可用的值${near ? `，是否指 ${near}？` : '；'}可用的值：${names.join('、')}。`,
    };
  },
  isNo: (value: unknown, type: string): Sentence => {
    const day = typeof value === 'string' && /^(\d{4}-\d\d-\d\d)(T|$)/.exec(value)?.[1];
    if (day && !isCalendarDay(day))
      return {
        en: `${quoted(value)} is not a valid ${type}: there is no day ${day}.`,
        'zh-Hant': `${zhQuoted(value)}不是有效的 ${type}：沒有 ${day} 這一天。`,
      };
    const noun = nouns.get(type) ?? { en: `a valid ${type}`, 'zh-Hant': ` ${type}` };
    const remedy = remedyFor(value, type);
    return {
      en: `${quoted(value)} is not ${noun.en}${remedy ? `; ${remedy.en}` : ''}.`,
      'zh-Hant': `${zhQuoted(value)}不是有效的${noun['zh-Hant']}${remedy ? `；${remedy['zh-Hant']}` : ''}。`,
    };
  },
  tooMuchMarkup: (name: string, max: number): Sentence => ({
    en: `"${name}" has too much Markdown: at most ${max} marks, line breaks and table cells; split it into several texts, or simplify its formatting.`,
    'zh-Hant': `「${name}」的 Markdown 標記過多：標記、換行及表格儲存格合計最多 ${max} 個；請分拆成多篇，或簡化格式。`,
  }),
  localeTwice: (locale: string): Sentence => ({
    en: `The language "${locale}" is given twice.`,
    'zh-Hant': `語言「${locale}」出現了兩次。`,
  }),
  noSuchLocale: (tag: string, codes: readonly string[]): Sentence => ({
    en: `Unknown language "${tag}"; use one of: ${codes.join(', ')}.`,
    'zh-Hant': `不支援語言「${tag}」；可用的語言：${codes.join('、')}。`,
  }),
  noSuchObject: (type: string, reference: string, now?: string): Sentence => ({
    en: `There is no ${type} "${reference}"${now ? `; it has been renamed to "${now}", use that` : ''}.`,
    'zh-Hant': `找不到「${reference}」（${type}）${now ? `；該項內容現名為「${now}」，請改用此名稱` : ''}。`,
  }),
  notInPlan: (id: string): Sentence => ({
    en: `"${id}" is not part of the publication: no requested or named object contains it or refers to it. Name one that does, too, publish it separately, or leave it out; "publishPlan" without "withContents" lists what can be named.`,
    'zh-Hant': `「${id}」不屬於這次發布的範圍：所選內容均不包含或引用該項。請一併列出包含或引用它的內容、單獨發布該項，或不要列出；可列入的內容見不填寫「withContents」的「publishPlan」。`,
  }),
  otherType: (type: string, reference: string): Sentence => ({
    en: `"${reference}" is not the id of an object of the type ${type}.`,
    'zh-Hant': `「${reference}」不是 ${type} 的識別碼。`,
  }),
  isAmbiguous: (reference: string, ids: readonly string[]): Sentence => ({
    en: `Several objects have the external reference "${reference}"; use the id of one: ${ids.join(', ')}.`,
    'zh-Hant': `有多項內容的外部參照都是「${reference}」；請改用其中一項的識別碼：${ids.join('、')}。`,
  }),
  slugTaken: (slug: string, locale: string, owner: string): Sentence => ({
    en: `The slug "${slug}" in "${locale}" is used by "${owner}"; choose another, or change both slugs in one contentPush.`,
    'zh-Hant': `另一項內容「${owner}」在「${locale}」已使用網址名稱「${slug}」；請改用別的名稱，或以一次 contentPush 同時更改兩者。`,
  }),
  slugTakenMeanwhile: (slug: string, locale: string, owner: string, isInBin: boolean): Sentence => ({
    en: `The slug "${slug}" in "${locale}" is used by "${owner}" now; ${isInBin ? 'choose another one with "slugs", or ' : ''}change the slug of that object first.`,
    'zh-Hant': `另一項內容「${owner}」現已在「${locale}」使用網址名稱「${slug}」；請${isInBin ? '以「slugs」為此內容另選名稱，或' : ''}先為該項內容改用別的名稱。`,
  }),
  slugStillPublished: (slug: string, locale: string, owner: string): Sentence => ({
    en: `"${owner}" is still published with the slug "${slug}" in "${locale}", though its draft has another; publish both in one call.`,
    'zh-Hant': `「${owner}」在「${locale}」的已發布版本仍使用網址名稱「${slug}」，其草稿已改用別的名稱；請在同一次操作中一併發布兩者。`,
  }),
  slugBorrowed: (slug: string, locale: string, owner: string): Sentence => ({
    en: `Without its own text in "${locale}" it would use the slug "${slug}" there, which "${owner}" has; publish "${locale}", too, or choose another slug.`,
    'zh-Hant': `此內容在「${locale}」沒有自己的文字，會借用網址名稱「${slug}」，而「${owner}」已使用該名稱；請一併發布「${locale}」，或改用別的名稱。`,
  }),
  referenceTaken: (reference: string): Sentence => ({
    en: `The external reference "${reference}" is used by another object; choose another.`,
    'zh-Hant': `另一項內容已使用外部參照「${reference}」，請改用其他名稱。`,
  }),
  isDeleted: (type: string, reference: string, by: string, restore: string, id: string): Sentence => ({
    en: `The ${type} "${reference}" was deleted by ${by}; restore it with ${restore} and the id "${id}", or push with "recreate" for a new one.`,
    'zh-Hant': `「${reference}」（${type}）已由 ${by} 刪除；請以 ${restore}（識別碼「${id}」）還原，或以「recreate」建立新內容。`,
  }),
  isGone: (type: string, reference: string, now?: string): Sentence => ({
    en: `The ${type} "${reference}" does not exist: ${now ? `it has been renamed to "${now}", so repeat the change there` : 'it was deleted for good, or its personal data were erased, or it never existed, so remove your copy'}; or push with "recreate" if there should be a new one all the same.`,
    'zh-Hant': `找不到「${reference}」（${type}）：${now ? `該項內容現名為「${now}」，請在該項重新修改` : '該項內容已永久刪除、其個人資料已被清除，或從未存在，請刪去你的副本'}；如仍需要新內容，請以「recreate」建立。`,
  }),
  isUsedBy: (type: string, reference: string): Sentence => ({
    en: `${type} "${reference}" refers to it; change that first.`,
    'zh-Hant': `「${reference}」（${type}）仍引用此內容，請先修改該項。`,
  }),
  isUsedByMore: (count: number): Sentence => ({
    en: `${count} more ${count === 1 ? 'object refers' : 'objects refer'} to it; the query "references" lists them all.`,
    'zh-Hant': `另有 ${count} 項內容引用此內容；查詢「references」可列出全部。`,
  }),
  isShownBy: (type: string, reference: string): Sentence => ({
    en: `The published version of ${type} "${reference}" still refers to it; publish a version without it, or unpublish it, first.`,
    'zh-Hant': `「${reference}」（${type}）已發布的版本仍引用此內容，請先發布不再引用此內容的版本，或撤回該項。`,
  }),
  notInBin: (id: string): Sentence => ({
    en: `There is nothing in the bin with the id "${id}".`,
    'zh-Hant': `回收筒內沒有識別碼為「${id}」的內容。`,
  }),
  isNotPublished: {
    en: 'It is not published, so there is no published version to go back to; see "revisions" for earlier versions.',
    'zh-Hant': '內容尚未發布，無法還原；請在「revisions」查看以前的版本。',
  } as Sentence,
  noSuchRevision: (version: number): Sentence => ({
    en: `There is no revision with version ${version}; see "revisions".`,
    'zh-Hant': `沒有第 ${version} 版的記錄；請查看「revisions」。`,
  }),
  givenTwice: {
    en: 'The same object is given twice.',
    'zh-Hant': '同一項內容出現了兩次。',
  } as Sentence,
  hasChanged: (
    expected: number,
    current: number,
    by: string | null,
    changes: readonly { readonly path: string; readonly by: string; readonly isErasure: boolean }[],
  ): Sentence => {
    const erasures = changes.filter(({ isErasure }) => isErasure);
    const erased = erasures.length > 0 ? someOf(erasures) : undefined;
    const authors = [...new Set(changes.map((change) => change.by))];
    const who = authors.length > 0 ? authors : [by ?? 'somebody'];
    const places = changes.length > 0 ? someOf(changes) : undefined;
    return {
      en: `Version conflict: you sent ${expected}, but ${who.join(' and ')} saved version ${current}${places ? ` (${places.en})` : ''}. Reload and try again.${erased ? ` A person was erased (${erased.en}): leave that person out.` : ''}`,
      'zh-Hant': `內容已由 ${authors.join('、') || (by ?? '其他人')} 修改${places ? `（${places['zh-Hant']}）` : ''}，現為第 ${current} 版，不再是第 ${expected} 版；請重新讀取後再修改。${erased ? `其中（${erased['zh-Hant']}）有人士的資料已被刪除；請勿再填寫已不存在的人士。` : ''}`,
    };
  },
  isUnknownVersion: (
    expected: number,
    current: number,
    by: string | null,
    changes: readonly { readonly path: string }[],
  ): Sentence => {
    const places = someOf(changes);
    return {
      en: `Version conflict: you sent ${expected}, but ${by ?? 'somebody'} saved version ${current}, and the history does not reach back far enough to merge your changes. Yours differs in ${places.en}. Reload and try again, or leave out "expectedVersion" to overwrite these changes.`,
      'zh-Hant': `內容已由 ${by ?? '其他人'} 修改，現為第 ${current} 版，而第 ${expected} 版的記錄已不存在，無法分辨哪些是你的修改。不同之處：${places['zh-Hant']}；請重新讀取後再修改，或不填寫「expectedVersion」以覆寫這些內容。`,
    };
  },
  versionIsOfOne: {
    en: '"expectedVersion" needs exactly one object; publish it alone, or use the fingerprint of "publishPlan" instead.',
    'zh-Hant': '版本只適用於一項內容；請單獨發布該項，或改用「publishPlan」的「fingerprint」。',
  } as Sentence,
  isOutside: (name: string, min: number, max: number): Sentence => ({
    en: `"${name}" must be from ${min} to ${max}.`,
    'zh-Hant': `「${name}」須為 ${min} 至 ${max}。`,
  }),
  noObject: {
    en: 'Name at least one object.',
    'zh-Hant': '請列出至少一項內容。',
  } as Sentence,
  noTraceIsForAll: {
    en: 'An object is unpublished without trace as a whole; leave out the languages.',
    'zh-Hant': '不留痕跡的撤回適用於整項內容；請勿填寫語言。',
  } as Sentence,
  noLocale: {
    en: 'Name the languages, or leave them out for all of them.',
    'zh-Hant': '請列出語言，或不要填寫此項以包括所有語言。',
  } as Sentence,
  notAnId: (place: string): Sentence => ({
    en: `"${place}" is not an id of this API.`,
    'zh-Hant': `「${place}」不是本系統的識別碼。`,
  }),
  idOfOtherType: (place: string): Sentence => ({
    en: `"${place}" is the id of another type.`,
    'zh-Hant': `「${place}」是另一類內容的識別碼。`,
  }),
  hasNoText: (locales: readonly string[]): Sentence => ({
    en: `It has no text in ${locales.join(', ')}; write it, or publish other languages.`,
    'zh-Hant': `內容沒有 ${locales.join('、')} 的文字；請先撰寫，或發布其他語言。`,
  }),
  noTitleLeft: (title: string, gone: readonly string[], left: readonly string[]): Sentence => ({
    en: `Without ${gone.join(', ')} it would be public without a "${title}": its text in ${left.join(', ')} has none. Unpublish that, too, or publish a "${title}" there first.`,
    'zh-Hant': `撤回 ${gone.join('、')} 後，公開的內容便沒有「${title}」，因為 ${left.join('、')} 的文字沒有此項。請一併撤回，或先發布該語言的「${title}」。`,
  }),
  notThisLocale: (locale: string, allowed: readonly string[]): Sentence => ({
    en: `This key is restricted to ${allowed.join(', ')}; it may not use "${locale}".`,
    'zh-Hant': `此金鑰只適用於 ${allowed.join('、')}，不適用於「${locale}」。`,
  }),
  notInLocale: (path: string, allowed: readonly string[]): Sentence => ({
    en: `This key may only change text in ${allowed.join(', ')}, not "${path}".`,
    'zh-Hant': `此金鑰只可修改 ${allowed.join('、')} 的文字，不可修改「${path}」。`,
  }),
} as const;

/** The paths of changes, shortened. */
function someOf(changes: readonly { readonly path: string }[]): Sentence {
  return firstFew([...new Set(changes.map(({ path }) => path))]);
}

/** What a value of a scalar is, in the words of an editor. */
const nouns = new Map<string, Sentence>([
  ['String', { en: 'text', 'zh-Hant': '文字' }],
  ['Int', { en: 'a whole number', 'zh-Hant': '整數' }],
  ['Float', { en: 'a number', 'zh-Hant': '數字' }],
  ['Boolean', { en: 'true or false', 'zh-Hant': '值（true 或 false）' }],
  ['Date', { en: 'a day', 'zh-Hant': '日期' }],
  ['DateTime', { en: 'a time', 'zh-Hant': '時間' }],
  ['URL', { en: 'a web address', 'zh-Hant': '網址' }],
  ['ID', { en: 'an id or an external reference', 'zh-Hant': '識別碼或外部參照' }],
]);

function remedyFor(value: unknown, type: string): Sentence | undefined {
  if (['String', 'ID'].includes(type) && ['number', 'boolean'].includes(typeof value))
    return {
      en: `put quotation marks around it: "${value}"`,
      'zh-Hant': `請加上引號："${value}"`,
    };
  if (['Int', 'Float'].includes(type) && typeof value === 'string' && value !== '' && Number.isFinite(+value))
    return { en: 'leave out the quotation marks', 'zh-Hant': '請刪去引號' };
  const example = examples.get(type);
  return example && { en: `write it as ${example.en}`, 'zh-Hant': `請寫成 ${example['zh-Hant']}` };
}

/** Example values of scalars. */
const examples = new Map<string, Sentence>([
  ['Date', { en: '2024-05-31', 'zh-Hant': '2024-05-31' }],
  [
    'DateTime',
    {
      en: '2024-05-31T16:00+08:00, with the offset where the clocks are changed at that time',
      'zh-Hant': '2024-05-31T16:00+08:00；如正值時鐘調校，須註明時差',
    },
  ],
  ['URL', { en: 'https://example.org/page', 'zh-Hant': 'https://example.org/page' }],
]);

type ValidationSentence = (property: string, limits: readonly unknown[]) => Sentence;

/** The built-in messages of class-validator are in English only. */
const validations: Readonly<Record<string, ValidationSentence>> = {
  isLength: (property, [min, max]) => ({
    en: `"${property}" must have ${min} to ${max} characters.`,
    'zh-Hant': `「${property}」須有 ${min} 至 ${max} 個字元。`,
  }),
  maxLength: (property, [max]) => ({
    en: `"${property}" must have at most ${max} characters.`,
    'zh-Hant': `「${property}」最多 ${max} 個字元。`,
  }),
  min: (property, [min]) => ({
    en: `"${property}" must be at least ${min}.`,
    'zh-Hant': `「${property}」不可小於 ${min}。`,
  }),
  max: (property, [max]) => ({
    en: `"${property}" must be at most ${max}.`,
    'zh-Hant': `「${property}」不可大於 ${max}。`,
  }),
  isInt: (property) => ({
    en: `"${property}" must be a whole number.`,
    'zh-Hant': `「${property}」必須是整數。`,
  }),
  isIn: (property, [values]) => ({
    en: `"${property}" must be one of ${(values as readonly unknown[]).join(', ')}.`,
    'zh-Hant': `「${property}」必須是以下其中一個值：${(values as readonly unknown[]).join('、')}。`,
  }),
  arrayMaxSize: (property, [max]) => ({
    en: `"${property}" must have at most ${max} entries.`,
    'zh-Hant': `「${property}」最多 ${max} 項。`,
  }),
  arrayUnique: (property) => ({
    en: `"${property}" must not contain duplicates.`,
    'zh-Hant': `「${property}」不可有重複的項目。`,
  }),
};

/** The sentence for a failed validation. A custom message has its Chinese translation in `context`. */
export function validationSentence(
  name: string,
  property: string,
  limits: readonly unknown[],
  message: string,
  context: unknown,
): Sentence | string {
  const chinese = (context as Partial<Sentence> | undefined)?.['zh-Hant'];
  if (chinese) return { en: `${message}.`, 'zh-Hant': `${chinese.replace('$property', property)}。` };
  return validations[name]?.(property, limits) ?? `${message}.`;
}

function nameOf(path: Path): string {
  return path.at(-1) ?? 'input';
}

const MAX_QUOTED = 100;

function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

/** A value in a Chinese sentence; anything but a string has a space after it. */
function zhQuoted(value: unknown): string {
  return typeof value === 'string' ? `「${quoted(value).replace(/^"|"$/g, '')}」` : `${quoted(value)} `;
}
