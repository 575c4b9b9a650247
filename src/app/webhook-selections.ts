import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { publicViewer } from '../content/contract/access.js';
import { globalId } from '../content/contract/global-id.js';
import type { Locales } from '../content/language/locale.js';
import type { ContentType } from '../content/model/content-type.js';
import type { ContentReader, ReadContext } from '../content/reading/reader.js';
import { BoundedMap } from '../foundation/bounded-map.js';
import type { Clock } from '../foundation/clock.js';
import { refuse } from '../foundation/errors.js';
import { checkLimits } from '../graphql/check-limits.js';
import { limits } from '../graphql/limits.js';

import type { Selections } from '../webhooks/render-payload.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';
/** More selections than there are webhooks. */
const MAX_KEPT = 500;

/** A selection for one type, ready to be executed: the same each time, so that the reader knows its plan. */
interface Prepared {
  readonly document: DocumentNode;
  readonly problems: readonly string[];
}

/**
 * Selections of webhooks, which are fragments, as the public reads them: an operation is put around those that are for
 * the type of an object, and it is checked as one that comes over HTTP.
 */
export class GraphQLSelections implements Selections {
  readonly #prepared = new BoundedMap<string, Prepared | undefined>(MAX_KEPT);

  constructor(
    readonly schema: GraphQLSchema,
    readonly reader: ContentReader,
    readonly locales: Locales,
    readonly clock: Clock,
  ) {}

  async check(selection: string, types: readonly ContentType[]): Promise<readonly string[]> {
    const fragments = fragmentsIn(selection);
    if (typeof fragments === 'string') return [fragments];
    const problems = new Set<string>();
    const used = new Set<string>();
    for (const content of types) {
      const prepared = this.#prepare(selection, content);
      for (const { name } of prepared ? fragmentsOf(prepared.document) : []) used.add(name.value);
      for (const problem of prepared?.problems ?? []) problems.add(problem);
    }
    for (const { name, typeCondition } of fragments) {
      if (used.has(name.value)) continue;
      problems.add(
        `The fragment "${name.value}" is on "${typeCondition.name.value}", which is no type of the topics.`,
      );
    }
    if (problems.size > 0) return [...problems];
    for (const content of types) {
      const [problem] = (await this.#execute(selection, content, NOBODY, this.locales.default)).errors;
      if (problem) problems.add(problem.message);
    }
    return [...problems];
  }

  async run(selection: string, content: ContentType, id: string, locale: string): Promise<unknown> {
    const { errors, object } = await this.#execute(selection, content, id, locale);
    const [error] = errors;
    if (error) throw error.originalError ?? error;
    return object;
  }

  async #execute(selection: string, content: ContentType, id: string, locale: string) {
    const prepared = this.#prepare(selection, content);
    if (!prepared) return { errors: [], object: undefined };
    if (prepared.problems.length > 0) refuse('INVALID_INPUT', prepared.problems.join(' '));
    const contextValue: ReadContext = {
      reader: this.reader,
      locales: this.locales,
      locale,
      now: this.clock(),
      viewer: publicViewer,
      servedLocales: new Set(),
    };
    const variableValues = { ids: [globalId(content.table, id)], locale };
    const { document } = prepared;
    const answer = await execute({ schema: this.schema, document, contextValue, variableValues });
    const [object = null] = (answer.data?.nodes ?? []) as unknown[];
    return { errors: answer.errors ?? [], object };
  }

  /** Undefined when nothing is selected of objects of that type. */
  #prepare(selection: string, content: ContentType): Prepared | undefined {
    const key = `${content.name} ${selection}`;
    if (!this.#prepared.has(key)) {
      this.#prepared.set(key, this.#compile(selection, content));
    }
    return this.#prepared.get(key);
  }

  #compile(selection: string, { name }: ContentType): Prepared | undefined {
    const type = this.schema.getType(name);
    const fragments = fragmentsIn(selection);
    if (!isObjectType(type) || typeof fragments === 'string') return undefined;
    const own = fragments.filter(({ typeCondition }) => namesOf(type).includes(typeCondition.name.value));
    if (own.length === 0) return undefined;
    const spreads = own.map((fragment) => `...${fragment.name.value}`).join(' ');
    const operation = parse(
      `query Webhook($ids: [ID!]!, $locale: Locale) { nodes(ids: $ids, locale: $locale) { ... on ${name} { ${spreads} } } }`,
    ).definitions[0] as OperationDefinitionNode;
    const document: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: [operation, ...reachedFrom(own, fragments)],
    };
    return { document, problems: this.#problemsOf(document, operation) };
  }

  #problemsOf(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
    const errors = validate(this.schema, document, undefined, { maxErrors: 10 });
    if (errors.length > 0) return errors.map(({ message }) => message);
    try {
      checkLimits({ schema: this.schema, document, operation, variables: { ids: [NOBODY] } });
      return [];
    } catch (error) {
      if (error instanceof GraphQLError) return [error.message];
      throw error;
    }
  }
}

/** The fragments of a selection, or what is wrong with it. */
function fragmentsIn(selection: string): readonly FragmentDefinitionNode[] | string {
  try {
    const { definitions } = parse(selection, { maxTokens: limits.tokens });
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    if (fragments.length < definitions.length)
      return 'It may have fragments only, such as "fragment Payload on Event { title }".';
    return fragments;
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}

/** The types that a fragment for objects of this type may be on. */
function namesOf(type: GraphQLObjectType): string[] {
  return [type, ...type.getInterfaces()].map(({ name }) => name);
}

function fragmentsOf({ definitions }: DocumentNode): readonly FragmentDefinitionNode[] {
  return definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
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
