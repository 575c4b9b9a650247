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
import { assertNamesWhatIsThere, assertValidFilter, type CheckQuery, savedFilter } from './saved-filter.js';

/** The context of writing a feed: viewer, transaction, and the schema that validates its filter. */
export interface FeedWriting {
  readonly transaction: Transaction;
  readonly context: MutationContext;
  readonly schema: GraphQLSchema;
  readonly checkQuery: CheckQuery;
}

/** The input of a feed. */
type FeedChoice = Pick<
  PartnerFeed,
  'name' | 'organisationId' | 'filter' | 'defaultLocale' | 'locales' | 'theme' | 'allowedOrigins' | 'limit'
>;

/**
 * The columns of a feed: absent fields stay as in `before`, null resets a field.
 * @throws Refusal with the path of the error
 */
export async function readChoice(
  writing: FeedWriting,
  input: PartnerFeedCreateInput | PartnerFeedUpdateInput,
  before?: FeedChoice,
): Promise<FeedChoice> {
  const { store } = writing.context;
  const locales = orDefault(input.locales, before?.locales, (tags) => readLocales(store, tags));
  const isLanguageUnchanged = before && input.locales === undefined && input.defaultLocale === undefined;
  const defaultLocale = input.defaultLocale === undefined ? before?.defaultLocale : input.defaultLocale;
  return {
    name: orDefault(input.name, before?.name, readFeedName),
    organisationId: await orDefault(input.organisation, before?.organisationId, (id) =>
      findOrganisation(writing.transaction, id),
    ),
    filter: await orDefault(input.filter, before?.filter, (filter) => readFilter(writing, filter)),
    locales,
    defaultLocale: isLanguageUnchanged
      ? before.defaultLocale
      : readDefaultLocale(store, defaultLocale ?? null, locales),
    theme: orDefault(input.theme, before?.theme, (theme) => readTheme(theme, before?.theme)),
    allowedOrigins: orDefault(input.allowedOrigins, before?.allowedOrigins, readOrigins),
    limit: orDefault(input.limit, before?.limit, readLimit),
  };
}

/** The value of `before` if the field is absent; for a new feed, what null stands for. */
function orDefault<Given, Stored, Read>(
  given: Given | null | undefined,
  stored: Stored | undefined,
  read: (given: Given | null) => Read,
): Stored | Read {
  return given === undefined && stored !== undefined ? stored : read(given ?? null);
}

function readFeedName(text: string | null): string {
  return readName(required(text, 'name'), ['input', 'name']);
}

/** A draft is enough: a partner's page may be prepared before it is published. @throws Refusal NOT_FOUND */
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
  // Set by the reader of the feed; a saved instant would grow ever older.
  if (filter.changedSince !== undefined)
    refuse('INVALID_INPUT', feedSentences.changedSinceIsPerRequest, ['input', 'filter', 'changedSince']);
  await assertValidFilter(filter, checkQuery, context);
  await assertNamesWhatIsThere(filter, schema, context.store, transaction);
  return filter;
}

function required<Value>(value: Value | null, name: string): Value {
  return value ?? refuse('INVALID_INPUT', feedSentences.isRequired(name), ['input', name]);
}
