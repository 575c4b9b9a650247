import { type EntityManager, IsNull } from 'typeorm';
import { ApiKey } from '../accounts/account.entity.js';
import type { Viewer } from '../content/contract/access.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Logger } from '../foundation/logger.js';
import { carryingOut, scheduleJobs } from '../jobs/due-schedule.js';
import { JobQueue } from '../jobs/queue.js';
import type { WebhookDeliverer } from '../webhooks/webhook-deliverer.js';

/** The background work of the program; it begins with `start()`. */
export function createJobs(store: ContentStore, deliverer: WebhookDeliverer, logger: Logger): JobQueue {
  const jobs = new JobQueue(store, logger);
  jobs.work(scheduleJobs, carryingOut({ store, mayStillAct }));
  deliverer.workIn(jobs);
  return jobs;
}

/**
 * What was left to be done with a key that was revoked since, or by an account that was disabled, is not done: whoever
 * got hold of the key may have left it. A key that has just expired was good when it was used, and nobody withdrew it.
 */
async function mayStillAct(system: EntityManager, { keyId: id }: Viewer): Promise<boolean> {
  if (!id) return true;
  return system.existsBy(ApiKey, { id, revokedAt: IsNull(), account: { disabledAt: IsNull() } });
}
