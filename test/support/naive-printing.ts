import type { LocalizedText } from '../../src/content/language/translation.js';
import type { Args, Row, Rows, Scope, Thing } from './naive-rows.js';

/** Whose name a row shows: what the row is of, its key to the one named, and the text that is the name. */
const NAMED: Readonly<Record<string, readonly [entity: string, key: string, name: string]>> = {
  Credit: ['Person', 'personId', 'displayName'],
  Participation: ['Organisation', 'organisationId', 'name'],
  Sponsorship: ['Organisation', 'organisationId', 'name'],
  Contact: ['Organisation', 'organisationId', 'name'],
};

interface Found {
  readonly text: string;
  /** Set where it is in another language than the one asked for. */
  readonly from?: string | undefined;
}

/** The name that a row shows in a language: given for this place, else printed, else that of whom it names. */
export function nameShown({ __typename, row, scope }: Thing, locale: string): Found | undefined {
  const given = (row.displayName as LocalizedText | null | undefined)?.[locale];
  if (given && (scope.fallback || given.from === undefined)) return given;
  const [entity = '', key = '', name = ''] = NAMED[__typename] ?? [];
  const names = printedNames(scope.rows, __typename, row);
  for (const each of scope.fallback ? scope.locales.chain(locale) : [locale]) {
    const words = scope.rows.text(entity, String(row[key]), each);
    const isOwn = words !== undefined && !(name in (words.fallback as object));
    const text = names?.[each] ?? (isOwn ? words[name] : null);
    if (typeof text === 'string') return each === locale ? { text } : { text, from: each };
  }
  return undefined;
}

export const shownName = (from: Thing, { locale }: Args) =>
  nameShown(from, localeIn(from.scope, locale))?.text ?? null;

/** Whether a row has a name to show, whatever has become of the one that is named. */
export function hasName(rows: Rows, entity: string, row: Row, key: string): boolean {
  if (NAMED[entity]?.[1] !== key) return false;
  return (row.displayName ?? null) !== null || printedNames(rows, entity, row) !== undefined;
}

function printedNames(rows: Rows, entity: string, row: Row): Readonly<Record<string, string>> | undefined {
  const target = row[NAMED[entity]?.[1] ?? ''];
  const subject = entity === 'Sponsorship' ? row.id : (row.eventId ?? row.articleId);
  const found = rows
    .all('PrintedName')
    .find((each) => each.subjectId === subject && each.targetId === target);
  return found?.names as Readonly<Record<string, string>> | undefined;
}

function localeIn(scope: Scope, locale: unknown): string {
  return typeof locale === 'string' ? scope.locales.match(locale) : scope.locale;
}
