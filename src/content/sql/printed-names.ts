import { snakeCase } from '../../foundation/naming.js';
import { localeOf, partText, withProvenance } from './expressions.js';
import { literal } from './json.js';
import { isVisible } from './relations.js';
import type { FieldPlan, LocaleSource, Printing, Requirement, Row } from './row.js';

export const PRINTED_NAMES = 'published.printed_name';

/**
 * A name as printed: the one that an editor gave in this place, or else, along the fallback chain, the printed one or, where
 * that language is not printed yet, the current one.
 */
export const printedName = (relation: string): FieldPlan =>
  withProvenance(
    (row, selected) => {
      const locale = localeOf(row, selected);
      const { own } = printingOf(row, relation);
      const written = own ? [partText(row, own, locale)] : [];
      const printed = `${printedIn(row, printingOf(row, relation))}.names ->> ${locale.sql}`;
      return `coalesce(${[...written, printed, `(${found(row, relation, locale).name})`].join(', ')})`;
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

/** A row is visible while it has a name: a printed one, or that of a visible object. */
export const hasPrintedName =
  (printing: Printing): Requirement =>
  (row) => {
    if (row.reachedBy.includes(printing.key)) return [];
    const { own } = printing;
    const written = own ? [`${row.column(own)} is not null`] : [];
    const joined = row.findLeftJoined(PRINTED_NAMES, idsIn(row, printing));
    if (joined !== undefined) {
      const printed = `${joined}.subject_id is not null`;
      return [`(${[...written, printed, isVisible(row, [printing])].join(' or ')})`];
    }
    // Otherwise the name is not selected, or only later, which is as right: whether it is printed matters only where the
    // other side cannot be seen.
    const ids = Object.entries(idsIn(row, printing)).map(([column, value]) => `printed.${column} = ${value}`);
    const printed = `exists (select 1 from ${row.table(PRINTED_NAMES)} printed where ${ids.join(' and ')})`;
    return [`(${[...written, isVisible(row, [printing]), printed].join(' or ')})`];
  };

/** Queries for the name in the first locale of the chain that has one, and for that locale. */
function found(row: Row, relation: string, locale: LocaleSource) {
  const { statement } = row;
  const printing = printingOf(row, relation);
  const { target, key, name } = printing;
  const names = printedIn(row, printing);
  const [texts, language] = [statement.alias(), statement.alias()];
  const chain = statement.bind(
    `chain of ${locale.sql} ${row.scope.fallback}`,
    'text[]',
    (request, argumentsOf) => {
      const own = String(locale.read(request, argumentsOf));
      return row.scope.fallback ? request.locales.chain(own) : [own];
    },
  );
  const live = [
    `${texts}.content_id = ${row.column(key)}`,
    `${texts}.locale = ${language}.locale`,
    `not jsonb_exists(${texts}.fallback, ${literal(name)})`,
  ];
  const value = `coalesce(${names}.names ->> ${language}.locale, ${texts}.${snakeCase(name)})`;
  const rest = `from unnest(${chain}) with ordinality ${language}(locale, place)
    left join ${statement.table(target().textTable)} ${texts} on ${live.join(' and ')}
    where ${value} is not null order by ${language}.place limit 1`;
  return { name: `select ${value} ${rest}`, locale: `select ${language}.locale ${rest}` };
}

/** The alias of the row with the printed names of a reference. */
function printedIn(row: Row, printing: Printing): string {
  return row.leftJoined(PRINTED_NAMES, idsIn(row, printing));
}

function idsIn(row: Row, { subject, key }: Printing) {
  const ids = subject.map((property) => row.column(property));
  const id = ids.length > 1 ? `coalesce(${ids.join(', ')})` : ids.join('');
  return { subject_id: id, target_id: row.column(key) };
}

function printingOf(row: Row, relation: string): Printing {
  const printing = row.shape.printed.get(relation);
  if (!printing) throw new Error(`${row.shape.name}.${relation} is not declared as printed.`);
  return printing;
}
