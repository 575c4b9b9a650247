import type { JobKind } from '../jobs/queue.js';

/** How often a bulk operation begins before it fails for good. */
export const ATTEMPTS = 4;

/**
 * Long operations run for longer, and their job is then taken a second time; see `runAlone`. Each process takes it once
 * more at most, so that the retries suffice for many processes.
 */
export const bulkJobs: JobKind = { name: 'bulk-operation', expireInSeconds: 15, retryLimit: 100 };
