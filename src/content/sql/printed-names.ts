import { snakeCase } from '../../foundation/naming.js';
import { localeOf, partText, withProvenance } from './expressions.js';
import { literal } from './json.js';
import { isVisible } from './relations.js';
import type { FieldPlan, LocaleSource, Printing, Requirement, Row } from './row.js';

export const PRINTED_NAMES = 'published.printed_name';

/**
 * The name of the other side as it stands in print: what an editor gave for this place; else in each language of the
 * chain what was printed, and where that language was not printed yet, what the other side is called.
 */
export const printedName = (relation: string): FieldPlan =>
  withProvenance(
    (row, selected) => {
      const locale = localeOf(row, selected);
      const { own } = printingOf(row, relation);
      const given = own ? [partText(row, own, locale)] : [];
      const printed = `${printedIn(row, printingOf(row, relation))}.names ->> ${locale.sql}`;
      return `coalesce(${[...given, printed, `(${found(row, relation, locale).name})`].join(', ')})`;
    },
    (row) => {
      const { locale } = row.scope;
      const { own } = printingOf(row, relation);
      const other = `nullif((${found(row, relation, locale).locale}), ${locale.sql})`;
      if (!own) return other;
      const entry = `${row.column(own)} -> ${locale.sql}`;
      return `(case when ${entry} ->> 'text' is null then ${other} else ${entry} ->> 'from' end)`;
    },
  );

/** A row is there while it has a name: one that is printed, or that of an object which can be seen. */
export const hasPrintedName =
  (printing: Printing): Requirement =>
  (row) => {
    if (row.reachedBy.includes(printing.key)) return [];
    const { own } = printing;
    const printed = `${printedIn(row, printing)}.subject_id is not null`;
    const given = own ? [`${row.column(own)} is not null`] : [];
    return [`(${[...given, printed, isVisible(row, [printing])].join(' or ')})`];
  };

/** Queries for the name in the first language of the chain that has any, and for that language. */
function found(row: Row, relation: string, locale: LocaleSource) {
  const { statement } = row;
  const printing = printingOf(row, relation);
  const { target, key, name } = printing;
  const names = printedIn(row, printing);
  const [words, language] = [statement.alias(), statement.alias()];
  const chain = statement.bind(
    `chain of ${locale.sql} ${row.scope.fallback}`,
    'text[]',
    (request, argumentsOf) => {
      const own = String(locale.read(request, argumentsOf));
      return row.scope.fallback ? request.locales.chain(own) : [own];
    },
  );
  const live = [
    `${words}.content_id = ${row.column(key)}`,
    `${words}.locale = ${language}.locale`,
    `not jsonb_exists(${words}.fallback, ${literal(name)})`,
  ];
  const value = `coalesce(${names}.names ->> ${language}.locale, ${words}.${snakeCase(name)})`;
  const rest = `from unnest(${chain}) with ordinality ${language}(locale, place)
    left join ${statement.table(target().textTable)} ${words} on ${live.join(' and ')}
    where ${value} is not null order by ${language}.place limit 1`;
  return { name: `select ${value} ${rest}`, locale: `select ${language}.locale ${rest}` };
}

/** The alias of the row with the names that stand in print for a reference. */
function printedIn(row: Row, { subject, key }: Printing): string {
  const ids = subject.map((property) => row.column(property));
  const id = ids.length > 1 ? `coalesce(${ids.join(', ')})` : ids.join('');
  return row.leftJoined(PRINTED_NAMES, { subject_id: id, target_id: row.column(key) });
}

function printingOf(row: Row, relation: string): Printing {
  const printing = row.shape.printed.get(relation);
  if (!printing) throw new Error(`${row.shape.name}.${relation} is not declared as printed.`);
  return printing;
}
