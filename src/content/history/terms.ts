import type { EntityManager } from 'typeorm';
import { snakeCase } from '../../foundation/naming.js';
import type { ContentStore } from '../storage/store.js';

/** Replaces an erased term. */
export const ERASED = '[erased]';

/** Shorter terms occur within others by chance. */
export const MIN_TERM = 2;

/** Rows of a table that contain terms. */
export interface Occurrence {
  /** With its schema, such as `draft.article_text`. */
  readonly table: string;
  /** The global id of the object that the rows belong to; null for rows without one. */
  readonly object: string | null;
  readonly rows: number;
}

/**
 * What may separate the words of a name, and the characters of a Chinese one, in text and in slugs; line ends also as
 * JSON escapes them.
 */
const SPACE = String.raw`(?:\\[nrt]|%20|[\s\u00a0\u2000-\u200b\u202f\u3000_.+\u2010-\u2015-])`;
const SPACES = /[\s\u00a0\u3000_.+\u2010-\u2015-]+/u;
/** No letter that continues a Latin word. A line end escaped in JSON ends with a letter, but ends a word, too. */
const BEFORE = String.raw`(?<=^|\\[nrt]|%[0-9A-Fa-f]{2}|[^A-Za-z0-9\\])`;
const AFTER = String.raw`(?![A-Za-z0-9\u0300-\u036f])`;

/**
 * Builds a regular expression, valid in JavaScript and PostgreSQL, that finds terms such as the names of a person in
 * text, JSON and slugs, regardless of case. Latin terms match as whole words, with any spaces, hyphens and quotation
 * marks, in any Unicode form of their characters, with or without accents.
 */
export function patternOf(terms: readonly string[]): string {
  const plain = (term: string) => term.normalize('NFKC').split(SPACES).filter(Boolean).join(' ');
  const longestFirst = [...new Set(terms.map(plain))]
    .filter((term) => term.length >= MIN_TERM)
    .sort((one, other) => other.length - one.length);
  return longestFirst
    .map((term) => {
      const before = /^[a-z0-9]/i.test(term) ? BEFORE : '';
      const after = /[a-z0-9]$/i.test(term) ? AFTER : '';
      return `${before}${[...term].map(patternOfCharacter).join('')}${after}`;
    })
    .join('|');
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

/** Searches every row of every table of the program, so that none can be forgotten. */
export async function occurrencesOf(
  manager: EntityManager,
  store: ContentStore,
  terms: readonly string[],
): Promise<Occurrence[]> {
  const pattern = patternOf(terms);
  if (pattern === '') return [];
  const owners = ownersOf(store);
  const found: Occurrence[] = [];
  for (const table of await tablesIn(manager)) {
    const owner = owners.get(table.split('.')[1] ?? '') ?? 'null::text';
    // The terms of the search index derive from texts that are searched, too, and would take most of the time.
    const rows = (await manager.query(
      `select ${owner} as object, count(*)::int as rows from ${table} entry
        where (to_jsonb(entry) - 'terms')::text ~* $1 group by 1 order by 1`,
      [pattern],
    )) as { object: string | null; rows: number }[];
    found.push(...rows.map((row) => ({ table, ...row })));
  }
  return found;
}

/** Replaces terms in the reasons of the audit log. */
export async function redactReasons(manager: EntityManager, pattern: string): Promise<void> {
  // The log is protected by a trigger otherwise.
  await manager.query("set local scc.erasing = 'on'");
  await manager.query(
    `update system.audit_entry set reasons = array(select regexp_replace(entry, $1, '${ERASED}', 'gi')
        from unnest(reasons) with ordinality each(entry, place) order by place) where reasons::text ~* $1`,
    [pattern],
  );
}

async function tablesIn(manager: EntityManager): Promise<string[]> {
  const rows = (await manager.query(`
    select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind = 'r' and nspname in ('draft', 'published', 'system', 'pgboss') order by 1`)) as {
    name: string;
  }[];
  return rows.map(({ name }) => name);
}

/** By table: SQL for the global id of the object that a row belongs to. */
function ownersOf({ types }: ContentStore): Map<string, string> {
  const owners = new Map([
    ['revision', `type || '_' || content_id`],
    ['bin_entry', `type || '_' || id`],
  ]);
  for (const content of types) {
    owners.set(content.table, `'${content.table}_' || id`);
    if (content.text) owners.set(content.textTable, `'${content.table}_' || content_id`);
    for (const { shape, key } of content.parts) {
      const own = `'${content.table}_' || ${snakeCase(key)}`;
      const other = owners.get(shape.table);
      owners.set(shape.table, other ? `coalesce(${other}, ${own})` : own);
    }
  }
  return owners;
}
