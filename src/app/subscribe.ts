import type { Config } from '../config.js';
import { changesNoted, PUBLISHED_CHANNEL } from '../content/sql/published-changes.js';
import type { Database } from '../foundation/database.js';
import type { Logger } from '../foundation/logger.js';
import { Notifications } from '../foundation/notifications.js';
import type { ResponseCache } from '../http/response-cache.js';
import { JOBS_CHANNEL, type JobQueue } from '../jobs/job-queue.js';

interface Notified {
  readonly database: Database;
  readonly cache: ResponseCache;
  readonly jobs: JobQueue;
}

/** Invalidates the response cache when other processes publish, and wakes the background jobs when there is a new one. */
export async function subscribe(
  { databaseUrl, answerCacheMb, jobs: worksOnJobs, readOnly }: Config,
  { database, cache, jobs }: Notified,
  logger: Logger,
): Promise<Notifications | undefined> {
  const heard = new Map<string, (note: string) => void>();
  if (worksOnJobs && !readOnly) heard.set(JOBS_CHANNEL, () => jobs.wake());
  if (databaseUrl === undefined) {
    // Nobody else publishes, or adds jobs.
    for (const [channel, note] of heard) await database.listen?.(channel, note);
    jobs.isNotified = true;
    return undefined;
  }
  const isCaching = answerCacheMb > 0;
  if (isCaching) heard.set(PUBLISHED_CHANNEL, (note) => cache.invalidate(changesNoted(note)));
  if (heard.size === 0) return undefined;
  const lost = () => {
    cache.disable();
    jobs.isNotified = false;
    jobs.wake();
  };
  const found = () => {
    if (isCaching) cache.enable();
    jobs.isNotified = true;
    jobs.wake();
  };
  if (isCaching) cache.disable();
  const notifications = new Notifications(databaseUrl, { heard, lost, found }, logger);
  notifications.start();
  return notifications;
}
