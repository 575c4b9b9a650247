import { refuse } from '../../foundation/errors.js';
import { snakeCase } from '../../foundation/naming.js';
import type { Stage } from '../contract/stage.js';
import { group, listOf } from './expressions.js';
import { literal } from './json.js';
import type { FieldPlan, Row } from './row.js';

const isChanged = 'wanted_text is distinct from seen_text';

/** A field for viewers who may read all drafts. */
export function inDraftOnly(plan: FieldPlan): FieldPlan {
  return (row, field) => {
    const { stage, isPreview } = row.statement;
    if (stage === 'draft' && !isPreview) return plan(row, field);
    return refuse('FORBIDDEN', `"${field.name}" is for editors; use it with stage: DRAFT.`, [field.name]);
  };
}

/** The global id of the key. */
export const idOfKey: FieldPlan = (row) => `('api_key_' || ${row.column('keyId')})`;

/** The changes of a revision, which are one JSON column. */
export const changeList: FieldPlan = (row, field) =>
  listOf(
    field,
    {
      path: `change ->> 'path'`,
      locale: `change ->> 'locale'`,
      before: `change -> 'before'`,
      after: `change -> 'after'`,
    },
    {
      from: `jsonb_array_elements(${row.column('changes')}) with ordinality as changes(change, place)`,
      orderBy: 'place',
    },
  );

/** How a draft compares with its published version, as a whole and by locale. */
export const publication: FieldPlan = (row, field) => {
  const seen = `${row.statement.table(row.shape.table, 'published')} seen`;
  const version = `(select seen.version from ${seen} where seen.id = ${row.column('id')})`;
  const status = `(select case when count(seen.id) = 0 then 'DRAFT' when bool_and(seen.version = ${row.column('version')}) and not exists (select 1 from ${textVersions(row)} where ${isChanged}) then 'PUBLISHED' else 'CHANGED' end from ${seen} where seen.id = ${row.column('id')})`;
  return group({
    status: () => status,
    publishedVersion: () => version,
    locales: (_row, selected) =>
      listOf(
        selected,
        {
          locale: 'locale',
          status: `case when not is_seen then 'DRAFT' when ${isChanged} then 'CHANGED' else 'PUBLISHED' end`,
        },
        { from: textVersions(row), orderBy: 'locale' },
      ),
  })(row, field);
};

/** A row for each locale with text in the draft or published, with the fields of both as arrays. */
function textVersions(row: Row): string {
  const own = (alias: string) =>
    `array[${row.shape.textFields
      .map(
        (name) =>
          `case when jsonb_exists(${alias}.fallback, ${literal(name)}) then null else ${alias}.${snakeCase(name)} end`,
      )
      .join(', ')}]`;
  const table = row.shape.textTable;
  const id = row.column('id');
  const of = (stage: Stage) =>
    `(select * from ${row.statement.table(table, stage)} where content_id = ${id} and own)`;
  return `(select locale, ${own('wanted')} as wanted_text, ${own('seen')} as seen_text, seen.content_id is not null as is_seen from ${of('draft')} wanted full join ${of('published')} seen using (locale)) texts`;
}
