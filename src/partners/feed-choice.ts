import type { GraphQLSchema } from 'graphql';
import { readName } from '../accounts/accounts.js';
import { uuidOf } from '../content/contract/global-id.js';
import { sentences } from '../content/contract/sentences.js';
import type { MutationContext } from '../content/editing/mutation.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refuse } from '../foundation/errors.js';
import { organisation } from '../organisations/organisation.js';
import { readDefaultLocale, readLimit, readLocales, readOrigins, readTheme } from './feed-values.js';
import type { PartnerFeed } from './partner-feed.entity.js';
import type { PartnerFeedCreateInput, PartnerFeedUpdateInput } from './partner-feed.input.js';
import { feedSentences } from './partner-feed-sentences.js';
import { assertAskable, assertNamesWhatIsThere, type CheckQuery, savedFilter } from './saved-filter.js';

/** What writing a feed needs: who asks in which transaction, and the schema that its filter has to fit. */
export interface FeedWriting {
  readonly transaction: Transaction;
  readonly context: MutationContext;
  readonly schema: GraphQLSchema;
  readonly checkQuery: CheckQuery;
}

/** What whoever manages a feed decides about it. */
type FeedChoice = Pick<
  PartnerFeed,
  'name' | 'organisationId' | 'filter' | 'defaultLocale' | 'locales' | 'theme' | 'allowedOrigins' | 'limit'
>;

/**
 * What a feed is to be: what is absent stays as it was in `before`, null takes away.
 * @throws Refusal with the place of what is wrong
 */
export async function readChoice(
  writing: FeedWriting,
  input: PartnerFeedCreateInput | PartnerFeedUpdateInput,
  before?: FeedChoice,
): Promise<FeedChoice> {
  const { store } = writing.context;
  const locales = orKept(input.locales, before?.locales, (tags) => readLocales(store, tags));
  const isLanguageKept = before && input.locales === undefined && input.defaultLocale === undefined;
  const defaultLocale = input.defaultLocale === undefined ? before?.defaultLocale : input.defaultLocale;
  return {
    name: orKept(input.name, before?.name, readFeedName),
    organisationId: await orKept(input.organisation, before?.organisationId, (id) =>
      findOrganisation(writing.transaction, id),
    ),
    filter: await orKept(input.filter, before?.filter, (filter) => readFilter(writing, filter)),
    locales,
    defaultLocale: isLanguageKept
      ? before.defaultLocale
      : readDefaultLocale(store, defaultLocale ?? null, locales),
    theme: orKept(input.theme, before?.theme, (theme) => readTheme(theme, before?.theme)),
    allowedOrigins: orKept(input.allowedOrigins, before?.allowedOrigins, readOrigins),
    limit: orKept(input.limit, before?.limit, readLimit),
  };
}

/** What was there before where nothing is given; of a feed that is new, what null makes of it. */
function orKept<Given, Kept, Read>(
  given: Given | null | undefined,
  kept: Kept | undefined,
  read: (given: Given | null) => Read,
): Kept | Read {
  return given === undefined && kept !== undefined ? kept : read(given ?? null);
}

function readFeedName(text: string | null): string {
  return readName(required(text, 'name'), ['input', 'name']);
}

/** Its draft is enough: a partner's page may be prepared before it is published. @throws Refusal NOT_FOUND */
async function findOrganisation({ draft }: Transaction, given: string | null): Promise<string> {
  const path = ['input', 'organisation'];
  const text = required(given, 'organisation');
  const id = uuidOf(organisation.table, text, path);
  const isThere = await draft.existsBy(organisation.entity, { id });
  return isThere ? id : refuse('NOT_FOUND', sentences.noSuchObject(organisation.name, text), path);
}

async function readFilter(
  { transaction, context, schema, checkQuery }: FeedWriting,
  given: PartnerFeedCreateInput['filter'],
): Promise<PartnerFeed['filter']> {
  const filter = savedFilter(given);
  // Whoever reads the feed says since when; saved, it would be an instant that recedes for ever.
  if (filter.changedSince !== undefined)
    refuse('INVALID_INPUT', feedSentences.isAskedEachTime, ['input', 'filter', 'changedSince']);
  assertAskable(filter, checkQuery, context);
  await assertNamesWhatIsThere(filter, schema, context.store, transaction);
  return filter;
}

function required<Value>(value: Value | null, name: string): Value {
  return value ?? refuse('INVALID_INPUT', feedSentences.isRequired(name), ['input', name]);
}
