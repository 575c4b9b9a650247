import type { ErasureListener } from '../content/history/erasing.js';

/**
 * Removes what webhooks were told, and are being told, of an object that is erased. What has not been delivered is made
 * anew, from what there is then; that the object is gone is told by its id alone.
 */
export const eraseDeliveries: ErasureListener = async ({ system }, { id, target, pattern }) => {
  // First, so that nothing is claimed from here on that was written before.
  await system.query('update system.webhook set erasures = erasures + 1');
  await system.query(
    `update system.webhook_delivery set payload = null, slugs = null, consequences = consequences - 'previousSlugs'
      where content_id = $1`,
    [id],
  );
  const told = "concat(payload, ' ', consequences::text)";
  const forget = 'update system.webhook_delivery set payload = null, consequences = null';
  await system.query(`${forget} where strpos(${told}, $1) > 0`, [target]);
  if (pattern === '') return;
  await system.query(`${forget} where ${told} ~* $1`, [pattern]);
  await system.query('update system.webhook_attempt set response_start = null where response_start ~* $1', [
    pattern,
  ]);
};
