import type { ErasureListener } from '../content/history/erasing.js';

/** Takes an object that is erased out of schedules; one that is about nothing else is cancelled. */
export const eraseFromSchedules: ErasureListener = async ({ system }, { content, id, target }) => {
  await system.query(
    `update system.schedule set state = 'CANCELLED', finished_at = now()
      where state = 'PENDING' and type = $1 and content_ids = array[$2::uuid]`,
    [content.table, id],
  );
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
