import type { LocalizedText } from '../../src/content/language/translation.js';
import { nameShown } from './naive-printing.js';
import { compareBytes, type Row, type Thing } from './naive-rows.js';
import type { Resolve } from './naive-values.js';

/** The fields of a localization: the thing itself under another name. */
export const localization: Readonly<Record<string, Resolve>> = {
  requested: ({ scope }) => scope.locale,
  available: (from) => ownTexts(from).map(({ locale }) => locale),
  fallbacks: (from) => {
    const { scope, row } = from;
    const { slug: _slug, ...borrowed } = marksOf(scope.rows.text(entityOf(from), row.id, scope.locale));
    return listOf(from, { ...borrowed, ...borrowedTexts(from, entityOf(from)) });
  },
  alternates: (from) =>
    ownTexts(from).flatMap(({ locale, slug }) =>
      slug === undefined ? [] : [{ __typename: 'Alternate', locale, slug }],
    ),
};

/** The texts that are kept with rows, by the type and the path of the field that shows them. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Event: { 'admission.note': 'admissionNote' },
  Article: { 'external.outlet': 'externalOutlet' },
  Participation: { roleLabel: 'label' },
  Contact: { label: 'label' },
  Link: { label: 'label' },
  IssueSection: { heading: 'heading' },
  IssueItem: { displayTitle: 'displayTitle', excerpt: 'excerpt' },
  Office: { title: 'title' },
  Credit: { affiliation: 'affiliation' },
};

/** The fields that show the name of somebody else. */
const NAMES: Readonly<Record<string, string>> = {
  Credit: 'displayName',
  Participation: 'displayName',
  Sponsorship: 'displayName',
  Contact: 'organisationName',
};

/** Whether the title of an office is in another language, and its kind says more. */
export function isForeignTitle(row: Row, locale: string): boolean {
  const title = row.title as LocalizedText | null;
  return title?.[locale]?.from !== undefined && row.kind !== 'OTHER';
}

/** Which of these texts are borrowed from another language, and from which. */
function borrowedTexts(from: Thing, type: string): Record<string, string> {
  const { row, scope } = from;
  const entries = Object.entries(TEXTS[type] ?? {}).flatMap(([field, property]) => {
    const source = (row[property] as LocalizedText | null)?.[scope.locale]?.from;
    const isHidden = type === 'Office' && isForeignTitle(row, scope.locale);
    return source === undefined || isHidden ? [] : [[field, source] as const];
  });
  const nameField = NAMES[type];
  const name = nameField && nameShown({ ...from, __typename: type }, scope.locale)?.from;
  return Object.fromEntries(name ? [...entries, [nameField, name]] : entries);
}

function marksOf(words: Row | undefined): Record<string, string> {
  return (words?.fallback ?? {}) as Record<string, string>;
}

function listOf({ scope }: Thing, borrowed: Readonly<Record<string, string>>) {
  return Object.entries(scope.fallback ? borrowed : {})
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([field, locale]) => ({ __typename: 'FieldFallback', field, locale }));
}

function ownTexts(from: Thing): Row[] {
  return from.scope.rows.ownTexts(entityOf(from), from.row.id);
}

/** A localization is the thing under another name; this is the name it had. */
function entityOf(from: Thing & { readonly entity?: string }): string {
  return from.entity ?? from.__typename;
}

/** The fallbacks of a part. */
export const partFallbacks: Resolve = (from) => listOf(from, borrowedTexts(from, from.__typename));
