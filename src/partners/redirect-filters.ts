import { globalId } from '../content/contract/global-id.js';
import type { RedirectionListener } from '../content/storage/listeners.js';
import { PartnerFeed } from './partner-feed.entity.js';

/** Saved filters that name a duplicate by its id name the object that stays. */
export const redirectFilters: RedirectionListener = async ({ system }, { content, from, to }) => {
  const [before, after] = [from, to].map((id) => JSON.stringify(globalId(content.table, id)));
  for (const { id, filter } of await system.find(PartnerFeed)) {
    const text = JSON.stringify(filter);
    if (text.includes(String(before)))
      await system.update(
        PartnerFeed,
        { id },
        { filter: JSON.parse(text.replaceAll(String(before), String(after))) },
      );
  }
};
