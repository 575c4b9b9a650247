import type { ErasureListener } from '../content/storage/listeners.js';

/** Deletes the stored responses that show an erased object; a repeated request is then executed again. */
export const eraseIdempotencyRecords: ErasureListener = async ({ system }, { target, condition }) => {
  const text = "concat(body, ' ', results::text)";
  await system.query(`delete from system.idempotency_record where strpos(${text}, $1) > 0`, [target]);
  if (condition !== '')
    await system.query(`delete from system.idempotency_record where ${text} ~* $1`, [condition]);
};
