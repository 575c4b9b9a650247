import type { ContentStore } from '../content/storage/store.js';

export interface QueueLength {
  readonly queue: string;
  /** Jobs whose time has come, and that nobody has taken yet. */
  readonly due: number;
  /** Jobs whose time has not come yet. */
  readonly later: number;
}

/** What is in the queues of jobs at the moment. Their table has an index of just what is waiting. */
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
