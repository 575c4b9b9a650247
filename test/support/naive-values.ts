import { Temporal } from 'temporal-polyfill';
import { type LabelledEnum, labelsOf } from '../../src/content/language/labels.js';
import type { LocalizedText } from '../../src/content/language/translation.js';
import { BY_PUBLICATION, compareIn } from './naive-lists.js';
import {
  type Args,
  compareBytes,
  dateOf,
  linked,
  parts,
  type Row,
  type Scope,
  type Thing,
  thing,
} from './naive-rows.js';

export type Resolve = (from: Thing, args: Args) => unknown;

// ---- values -------------------------------------------------------------------------------------------------

export const localeOf = ({ scope }: Thing, { locale }: Args) =>
  typeof locale === 'string' ? scope.locales.match(locale) : scope.locale;

export const is =
  (property: string): Resolve =>
  ({ row }) =>
    row[property];

export const label =
  (property: string, enumeration: LabelledEnum): Resolve =>
  (from, args) =>
    labelsOf(enumeration).values[String(from.row[property])]?.labels[localeOf(from, args)];

/** The label of a value that is computed. */
export const labelled =
  (read: (from: Thing) => string, enumeration: LabelledEnum): Resolve =>
  (from, args) =>
    labelsOf(enumeration).values[read(from)]?.labels[localeOf(from, args)];

/** Text that is kept with the row in all languages. */
export const own =
  (property: string): Resolve =>
  (from, args) =>
    words(from, from.row[property], localeOf(from, args));

export function words({ scope }: Thing, localized: unknown, locale: string): string | null {
  const entry = (localized as LocalizedText | null)?.[locale];
  return entry && (scope.fallback || entry.from === undefined) ? entry.text : null;
}

export const or =
  (first: Resolve, second: Resolve): Resolve =>
  (from, args) =>
    first(from, args) ?? second(from, args);

export const wallTime =
  (property: string): Resolve =>
  ({ row }) => {
    if (!(row[property] instanceof Date)) return null;
    return Temporal.Instant.fromEpochMilliseconds(row[property].getTime())
      .toZonedDateTimeISO(String(row.timeZone))
      .toString({ timeZoneName: 'never', fractionalSecondDigits: 0 });
  };

/** The same row as another object, such as the schedule of an event; null unless there is anything to say. */
export const group =
  (typename: string, isThere = (_row: Row) => true): Resolve =>
  (from) =>
    isThere(from.row) ? { ...from, __typename: typename } : null;

export const isOver = ({ row, scope }: Thing) => row.overAt instanceof Date && row.overAt <= scope.now;
/** The day in Hong Kong. */
export const today = (scope: Scope) =>
  Temporal.Instant.fromEpochMilliseconds(scope.now.getTime())
    .toZonedDateTimeISO('Asia/Hong_Kong')
    .toPlainDate()
    .toString();
/** The day that a by-line speaks of. */
export const dayOfSubject = ({ scope, row }: Thing): string => {
  const event = scope.rows.get('Event', row.eventId);
  const article = scope.rows.get('Article', row.articleId);
  const day = event?.startDate ?? article?.externalPublishedOn ?? (article ? dateOf(article) : null);
  return String(day ?? today(scope));
};
export const isHeld = ({ startDate, endDate }: Row, day: unknown) =>
  (startDate === null || String(startDate) <= String(day)) &&
  (endDate === null || String(endDate) >= String(day));

// ---- relations ----------------------------------------------------------------------------------------------

export const one =
  (entity: string, key: string): Resolve =>
  ({ scope, row }) =>
    thing(scope, entity, row[key]);

export const oneOf =
  (targets: Readonly<Record<string, string>>): Resolve =>
  (from, args) => {
    const [key, entity] = Object.entries(targets).find(([name]) => from.row[name] !== null) ?? [];
    return key && entity ? one(entity, key)(from, args) : null;
  };

export const given = (values: unknown, value: unknown) =>
  Array.isArray(values) ? values.includes(value) : true;

export const many =
  (entity: string, key: string, test = (_row: Row, _args: Args) => true): Resolve =>
  (from, args) =>
    parts(from, entity, key, (row) => test(row, args));

export const through =
  (
    [entity, key, target, to]: readonly [string, string, string, string],
    test = (_link: Row, _args: Args) => true,
  ) =>
  (from: Thing, args: Args): Thing[] =>
    linked(from, { entity, key, target, to }, (link) => test(link, args));

export const neighbour =
  (side: -1 | 1): Resolve =>
  (from) => {
    const { scope } = from;
    const issues: Thing[] = scope.rows.all('Issue').map((row) => ({ __typename: 'Issue', row, scope }));
    const beyond = issues.filter((issue) => compareIn(BY_PUBLICATION, issue, from) * side > 0);
    return beyond.sort((a, b) => compareIn(BY_PUBLICATION, a, b) * side)[0] ?? null;
  };

export const inForce =
  (key: string): Resolve =>
  (from) => {
    const { scope, row } = from;
    const wordings = scope.rows
      .all('Disclaimer')
      .filter((wording) => wording.programmeId === row[key] && String(wording.effectiveFrom) <= today(scope));
    const newest = Math.max(...wordings.map(({ version }) => Number(version)));
    const candidates = wordings
      .filter(({ version }) => version === newest)
      .sort((a, b) => compareBytes(String(a.locale), String(b.locale)));
    const chosen = candidates.find(({ locale }) => locale === scope.locale) ?? candidates[0];
    return chosen ? thing(scope, 'Disclaimer', chosen.id) : null;
  };
