import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { ApiKey } from '../accounts/account.entity.js';
import { toApiKey } from '../accounts/account.type.js';
import { API_KEY } from '../accounts/keys.js';
import { globalId } from '../content/contract/global-id.js';
import { type Outcome, runMutation } from '../content/editing/mutation.js';
import type { FeedWriting } from './feed-choice.js';
import type { PartnerContext } from './partner-context.js';
import { PartnerFeed } from './partner-feed.entity.js';
import {
  PartnerFeedCreateInput,
  PartnerFeedDeleteInput,
  PartnerFeedUpdateInput,
} from './partner-feed.input.js';
import { PartnerFeedCreatePayload, PartnerFeedPayload } from './partner-feed.payload.js';
import { toPartnerFeed } from './partner-feed.resolver.js';
import { createFeed, deleteFeed, PARTNER_FEED, updateFeed } from './partner-feed-mutations.js';

/** What the audit log records of a mutation: ids, and never a secret. */
interface Changed {
  readonly id: string;
  readonly keyId?: string;
  readonly targets: readonly string[];
}

@Resolver()
export class PartnerFeedMutationResolver {
  @Mutation(() => PartnerFeedCreatePayload, {
    description: 'Creates a feed for a partner organisation. For publishers; with a key for administrators.',
  })
  async partnerFeedCreate(
    @Arg('input', () => PartnerFeedCreateInput, { description: 'The feed.' }) input: PartnerFeedCreateInput,
    @Ctx() context: PartnerContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PartnerFeedCreatePayload> {
    let secret: string | null = null;
    const outcome = await change(context, info, async (writing) => {
      const { feed, key } = await createFeed(writing, input);
      secret = key?.secret ?? null;
      return { id: feed.id, ...(key ? { keyId: key.id } : {}) };
    });
    const { keyId: id } = outcome;
    const key = id ? await context.store.draft.manager.findOneBy(ApiKey, { id }) : null;
    return { ...(await payload(context, outcome)), apiKey: key && toApiKey(key), secret };
  }

  @Mutation(() => PartnerFeedPayload, {
    description: 'Updates a feed, at once and wherever it is embedded. For publishers.',
  })
  async partnerFeedUpdate(
    @Arg('input', () => PartnerFeedUpdateInput, { description: 'The fields to change.' })
    input: PartnerFeedUpdateInput,
    @Ctx() context: PartnerContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PartnerFeedPayload> {
    return payload(context, await change(context, info, (writing) => updateFeed(writing, input)));
  }

  @Mutation(() => PartnerFeedPayload, {
    description: 'Deletes a feed for good: its URLs respond with 410 (gone) from then on. For publishers.',
  })
  async partnerFeedDelete(
    @Arg('input', () => PartnerFeedDeleteInput, { description: 'The feed to delete.' })
    input: PartnerFeedDeleteInput,
    @Ctx() context: PartnerContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PartnerFeedPayload> {
    return payload(context, await change(context, info, (writing) => deleteFeed(writing, input)));
  }
}

async function change(
  context: PartnerContext,
  info: GraphQLResolveInfo,
  work: (writing: FeedWriting) => Promise<{ readonly id: string; readonly keyId?: string }>,
): Promise<Outcome<Changed>> {
  const { schema } = info;
  const outcome = await runMutation<Changed>(context, info, async (transaction) => {
    const { id, keyId } = await work({
      transaction,
      context,
      schema,
      checkQuery: context.partners.checkQuery,
    });
    const targets = [globalId(PARTNER_FEED, id), ...(keyId ? [globalId(API_KEY, keyId)] : [])];
    return { id, ...(keyId ? { keyId } : {}), targets };
  });
  // After the commit: what is invalidated before could be cached again in its old state.
  context.partners.feeds.forget();
  return outcome;
}

async function payload(
  { store }: PartnerContext,
  { id, userErrors }: Outcome<Changed>,
): Promise<PartnerFeedPayload> {
  const feed = id ? await store.draft.manager.findOneBy(PartnerFeed, { id }) : null;
  return { partnerFeed: feed && toPartnerFeed(feed), userErrors };
}
