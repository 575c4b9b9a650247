import { refuse } from '../../foundation/errors.js';
import { snakeCase } from '../../foundation/naming.js';
import type { Stage } from '../contract/stage.js';
import { group, listOf } from './expressions.js';
import { literal } from './json.js';
import type { Condition } from './relations.js';
import type { FieldPlan, Row } from './row.js';
import type { ArgumentRef } from './statement.js';

const hasOtherText = 'wanted_text is distinct from seen_text';

/** The value of `changedBy` for the caller. */
const ME = 'me';

/** A field for viewers who may read all drafts. */
export function inDraftOnly(plan: FieldPlan): FieldPlan {
  return (row, field) => {
    assertDraft(row, [field.name]);
    return plan(row, field);
  };
}

/** A condition for viewers who may read all drafts. */
export function ofDraftOnly(condition: Condition): Condition {
  return (argument, row, all) => {
    assertDraft(row, argument.path);
    return condition(argument, row, all);
  };
}

/** @throws Refusal FORBIDDEN */
function assertDraft({ statement: { stage, isPreview } }: Row, path: readonly string[]): void {
  if (stage === 'draft' && !isPreview) return;
  refuse('FORBIDDEN', `"${path.at(-1)}" is for editors; use it with stage: DRAFT.`, path);
}

/** A draft that is public in an earlier version: its status is CHANGED. */
export const isChanged: Condition = (argument, row) => {
  const condition = `exists (select 1 from ${seenOf(row)} where ${isSeen(row)} and (seen.version <> ${row.column('version')} or ${wasPublishedInPart(row)} and ${textDiffers(row)}))`;
  return argument.value === true ? condition : `not ${condition}`;
};

/** A draft of which any version is public. */
export const isPublic: Condition = (argument, row) => {
  const condition = `exists (select 1 from ${seenOf(row)} where ${isSeen(row)})`;
  return argument.value === true ? condition : `not ${condition}`;
};

/**
 * A draft that an account changed; with `isChanged: true` since its last publication in all languages. Those of the
 * account come first, which an index finds: there are fewer of them than objects.
 */
export const isChangedBy: Condition = (argument, row, all) => {
  const revisions = row.statement.table('system.revision');
  const name = argument.bind('text', (value, _path, { viewer }) => (value === ME ? viewer?.name : value));
  const isLater = `not exists (select 1 from ${revisions} settled where settled.content_id = edited.content_id and settled.id > edited.id and settled.action = 'PUBLISH' and settled.locales @> ${localeCodes(row)})`;
  const since = all.get('isChanged').value === true ? ` and ${isLater}` : '';
  return `${row.column('id')} in (select edited.content_id from ${revisions} edited where edited.by = ${name} and edited.type = ${literal(row.shape.table)} and edited.document is not null${since})`;
};

/** Its text in a locale is missing, or falls back. */
export const lacksLocale =
  (hasLocale: Condition): Condition =>
  (argument: ArgumentRef, row: Row, all: ArgumentRef) =>
    `not ${hasLocale(argument, row, all)}`;

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
  const version = `(select seen.version from ${seenOf(row)} where ${isSeen(row)})`;
  const status = `(select case when count(seen.id) = 0 then 'DRAFT' when bool_and(seen.version = ${row.column('version')}) and not ${textDiffers(row)} then 'PUBLISHED' else 'CHANGED' end from ${seenOf(row)} where ${isSeen(row)})`;
  return group({
    status: () => status,
    publishedVersion: () => version,
    locales: (_row, selected) =>
      listOf(
        selected,
        {
          locale: 'locale',
          status: `case when not is_seen then 'DRAFT' when ${hasOtherText} then 'CHANGED' else 'PUBLISHED' end`,
        },
        { from: textVersions(row), orderBy: 'locale' },
      ),
  })(row, field);
};

/** The published version of an object, as `seen`. */
const seenOf = (row: Row) => `${row.statement.table(row.shape.table, 'published')} seen`;
const isSeen = (row: Row) => `seen.id = ${row.column('id')}`;

const textDiffers = (row: Row) => `exists (select 1 from ${textVersions(row)} where ${hasOtherText})`;

/**
 * It was published, or taken out, in some languages only: otherwise text of one version is the same in both stages, and
 * need not be compared. Retention keeps these revisions until the next publication in all languages.
 */
function wasPublishedInPart(row: Row): string {
  const revisions = row.statement.table('system.revision');
  return `${row.column('id')} in (select partial.content_id from ${revisions} partial where partial.type = ${literal(row.shape.table)} and partial.action in ('PUBLISH', 'UNPUBLISH') and not partial.locales @> ${localeCodes(row)})`;
}

const localeCodes = (row: Row) =>
  row.statement.bind('locale codes', 'text[]', ({ locales }) => locales.codes);

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
