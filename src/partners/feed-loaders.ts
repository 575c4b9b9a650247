import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { In } from 'typeorm';
import { eachSubject } from '../content/sql/roots.js';
import { groupBy } from '../foundation/collections.js';
import { organisation } from '../organisations/organisation.js';
import type { PartnerContext } from './partner-context.js';
import { FeedFetch } from './partner-feed.entity.js';

const fetchLoaders = new WeakMap<PartnerContext, DataLoader<string, FeedFetch[]>>();

/** Loads the latest fetches of all feeds of a request in one query. */
export function fetchLoader(context: PartnerContext): DataLoader<string, FeedFetch[]> {
  const known = fetchLoaders.get(context);
  if (known) return known;
  const loader = new DataLoader<string, FeedFetch[]>(async (feedIds) => {
    const where = { feedId: In([...feedIds]) };
    const rows = await context.store.draft.manager.find(FeedFetch, { where, order: { id: 'DESC' } });
    const byFeed = groupBy(rows, ({ feedId }) => feedId);
    return feedIds.map((id) => byFeed.get(id) ?? []);
  });
  fetchLoaders.set(context, loader);
  return loader;
}

type OrganisationLoaders = WeakMap<GraphQLResolveInfo['fieldNodes'], DataLoader<string, unknown>>;

const organisationLoaders = new WeakMap<PartnerContext, OrganisationLoaders>();
const eachOrganisation = eachSubject(organisation);

/** Loads the public state of the organisations of one field in one statement. */
export function organisationLoader(
  context: PartnerContext,
  info: GraphQLResolveInfo,
): DataLoader<string, unknown> {
  const ofRequest: OrganisationLoaders = organisationLoaders.get(context) ?? new WeakMap();
  organisationLoaders.set(context, ofRequest);
  // All feeds of a list share one array of nodes; another alias, with another selection, has another one.
  const known = ofRequest.get(info.fieldNodes);
  if (known) return known;
  const loader = new DataLoader<string, unknown>(async (subjects) => {
    const plan = { plan: eachOrganisation, key: organisation.table };
    return (await context.reader.read(info, { ...context, subjects }, plan)) as unknown[];
  });
  ofRequest.set(info.fieldNodes, loader);
  return loader;
}
