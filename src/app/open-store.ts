import { accountEntities } from '../accounts/account.entity.js';
import { bulkEntities } from '../bulk/bulk-operation.entity.js';
import { eraseFromBulkOperations } from '../bulk/erase-from-bulk-operations.js';
import { entitiesOf } from '../content/editing/entities.js';
import { Locales } from '../content/language/locale.js';
import { AffectedObjects } from '../content/publishing/affected.js';
import { CacheTags } from '../content/reading/cache-tags.js';
import { ContentStore } from '../content/storage/store.js';
import { WithdrawnEvent, WithdrawnParticipation } from '../events/withdrawn-event.entity.js';
import {
  afterWithdrawal,
  erasePeopleOfWithdrawn,
  forgetWithdrawn,
  keepWithdrawn,
  redirectWithdrawn,
} from '../events/withdrawn-events.js';
import type { Clock } from '../foundation/clock.js';
import { type Database } from '../foundation/database.js';
import { eraseIdempotencyRecords } from '../graphql/erase-idempotency-records.js';
import { IdempotencyRecord } from '../graphql/idempotency-record.entity.js';
import { eraseFromSchedules } from '../jobs/erase-from-schedules.js';
import { Schedule } from '../jobs/schedule.entity.js';
import { withdrawFromSchedules } from '../jobs/withdraw-from-schedules.js';
import { partnerEntities } from '../partners/partner-feed.entity.js';
import { redirectFilters } from '../partners/redirect-filters.js';
import { restartFeeds } from '../partners/restart-feeds.js';
import { checkDisclaimers } from '../sponsorships/disclaimer.checks.js';
import { bearersOfChanged } from '../sponsorships/disclaimer-queries.js';
import { keepDisclaimers, keepInheritedDisclaimers } from '../sponsorships/keep-disclaimers.js';
import { demands } from '../sponsorships/sponsorship.js';
import { eraseDeliveries } from '../webhooks/erase-deliveries.js';
import { HAS_WEBHOOKS, recordForWebhooks } from '../webhooks/record-deliveries.js';
import { webhookEntities } from '../webhooks/webhook.entity.js';
import { contentTypes } from './content-types.js';

/** Opens the store of content with everything that listens to its changes. */
export async function openStore(
  database: Database,
  {
    locales,
    clock,
    cacheTags,
  }: { readonly locales: Locales; readonly clock: Clock; readonly cacheTags: CacheTags },
): Promise<ContentStore> {
  const store = await ContentStore.open(database, contentTypes, {
    locales,
    clock,
    entities: [
      ...entitiesOf(contentTypes),
      ...accountEntities,
      WithdrawnEvent,
      WithdrawnParticipation,
      IdempotencyRecord,
      Schedule,
      ...bulkEntities,
      ...webhookEntities,
      ...partnerEntities,
    ],
  });
  store.onForgetting(keepInheritedDisclaimers);
  store.onForgetting(forgetWithdrawn);
  store.onForgetting(restartFeeds(clock));
  const affecting = new AffectedObjects(store, {
    further: [bearersOfChanged(demands)],
    along: keepWithdrawn,
    after: afterWithdrawal,
    isWanted: HAS_WEBHOOKS,
  });
  recordForWebhooks(store, affecting, cacheTags);
  store.onWithdrawal(withdrawFromSchedules);
  store.onRedirection(redirectWithdrawn);
  store.onRedirection(redirectFilters);
  store.onErasure(erasePeopleOfWithdrawn);
  store.onErasure(eraseFromSchedules);
  store.onErasure(eraseFromBulkOperations);
  store.onErasure(eraseDeliveries);
  store.onErasure(eraseIdempotencyRecords);
  store.onPublication(keepDisclaimers);
  store.addPublishCheck(checkDisclaimers);
  return store;
}
