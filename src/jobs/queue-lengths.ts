import type { ContentStore } from '../content/storage/store.js';

export interface QueueLength {
  readonly queue: string;
  /** Jobs that are due and not taken. */
  readonly due: number;
  /** Jobs that are not due yet. */
  readonly later: number;
}

/** The current lengths of the job queues. Their table has an index of waiting jobs. */
export async function queueLengths({ draft }: ContentStore): Promise<QueueLength[]> {
  const rows = await draft
    .createQueryBuilder()
    .select('job.name', 'queue')
    .addSelect('count(*) filter (where job.start_after <= now())', 'due')
    .addSelect('count(*) filter (where job.start_after > now())', 'later')
    .from('pgboss.job', 'job')
    .where("job.state < 'active'")
    .groupBy('job.name')
    .getRawMany<{ queue: string; due: string; later: string }>();
  return rows.map(({ queue, due, later }) => ({ queue, due: Number(due), later: Number(later) }));
}
