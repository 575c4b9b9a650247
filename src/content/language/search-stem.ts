/**
 * Stems English words by the Snowball algorithm "English" (https://snowballstem.org/algorithms/english/stemmer.html),
 * as PostgreSQL's dictionary `english_stem` does. It is implemented here since highlights have to match the index.
 */
export function stem(word: string): string {
  if (word.length < 3) return word;
  const exception = EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;
  // A consonantal "y" is written "Y" meanwhile.
  let text = word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
  const first = firstRegion(text);
  const second = regionAfter(text, first);
  text = withoutPlural(text);
  if (WHOLE_AFTER_PLURAL.has(text)) return text;
  text = withoutPast(text, first).replace(/(?<=.[^aeiouy])[yY]$/, 'i');
  text = replaced(text, STEP_2, first);
  text = replaced(text, STEP_3, first, second);
  text = withoutEnding(text, second);
  return withoutLastLetter(text, first, second).toLowerCase();
}

const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
  ...['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'].map((word) => [word, word] as const),
]);

const WHOLE_AFTER_PLURAL = new Set('inning outing canning herring earring proceed exceed succeed'.split(' '));

/** Endings with their replacements, longer ones first. */
type Endings = readonly (readonly [ending: string, replacement: string])[];

const STEP_2: Endings = [
  ['ational', 'ate'],
  ['ization', 'ize'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
];

const STEP_3: Endings = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', ''],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];

const STEP_4 = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic'.split(' ');

/** The start of the region R1: after the first consonant that follows a vowel. */
function firstRegion(text: string): number {
  const prefix = /^(gener|commun|arsen)/.exec(text)?.[0];
  return prefix === undefined ? regionAfter(text, 0) : prefix.length;
}

function regionAfter(text: string, from: number): number {
  const found = /[aeiouy][^aeiouy]/.exec(text.slice(from));
  return found ? from + found.index + 2 : text.length;
}

function withoutPlural(text: string): string {
  if (text.endsWith('sses')) return text.slice(0, -2);
  if (/ie[sd]$/.test(text)) return text.length > 4 ? text.slice(0, -2) : text.slice(0, -1);
  if (/[us]s$/.test(text)) return text;
  return /[aeiouy].+s$/.test(text) ? text.slice(0, -1) : text;
}

function withoutPast(text: string, first: number): string {
  const [ending = ''] = /(eedly|ingly|edly|eed|ing|ed)$/.exec(text) ?? [];
  const root = text.slice(0, text.length - ending.length);
  if (ending === '') return text;
  if (ending.startsWith('eed')) return root.length >= first ? `${root}ee` : text;
  if (!/[aeiouy]/.test(root)) return text;
  if (/(at|bl|iz)$/.test(root)) return `${root}e`;
  if (/^[aeo](.)\1$/.test(root)) return root;
  if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(root)) return root.slice(0, -1);
  return root.length <= first && endsInShortSyllable(root) ? `${root}e` : root;
}

function replaced(text: string, endings: Endings, first: number, second = 0): string {
  const found = endings.find(([ending]) => text.endsWith(ending));
  if (!found) return text;
  const [ending, replacement] = found;
  const root = text.slice(0, -ending.length);
  if (root.length < first) return text;
  if (ending === 'ogi' && !root.endsWith('l')) return text;
  if (ending === 'li' && !/[cdeghkmnrt]$/.test(root)) return text;
  if (ending === 'ative' && root.length < second) return text;
  return root + replacement;
}

function withoutEnding(text: string, second: number): string {
  const ending = STEP_4.find((candidate) => text.endsWith(candidate));
  if (ending === undefined) return text;
  const root = text.slice(0, -ending.length);
  if (root.length < second || (ending === 'ion' && !/[st]$/.test(root))) return text;
  return root;
}

function withoutLastLetter(text: string, first: number, second: number): string {
  const root = text.slice(0, -1);
  if (text.endsWith('e')) {
    return root.length >= second || (root.length >= first && !endsInShortSyllable(root)) ? root : text;
  }
  return text.endsWith('ll') && root.length >= second ? root : text;
}

function endsInShortSyllable(text: string): boolean {
  return /(^|.)[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$/.test(text);
}
