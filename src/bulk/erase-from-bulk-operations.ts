import type { ErasureListener } from '../content/storage/listeners.js';
import { bulkSentences } from './bulk-sentences.js';

/**
 * Cancels the bulk operations that have staged what is erased, with all their documents; replaces errors that show it, and
 * deletes such reports. A running one notices it before it commits, and its job deletes the documents. One that is done
 * stays as it is, but for the id of what is erased.
 */
export const eraseFromBulkOperations: ErasureListener = async ({ system }, { id, target, condition }) => {
  const { en: message, 'zh-Hant': chinese } = bulkSentences.isErased;
  const problems = JSON.stringify([{ code: 'CONFLICT', message, chinese, path: [] }]);
  const isAbout = (text: string) => `(strpos(${text}, $1) > 0 or $2 <> '' and ${text} ~* $2)`;
  await system.query(
    `update system.bulk_operation operation set
        problems = case when finished_at is null or ${isAbout('problems::text')} then $4 else problems end,
        options = case when jsonb_exists(options, 'withContents')
          then jsonb_set(options, '{withContents}', (options -> 'withContents') - $1) else options end,
        state = case when finished_at is null then 'CANCELLED' else state end, finished_at = coalesce(finished_at, now())
      where ${isAbout("concat(problems::text, ' ', options::text)")} or exists (
        select from system.bulk_operation_item item where operation_id = operation.id and outcome is null
          and (content_id = $3 or ${isAbout("concat(external_ref, ' ', document::text)")}))`,
    [target, condition, id, problems],
  );
  await system.query(
    `update system.bulk_operation set publication = null where ${isAbout('publication::text')}`,
    [target, condition],
  );
  await system.query(
    `delete from system.bulk_operation_item item where content_id = $1 or exists (
      select from system.bulk_operation operation where id = operation_id and state = 'CANCELLED' and started_at is null)`,
    [id],
  );
};
