import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { globalId } from '../content/contract/global-id.js';
import type { ContentType } from '../content/model/content-type.js';
import { fragmentsOf } from '../content/reading/fragments.js';
import { BoundedMap } from '../foundation/bounded-map.js';
import type { Clock } from '../foundation/clock.js';
import { Refusal } from '../foundation/errors.js';
import type { TypedOperation } from '../foundation/typed-operation.js';
import type { InternalQueries } from '../graphql/internal-queries.js';
import { limits } from '../graphql/limits.js';
import type { Selections } from '../webhooks/render-payload.js';

const UNUSED_ID = '00000000-0000-7000-8000-000000000000';
/** More selections than there are webhooks. */
const MAX_CACHED = 500;

/** A selection for one type, wrapped into a query. */
interface Query {
  readonly operation: TypedOperation<{ nodes: unknown[] }, { ids: string[]; locale: string }>;
  readonly fragments: readonly FragmentDefinitionNode[];
}

/**
 * Executes the selections of webhooks, which are fragments, as the public: wraps those that match the type of an object
 * into an operation.
 */
export class GraphQLSelections implements Selections {
  readonly #queries = new BoundedMap<string, Query | undefined>(MAX_CACHED);

  constructor(
    readonly schema: GraphQLSchema,
    readonly api: Pick<InternalQueries, 'query' | 'check'>,
    readonly defaultLocale: string,
    readonly clock: Clock,
  ) {}

  async check(selection: string, types: readonly ContentType[]): Promise<readonly string[]> {
    const fragments = fragmentsIn(selection);
    if (typeof fragments === 'string') return [fragments];
    const problems = new Set<string>();
    const used = new Set<string>();
    for (const content of types) {
      const query = this.#queryFor(selection, content);
      if (!query) continue;
      for (const { name } of query.fragments) used.add(name.value);
      for (const problem of await this.#problemsOf(query, content)) problems.add(problem);
    }
    for (const { name, typeCondition } of fragments) {
      if (used.has(name.value)) continue;
      problems.add(
        `The fragment "${name.value}" is on "${typeCondition.name.value}", which is not a type of the topics.`,
      );
    }
    return [...problems];
  }

  async #problemsOf({ operation }: Query, content: ContentType): Promise<readonly string[]> {
    const locale = this.defaultLocale;
    const variables = { ids: [globalId(content.table, UNUSED_ID)], locale };
    try {
      await this.api.check(operation, variables, { locale, now: this.clock() });
      return [];
    } catch (error) {
      if (error instanceof Refusal) return error.problems.map(({ message }) => message);
      if (error instanceof GraphQLError) return [error.message];
      throw error;
    }
  }

  async run(selection: string, content: ContentType, id: string, locale: string): Promise<unknown> {
    const query = this.#queryFor(selection, content);
    if (!query) return undefined;
    const variables = { ids: [globalId(content.table, id)], locale };
    const { nodes } = await this.api.query(query.operation, variables, { locale, now: this.clock() });
    return nodes[0] ?? null;
  }

  /** Undefined when nothing is selected of objects of that type. */
  #queryFor(selection: string, content: ContentType): Query | undefined {
    const key = `${content.name} ${selection}`;
    if (!this.#queries.has(key)) this.#queries.set(key, this.#compile(selection, content));
    return this.#queries.get(key);
  }

  #compile(selection: string, { name }: ContentType): Query | undefined {
    const type = this.schema.getType(name);
    const fragments = fragmentsIn(selection);
    if (!isObjectType(type) || typeof fragments === 'string') return undefined;
    const own = fragments.filter(({ typeCondition }) => namesOf(type).includes(typeCondition.name.value));
    if (own.length === 0) return undefined;
    const spreads = own.map((fragment) => `...${fragment.name.value}`).join(' ');
    const operation = parse(
      `query Webhook($ids: [ID!]!, $locale: Locale) { nodes(ids: $ids, locale: $locale) { ... on ${name} { ${spreads} } } }`,
    ).definitions[0] as OperationDefinitionNode;
    const reached = reachedFrom(own, fragments);
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...reached] };
    const source = stripIgnoredCharacters(print(document));
    return { operation: { toString: () => source }, fragments: reached };
  }
}

/** The fragments of a selection, or its errors. */
function fragmentsIn(selection: string): readonly FragmentDefinitionNode[] | string {
  try {
    const document = parse(selection, { maxTokens: limits.tokens });
    const fragments = fragmentsOf(document);
    if (fragments.length < document.definitions.length)
      return 'It may only contain fragments, such as "fragment Payload on Event { title }".';
    return fragments;
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}

/** The possible type conditions of fragments for this type. */
function namesOf(type: GraphQLObjectType): string[] {
  return [type, ...type.getInterfaces()].map(({ name }) => name);
}

/** Some fragments, and those that they spread. */
function reachedFrom(
  some: readonly FragmentDefinitionNode[],
  all: readonly FragmentDefinitionNode[],
): readonly FragmentDefinitionNode[] {
  const reached = new Set(some);
  for (const fragment of reached) {
    visit(fragment, {
      FragmentSpread({ name }) {
        for (const other of all) if (other.name.value === name.value) reached.add(other);
      },
    });
  }
  return [...reached];
}
