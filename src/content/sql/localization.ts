import { group, listOf } from './expressions.js';
import { jsonArray, literal } from './json.js';
import type { FieldPlan, Row } from './row.js';
import type { SelectedField } from './selection.js';

/** The source locales of an object's text, from its text rows and localized columns. */
export const localization: FieldPlan = group({
  requested: (row) => row.scope.locale.sql,
  available: (row) => `(select ${jsonArray('texts.locale', 'texts.locale')} from ${ownTexts(row)})`,
  fallbacks: (row, field) => {
    const marks = `select key, value from jsonb_each_text(${row.text('fallback')}) where key <> ${literal('slug')}`;
    return fallbacksFrom(row, field, [marks, ...provenances(row, field)]);
  },
  alternates: (row, field) => {
    if (!row.shape.localized.plain.includes('slug')) return `'[]'::json`;
    return listOf(
      field,
      { locale: 'texts.locale', slug: 'texts.slug' },
      { from: ownTexts(row), orderBy: 'texts.locale' },
    );
  },
});

/** The texts of a part that fell back to another locale. */
export const partFallbacks: FieldPlan = (row, field) => fallbacksFrom(row, field, provenances(row, field));

function fallbacksFrom(row: Row, field: SelectedField, queries: readonly string[]): string {
  if (!row.scope.fallback || queries.length === 0) return `'[]'::json`;
  const from = `(select * from (${queries.join(' union all ')}) found(field, locale) where locale is not null) marks`;
  return listOf(field, { field: 'marks.field', locale: 'marks.locale' }, { from, orderBy: 'marks.field' });
}

/** A query for each field that may fall back; fields of groups by path. */
function provenances(row: Row, selected: SelectedField): string[] {
  const names = Object.keys(selected.objectType(row.shape.name).getFields());
  const plans = names.flatMap((name) => {
    const plan = row.shape.plan(name);
    const inner = Object.entries(plan.fields ?? {}).map(
      ([field, part]) => [`${name}.${field}`, part] as const,
    );
    return [[name, plan] as const, ...inner];
  });
  return plans.flatMap(([name, { provenance }]) =>
    provenance ? [`select ${literal(name)}, ${provenance(row)}`] : [],
  );
}

function ownTexts(row: Row): string {
  const text = row.table(row.shape.textTable);
  const configured = row.statement.bind('configured locales', 'text[]', (request) => request.locales.codes);
  return `(select * from ${text} where content_id = ${row.column('id')} and own and locale = any(${configured})) texts`;
}
