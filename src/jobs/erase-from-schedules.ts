import type { EntityManager } from 'typeorm';
import { ERASED } from '../content/history/terms.js';
import type { Erasure, ErasureListener } from '../content/storage/listeners.js';
import { pendingAbout, removeFromSchedule } from './cancel-schedules.js';
import { Schedule } from './schedule.entity.js';

/** Removes an erased object from pending schedules, and from the results of others. */
export const eraseFromSchedules: ErasureListener = async (
  transaction,
  { content, id, target, pattern, condition },
) => {
  const { system } = transaction;
  for (const schedule of await pendingAbout(transaction, content, [id]))
    await removeFromSchedule(transaction, schedule, { ids: [id] });
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
  if (pattern !== '') await withoutNames(system, { pattern, condition });
};

/** Results about other objects may contain the name. Staff and languages stay. */
async function withoutNames(
  system: EntityManager,
  { pattern, condition }: Pick<Erasure, 'pattern' | 'condition'>,
): Promise<void> {
  const rows: Pick<Schedule, 'id' | 'problems' | 'leftOut'>[] = await system.query(
    `select id, problems, left_out as "leftOut" from system.schedule
      where concat_ws(' ', problems::text, left_out::text) ~* $1`,
    [condition],
  );
  const names = new RegExp(pattern, 'giu');
  const without = (text: string) => text.replace(names, ERASED);
  for (const { id, problems, leftOut } of rows) {
    const withoutName = {
      problems: problems.map(({ chinese, message, ...each }) => ({
        ...each,
        message: without(message),
        ...(chinese === undefined ? {} : { chinese: without(chinese) }),
      })),
      leftOut: leftOut.map(({ object, ...entry }) => ({
        ...entry,
        object: {
          ...object,
          title: object.title && without(object.title),
          externalRef: object.externalRef?.match(names) ? null : object.externalRef,
        },
      })),
    };
    await system.update(Schedule, { id }, withoutName as never);
  }
}
