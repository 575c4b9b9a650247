import type { ErasureListener } from '../content/storage/listeners.js';

/** Forgets the responses that show an object which is erased; its mutations that are sent again are run again. */
export const eraseIdempotencyRecords: ErasureListener = async ({ system }, { target, pattern }) => {
  const text = "concat(body, ' ', results::text)";
  await system.query(`delete from system.idempotency_record where strpos(${text}, $1) > 0`, [target]);
  if (pattern !== '')
    await system.query(`delete from system.idempotency_record where ${text} ~* $1`, [pattern]);
};
