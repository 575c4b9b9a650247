import { type EntityManager, IsNull } from 'typeorm';
import { ApiKey } from '../accounts/account.entity.js';
import { bulkJobs } from '../bulk/bulk-jobs.js';
import { bulkHandler } from '../bulk/run-bulk-operation.js';
import type { Viewer } from '../content/contract/access.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Logger } from '../foundation/logger.js';
import { scheduleHandler, scheduleJobs } from '../jobs/due-schedule.js';
import { JobQueue } from '../jobs/job-queue.js';
import { recordFailedSchedule } from '../webhooks/record-failed-schedule.js';
import type { WebhookDeliverer } from '../webhooks/webhook-deliverer.js';

/** The background jobs of the program; they begin with `start()`. */
export function createJobs(store: ContentStore, deliverer: WebhookDeliverer, logger: Logger): JobQueue {
  const jobs = new JobQueue(store, logger);
  jobs.work(scheduleJobs, scheduleHandler({ store, mayStillAct, onFailure: recordFailedSchedule }));
  jobs.work(bulkJobs, bulkHandler({ store, mayStillAct }));
  deliverer.workIn(jobs);
  return jobs;
}

/**
 * A scheduled action is not run if its key was revoked, or its account disabled, since: the thief of the key may have
 * scheduled it. A key that has merely expired was valid when it was used.
 */
async function mayStillAct(system: EntityManager, { keyId: id }: Viewer): Promise<boolean> {
  if (!id) return true;
  return system.existsBy(ApiKey, { id, revokedAt: IsNull(), account: { disabledAt: IsNull() } });
}
