import { type LabelledEnum, labelsIn, labelsOf } from '../language/labels.js';
import { jsonArray, jsonObject, literal } from './json.js';
import type { FieldPlan, LocaleSource, Row } from './row.js';
import type { SelectedField } from './selection.js';

/** SQL for a value of a row. */
export type Expression = (row: Row) => string;

// ---- values -------------------------------------------------------------------------------------------------

export const column =
  (property: string): Expression =>
  (row) =>
    row.column(property);

/** The global id of the row. */
export const globalIdColumn: Expression = (row) =>
  `(${literal(`${row.shape.table}_`)} || ${row.column('id')})`;

export const localizedColumn =
  (field: string): FieldPlan =>
  (row, selected) =>
    row.localized(field, field, localeOf(row, selected));

/** CommonMark, or one of its stored renderings. */
export const richText =
  (field: string): FieldPlan =>
  (row, selected) => {
    const suffix =
      { HTML: 'Html', TEXT: 'Text', MARKDOWN: '' }[String(selected.arguments.get('format').value)] ?? '';
    return row.localized(field, field + suffix, localeOf(row, selected));
  };

/** A localized text of a part (see LocalizedText). */
export const localizedPart = (property: string): FieldPlan =>
  withProvenance(
    (row, selected) => partText(row, property, localeOf(row, selected)),
    (row) => `(${row.column(property)} -> ${row.scope.locale.sql} ->> 'from')`,
  );

/** A localized text of a part, or else another plan that depends on the locale. */
export const localizedPartOr = (property: string, otherwise: FieldPlan): FieldPlan =>
  withProvenance(
    (row, selected) =>
      `coalesce(${partText(row, property, localeOf(row, selected))}, ${otherwise(row, selected)})`,
    (row) => {
      const entry = `${row.column(property)} -> ${row.scope.locale.sql}`;
      const other = otherwise.provenance?.(row) ?? 'null';
      return `(case when ${entry} ->> 'text' is null then ${other} else ${entry} ->> 'from' end)`;
    },
  );

/**
 * A localized text of a part, or the label of its kind, which comes before a text in another language unless the kind
 * is the one that says nothing.
 */
export const localizedPartOrLabel = (
  property: string,
  kind: string,
  enumeration: LabelledEnum,
  unspecific: string,
): FieldPlan => {
  const otherwise = label(kind, enumeration);
  const isForeign = (row: Row, locale: LocaleSource) =>
    `(${row.column(property)} -> ${locale.sql} ->> 'from' is not null and ${row.column(kind)} <> ${literal(unspecific)})`;
  return withProvenance(
    (row, selected) => {
      const locale = localeOf(row, selected);
      return `coalesce(case when not ${isForeign(row, locale)} then ${partText(row, property, locale)} end, ${otherwise(row, selected)})`;
    },
    (row) =>
      `(case when not ${isForeign(row, row.scope.locale)} then ${row.column(property)} -> ${row.scope.locale.sql} ->> 'from' end)`,
  );
};

/** A list of localized texts in one column, without untranslated entries. */
export const localizedList =
  (property: string): FieldPlan =>
  (row) =>
    `(select ${jsonArray(`entry -> ${row.scope.locale.sql} ->> 'text'`, 'place', `entry -> ${row.scope.locale.sql} ->> 'text' is not null${row.scope.fallback ? '' : ` and entry -> ${row.scope.locale.sql} ->> 'from' is null`}`)} from jsonb_array_elements(${row.column(property)}) with ordinality as entries(entry, place))`;

/** The label of the enum value in a column. */
export function label(property: string, enumeration: LabelledEnum): FieldPlan {
  return labelOf(column(property), enumeration);
}

/** The label of an enum value. */
export function labelOf(value: Expression, enumeration: LabelledEnum): FieldPlan {
  const labels = labelsOf(enumeration);
  return (row, selected) => {
    const locale = localeOf(row, selected);
    const labelsParameter = row.statement.bind(
      `labels ${labels.name} ${locale.sql}`,
      'jsonb',
      (request, argumentsOf) =>
        JSON.stringify(labelsIn(labels, String(locale.read(request, argumentsOf)), request.locales)),
    );
    return `(${labelsParameter} ->> ${value(row)})`;
  };
}

/** The first non-null column. */
export const firstPresent =
  (...properties: string[]): Expression =>
  (row) =>
    `coalesce(${properties.map((property) => row.column(property)).join(', ')})`;

/** The day in the first column, or else of the instant in the second one in a fixed time zone. */
export const dayOr =
  (day: string, instant: string, zone: string): Expression =>
  (row) =>
    `coalesce(${row.column(day)}, (${row.column(instant)} at time zone ${literal(zone)})::date)`;

export const asText =
  (property: string): Expression =>
  (row) =>
    `${row.column(property)}::text`;

export const isPresent =
  (property: string): Expression =>
  (row) =>
    `(${row.column(property)} is not null)`;

export const isEqual =
  (property: string, value: string): Expression =>
  (row) =>
    `(${row.column(property)} = ${literal(value)})`;

/** Whether a flag is set; false without one. */
export const isTrue =
  (property: string): Expression =>
  (row) =>
    `coalesce(${row.column(property)}, false)`;

/** An instant as local time in the time zone of another column, with its offset. */
export const wallTime =
  (instant: string, zone: string): Expression =>
  (row) => {
    const at = row.column(instant);
    const local = `(${at} at time zone ${row.column(zone)})`;
    // As text, since every connection has these date styles: twice as fast as to_char().
    const time = `overlay(left(${local}::text, 19) placing 'T' from 11)`;
    const offset = `left(lpad((${local} - ${at}::timestamp)::text, 9, '+'), 6)`;
    return `(${time} || ${offset})`;
  };

/** Whether an instant is in the past; false without one. */
export const isReached =
  (property: string): Expression =>
  (row) =>
    `coalesce(${row.column(property)} <= ${row.now(property)}, false)`;

/** Whether a day has begun in a fixed time zone; false without one. */
export const isDayReached =
  (property: string, zone: string): Expression =>
  (row) =>
    `coalesce(${row.column(property)} <= ${row.statement.today(zone)}, false)`;

/** Whether a span of days contains today in a fixed time zone, both ends included; open-ended without an end. */
export const isToday =
  (from: string, to: string, zone: string): Expression =>
  (row) => {
    const today = row.statement.today(zone);
    return `(coalesce(${row.column(from)} <= ${today}, true) and coalesce(${row.column(to)} >= ${today}, true))`;
  };

// ---- objects ------------------------------------------------------------------------------------------------

/** An object of columns of the same row; null unless `isThere` holds. */
export const group = (fields: Readonly<Record<string, FieldPlan>>, isThere?: Expression): FieldPlan => {
  const plan: FieldPlan = (row, selected) => {
    const members = selected.subfields().map((field) => {
      const member = fields[field.name];
      if (field.name === '__typename') return [field.key, literal(typeName(selected))] as const;
      if (!member) throw new Error(`${selected.name}.${field.name} is not declared.`);
      return [field.key, member(row, field)] as const;
    });
    const object = jsonObject(members);
    return isThere ? `case when ${isThere(row)} then ${object} end` : object;
  };
  return Object.assign(plan, { fields });
};

/** A list of objects that are not rows of a shape. @param members SQL by field, over the rows of `from` */
export function listOf(
  selected: SelectedField,
  members: Readonly<Record<string, string>>,
  query: { readonly from: string; readonly orderBy: string },
): string {
  const object = jsonObject(
    selected.subfields().map((field) => {
      if (field.name === '__typename') return [field.key, literal(typeName(selected))] as const;
      return [field.key, members[field.name] ?? 'null'] as const;
    }),
  );
  return `(select ${jsonArray(object, query.orderBy)} from ${query.from})`;
}

// ---- locale -------------------------------------------------------------------------------------------------

/** The locale of a field: its own argument, or else that of the nearest ancestor. */
export function localeOf(row: Row, selected: SelectedField): LocaleSource {
  const takesLocale = selected.definition?.args.some((argument) => argument.name === 'locale');
  return takesLocale ? (localeArgument(selected) ?? row.scope.locale) : row.scope.locale;
}

export function localeArgument(selected: SelectedField): LocaleSource | undefined {
  const argument = selected.arguments.get('locale');
  if (!argument.isPresent) return undefined;
  const sql = argument.bind('text', (tag, path, request) => request.locales.match(String(tag), path));
  const read: LocaleSource['read'] = (request, argumentsOf) =>
    request.locales.match(String(argumentsOf(argument.slot).locale), argument.path);
  return { sql, read };
}

export function withProvenance(plan: FieldPlan, provenance: Expression): FieldPlan {
  return Object.assign(plan, { provenance });
}

/** A localized text of a part in a locale, with fallback if the scope has it. */
export function partText(row: Row, property: string, locale: LocaleSource): string {
  const entry = `(${row.column(property)} -> ${locale.sql})`;
  if (row.scope.fallback) return `(${entry} ->> 'text')`;
  return `(case when ${entry} ->> 'from' is null then ${entry} ->> 'text' end)`;
}

function typeName(selected: SelectedField): string {
  return String(selected.definition?.type).replace(/[![\]]/g, '');
}
