import type { EntityManager } from 'typeorm';

/** Replaces an erased term. */
export const ERASED = '[erased]';

/** Shorter terms occur within others by chance. */
export const MIN_TERM = 2;

/**
 * What may separate the words of a name, and the characters of a Chinese one, in text and in slugs; line ends also as
 * JSON escapes them.
 */
const SPACE = String.raw`(?:\\[nrt]|%20|[\s\u00a0\u2000-\u200b\u202f\u3000_.+\u2010-\u2015-])`;
const SPACES = /[\s\u00a0\u3000_.+\u2010-\u2015-]+/u;
/** No letter that continues a Latin word. A line end escaped in JSON ends with a letter, but ends a word, too. */
const BEFORE = String.raw`^|\\[nrt]|%[0-9A-Fa-f]{2}|[^A-Za-z0-9\\]`;
const AFTER = String.raw`$|[^A-Za-z0-9\u0300-\u036f]`;

/**
 * Builds a regular expression, valid in JavaScript and PostgreSQL, that finds terms such as the names of a person in
 * text, JSON and slugs, regardless of case. Latin terms match as whole words, with any spaces, hyphens and quotation
 * marks, in any Unicode form of their characters, with or without accents.
 */
export function patternOf(terms: readonly string[]): string {
  return termPatterns(terms)
    .map(
      ({ pattern, startsWord, endsWord }) =>
        `${startsWord ? `(?<=${BEFORE})` : ''}${pattern}${endsWord ? `(?=${AFTER})` : ''}`,
    )
    .join('|');
}

/**
 * Builds a regular expression for conditions in SQL that matches the same texts. It also consumes what surrounds a term:
 * lookaround, as `patternOf` needs it for replacing, makes PostgreSQL ten times as slow.
 */
export function conditionOf(terms: readonly string[]): string {
  const alike = new Map<string, string[]>();
  for (const { pattern, startsWord, endsWord } of termPatterns(terms)) {
    const around = `${startsWord ? `(?:${BEFORE})` : ''}\0${endsWord ? `(?:${AFTER})` : ''}`;
    alike.set(around, [...(alike.get(around) ?? []), pattern]);
  }
  return [...alike]
    .map(([around, patterns]) => around.split('\0').join(`(?:${patterns.join('|')})`))
    .join('|');
}

/** A term, and whether it begins and ends with a Latin word. */
interface TermPattern {
  readonly pattern: string;
  readonly startsWord: boolean;
  readonly endsWord: boolean;
}

function termPatterns(terms: readonly string[]): TermPattern[] {
  const plain = (term: string) => term.normalize('NFKC').split(SPACES).filter(Boolean).join(' ');
  const longestFirst = [...new Set(terms.map(plain))]
    .filter((term) => term.length >= MIN_TERM)
    .sort((one, other) => other.length - one.length);
  return longestFirst.map((term) => ({
    pattern: [...term].map(patternOfCharacter).join(''),
    startsWord: /^[a-z0-9]/i.test(term),
    endsWord: /[a-z0-9]$/i.test(term),
  }));
}

function patternOfCharacter(character: string, index: number, all: readonly string[]): string {
  if (character === ' ') return `${SPACE}+`;
  // Slugs have none, or a hyphen.
  if (/['\u2018\u2019]/.test(character)) return "['\u2018\u2019-]?";
  // JSON escapes it with a backslash, and nested JSON with two.
  if (character === '"') return String.raw`\\*"`;
  if (character === '\\') return String.raw`\\+`;
  const isInside = /\p{Script=Han}/u.test(character) && /\p{Script=Han}/u.test(all[index + 1] ?? '');
  return `${inAnyForm(character)}${isInside ? `${SPACE}*` : ''}`;
}

/**
 * A character in compatibility forms such as full width, either case, decomposed, a Latin one without accents, and
 * percent-encoded.
 */
function inAnyForm(character: string): string {
  const [base = '', ...marks] = character.normalize('NFD');
  const forms = [oneOf(character)];
  if (marks.length > 0)
    forms.push(`${oneOf(base)}${/\p{Script=Latin}/u.test(base) ? `(?:${marks.join('')})?` : marks.join('')}`);
  if (character > '\u007f') forms.push(encodeURIComponent(character));
  return forms.length > 1 ? `(?:${forms.join('|')})` : forms.join('');
}

function oneOf(character: string): string {
  const same = compatibleForms().get(folded(character)) ?? new Set([character]);
  const escaped = [...same].map((each) => each.replace(/[.*+?^${}()|[\]/\\-]/g, '\\$&'));
  return same.size === 1 ? escaped.join('').replace('\\-', '-') : `[${escaped.join('')}]`;
}

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

const FIRST_FORM = 0x21;
const LAST_FORM = 0xffef;
const SURROGATES = { first: 0xd800, last: 0xf8ff };

let forms: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** All characters that fold to the same key. */
function compatibleForms(): ReadonlyMap<string, ReadonlySet<string>> {
  if (forms) return forms;
  const found = new Map<string, Set<string>>();
  for (let code = FIRST_FORM; code <= LAST_FORM; code += 1) {
    // Not those for private use.
    if (code === SURROGATES.first) code = SURROGATES.last + 1;
    const character = String.fromCodePoint(code);
    const key = folded(character);
    if (key === character && key === character.toUpperCase()) continue;
    found.set(key, (found.get(key) ?? new Set([key])).add(character));
  }
  forms = found;
  return found;
}

/** Replaces terms in the reasons of the audit log. */
export async function redactReasons(manager: EntityManager, terms: readonly string[]): Promise<void> {
  // The log is protected by a trigger otherwise.
  await manager.query("set local scc.erasing = 'on'");
  await manager.query(
    `update system.audit_entry set reasons = array(select regexp_replace(entry, $1, '${ERASED}', 'gi')
        from unnest(reasons) with ordinality each(entry, place) order by place) where reasons::text ~* $2`,
    [patternOf(terms), conditionOf(terms)],
  );
}
