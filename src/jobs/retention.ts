import { setTimeout as sleep } from 'node:timers/promises';
import { systemViewer } from '../content/contract/access.js';
import { audit } from '../content/editing/mutation.js';
import { AuditOutcome } from '../content/history/audit-entry.entity.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Logger } from '../foundation/logger.js';

/** Retention periods in days; undefined for unlimited. See the settings of the same names. */
export interface RetentionSettings {
  readonly auditDays: number | undefined;
  readonly revisionDays: number | undefined;
  readonly binDays: number | undefined;
}

/** They are deleted with all that is staged, also if they were not started. */
const BULK_OPERATION_DAYS = 3;

const DAY_MS = 86_400_000;
const INTERVAL_MS = 3_600_000;
/** Rows per transaction: few, so that writers do not wait for long. */
const BATCH = 1_000;

/** Saves that a later revision consists of are kept as long, for editors who still have that version open. */
const CONTINUED_DAYS = 1;

/** The rows that may be deleted, as a condition whose first parameter is the cut-off instant; by table but for one. */
const EXPIRED = {
  idempotency_record: 'expires_at < $1',
  continued_revision: 'at < $1 and is_continued',
  bulk_operation: "(finished_at < $1 or state = 'STAGING' and created_at < $1)",
  audit_entry: 'at < $1',
  bin_entry: 'deleted_at < $1',
  // Revisions superseded by a later publication in all languages, and those of objects that were deleted for good. The
  // rest is needed for publishing: who has changed what since the last publication.
  revision: `at < $1 and (
    exists (select from system.revision settled where settled.content_id = old.content_id and settled.id > old.id
      and settled.action = 'PUBLISH' and settled.locales @> $2::text[])
    or (not exists (select from system.bin_entry where bin_entry.id = old.content_id)
      and 'DELETE' = (select action from system.revision latest where latest.content_id = old.content_id
        order by latest.id desc limit 1)))`,
} as const;

type Expiring = keyof typeof EXPIRED;

/** The numbers of deleted rows. */
export type Pruned = Partial<Record<Expiring, number>>;

/** Deletes expired rows in batches; an entry of the audit log has the numbers. */
export async function prune(store: ContentStore, settings: RetentionSettings): Promise<Pruned> {
  const { auditDays, revisionDays, binDays } = settings;
  const days: Record<Expiring, number | undefined> = {
    idempotency_record: 0,
    continued_revision: CONTINUED_DAYS,
    bulk_operation: BULK_OPERATION_DAYS,
    audit_entry: auditDays,
    bin_entry: binDays,
    revision: revisionDays,
  };
  const pruned: Pruned = {};
  for (const [rows, retentionDays] of Object.entries(days) as [Expiring, number | undefined][]) {
    if (retentionDays === undefined) continue;
    const before = new Date(store.clock().getTime() - retentionDays * DAY_MS);
    let removed = BATCH;
    while (removed === BATCH) {
      removed = await removeBatch(store, rows, before);
      if (removed > 0) pruned[rows] = (pruned[rows] ?? 0) + removed;
    }
  }
  const { idempotency_record: _expired, continued_revision: _kept, bulk_operation: _ended, ...lost } = pruned;
  if (Object.keys(lost).length > 0)
    await audit(store.draft.manager, store.clock(), { ...systemViewer, name: 'retention' }, 'prune', {
      outcome: AuditOutcome.DONE,
      targets: [],
      reasons: Object.entries(lost).map(([table, count]) => `${table} ${count}`),
    });
  return pruned;
}

/** Concurrent processes skip each other's rows. */
function removeBatch(store: ContentStore, rows: Expiring, before: Date): Promise<number> {
  const condition = EXPIRED[rows];
  const table = rows === 'continued_revision' ? 'revision' : rows;
  const parameters = condition.includes('$2') ? [before, store.locales.codes] : [before];
  return store.transaction(async ({ system }) => {
    if (table === 'audit_entry') await system.query("set local scc.prunes_audit = 'on'");
    const [row] = (await system.query(
      `with removed as (
        delete from system.${table} where ctid = any(array(
          select ctid from system.${table} old where ${condition} limit ${BATCH} for update skip locked))
        returning 1)
      select count(*)::int as count from removed`,
      parameters,
    )) as { count: number }[];
    return row?.count ?? 0;
  });
}

/** Runs every hour, in a process that works on jobs. */
export class Retention {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    readonly store: ContentStore,
    readonly settings: RetentionSettings,
    readonly logger: Logger,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const pruned = await prune(this.store, this.settings);
        if (Object.keys(pruned).length > 0) this.logger.info({ pruned }, 'Expired data was deleted.');
      } catch (error) {
        this.logger.warn({ err: error }, 'Expired data could not be deleted; trying again in an hour.');
      }
      await sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
