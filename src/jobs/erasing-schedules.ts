import type { ErasureListener } from '../content/history/erasing.js';
import { lose, pendingAbout } from './cancelling.js';

/** Takes an object that is erased out of schedules: of those that are still to be carried out, and of what others say. */
export const eraseFromSchedules: ErasureListener = async (transaction, { content, id, target }) => {
  const { system } = transaction;
  for (const schedule of await pendingAbout(transaction, content, [id]))
    await lose(transaction, schedule, { ids: [id] });
  await system.query(
    `update system.schedule set content_ids = array_remove(content_ids, $2::uuid)
      where type = $1 and $2::uuid = any(content_ids) and cardinality(content_ids) > 1`,
    [content.table, id],
  );
  await system.query(
    `update system.schedule set with_contents = array_remove(with_contents, $1),
        left_out = jsonb_path_query_array(left_out, '$[*] ? (@.object.id != $erased)', jsonb_build_object('erased', $1::text))
      where $1 = any(with_contents) or strpos(left_out::text, $1) > 0`,
    [target],
  );
};
