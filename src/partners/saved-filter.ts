import { GraphQLID, type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql';
import { type EntityManager, In } from 'typeorm';
import { parseGlobalId } from '../content/contract/global-id.js';
import { sentences } from '../content/contract/sentences.js';
import type { MutationContext } from '../content/editing/mutation.js';
import type { ContentType } from '../content/model/content-type.js';
import { isSlug } from '../content/sql/slugs.js';
import { FormerSlug } from '../content/storage/former-slug.entity.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import type { EventFilter } from '../events/event.js';
import { type Problem, problem, Refusal } from '../foundation/errors.js';
import { slugForm } from '../foundation/text.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';
import { SavedFilterDocument } from './operations.generated.js';
import { pageConditions } from './page-filters.js';
import type { SavedFilter } from './partner-feed.entity.js';

const PATH = ['input', 'filter'];

/**
 * Validates a planned query as the API would, without querying the database.
 * @throws Refusal if the API would refuse
 */
export type CheckQuery = <Data, Variables extends OperationVariables>(
  operation: TypedOperation<Data, Variables>,
  variables: NoInfer<Variables>,
  request: { readonly locale: string; readonly now: Date },
) => Promise<void>;

/** A normalised filter: missing fields and null mean the same, and are removed. */
export function savedFilter(given: EventFilter | null | undefined): SavedFilter {
  const present = Object.entries(given ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(present);
}

/**
 * Validates a filter as the query that will be made with it. Does not query the database, which another transaction may
 * be waiting for.
 * @throws Refusal with the paths of the errors in `input.filter`
 */
export async function assertValidFilter(
  filter: SavedFilter,
  checkQuery: CheckQuery,
  { locale, now }: MutationContext,
): Promise<void> {
  try {
    await checkQuery(SavedFilterDocument, { filter }, { locale, now });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.problems.map((each) => ({ ...each, path: ['input', ...each.path] })));
  }
}

/** @throws Refusal NOT_FOUND for each object in the filter that does not exist, not even as a draft */
export async function assertNamesWhatIsThere(
  filter: SavedFilter,
  schema: GraphQLSchema,
  store: ContentStore,
  { draft }: Transaction,
): Promise<void> {
  const problems: Problem[] = [];
  for (const name of idFields(schema)) {
    const value = filter[name as keyof SavedFilter];
    if (typeof value !== 'string') continue;
    const path = [...PATH, name];
    const page = isSlug(value) ? store.types.find(({ noun }) => noun === pageConditions[name]) : undefined;
    const content = page ?? store.types.find(({ table }) => table === parseGlobalId(value, path).table);
    if (content && !(await isThere(draft, content, value)))
      problems.push(problem('NOT_FOUND', sentences.noSuchObject(content.name, value), path));
  }
  if (problems.length > 0) throw new Refusal(problems);
}

/** By id, or by a current or former slug. */
async function isThere(draft: EntityManager, content: ContentType, named: string): Promise<boolean> {
  if (!isSlug(named)) return draft.existsBy(content.entity, { id: named.slice(named.lastIndexOf('_') + 1) });
  const slug = In([named, slugForm(named)]);
  const isPresent = content.text && (await draft.existsBy(content.text, { slug }));
  return isPresent || draft.existsBy(FormerSlug, { type: content.table, slug });
}

function idFields(schema: GraphQLSchema): string[] {
  const type = schema.getType('EventFilter');
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.filter((field) => getNamedType(field.type) === GraphQLID).map(({ name }) => name);
}
