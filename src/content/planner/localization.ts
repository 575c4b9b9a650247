import { group, listOf } from './expressions.js';
import { jsonArray, literal } from './json.js';
import type { FieldPlan, Row } from './row.js';

/** Where an object's words came from; everything is read off its text rows. */
export const localization: FieldPlan = group({
  requested: (row) => row.scope.locale.sql,
  available: (row) => `(select ${jsonArray('words.locale', 'words.locale')} from ${ownTexts(row)})`,
  fallbacks: (row, field) => {
    const marks = row.scope.fallback ? row.text('fallback') : `'{}'::jsonb`;
    const from = `(select key, value from jsonb_each_text(${marks}) where key <> ${literal('slug')}) marks`;
    return listOf(field, { field: 'marks.key', locale: 'marks.value' }, { from, orderBy: 'marks.key' });
  },
  alternates: (row, field) => {
    if (!row.shape.localized.plain.includes('slug')) return `'[]'::json`;
    return listOf(
      field,
      { locale: 'words.locale', slug: 'words.slug' },
      { from: ownTexts(row), orderBy: 'words.locale' },
    );
  },
});

function ownTexts(row: Row): string {
  const text = row.statement.table(row.shape.textTable);
  const configured = row.statement.bind('configured locales', 'text[]', (request) => request.locales.codes);
  return `(select * from ${text} where content_id = ${row.column('id')} and own and locale = any(${configured})) words`;
}
