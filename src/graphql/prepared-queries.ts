import { hash } from 'node:crypto';
import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { problem, Refusal } from '../foundation/errors.js';
import type { HttpProblem } from '../http/http-problem.js';
import { mergingProblem, sizeProblem } from './document-size.js';
import { keyedLimits, type Limits } from './limits.js';
import { PreparedQuery } from './prepared-query.js';

type PersistedQueries = Exclude<ApolloServerOptions<BaseContext>['persistedQueries'], false | undefined>;

/** A website has a hundred documents of some hundred tokens, with one or two statements each: a quarter of this. */
const MAX_BYTES = 60_000_000;
/** A larger query keeps no statements. */
const MAX_QUERY_BYTES = MAX_BYTES / 4;
/** Errors that are reported of an invalid document that the program sends. */
const MAX_ERRORS = 10;

export interface QueryStatistics {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * An LRU cache of valid documents and their statements, by the text of the document. Apollo Server takes documents and
 * persisted queries from it, too.
 */
export class PreparedQueries {
  readonly #queries = new LRUCache<string, PreparedQuery>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
    dispose: ({ hash: digest }) => this.#sources.delete(digest),
  });
  /** The texts of these documents, by their SHA-256 in hexadecimal. */
  readonly #sources = new Map<string, string>();

  constructor(readonly schema: GraphQLSchema) {}

  /**
   * Checks the size of a client's document first, since parsing and validating take time with it.
   * @returns undefined for an invalid document, whose errors Apollo Server reports
   */
  admit(source: string, limits: Limits): PreparedQuery | HttpProblem | undefined {
    const refused = sizeProblem(source, limits);
    if (refused) return refused;
    const known = this.#queries.get(source) ?? mergingProblem(source, limits);
    if (known) return known;
    const prepared = this.#prepare(source, 1);
    return prepared instanceof PreparedQuery ? prepared : undefined;
  }

  /** A document that the program sends. @throws Refusal with its errors; a stored part may have become invalid */
  own(source: string): PreparedQuery {
    const query = this.#queries.get(source) ?? this.#prepare(source, MAX_ERRORS);
    if (query instanceof PreparedQuery) return query;
    throw new Refusal(query.map(({ message }) => problem('INVALID_INPUT', message)));
  }

  /** @param digest the SHA-256 of the document, in hexadecimal */
  byHash(digest: string): PreparedQuery | undefined {
    const source = this.#sources.get(digest);
    return source === undefined ? undefined : this.#queries.get(source);
  }

  /** The document of a text, if it is prepared. */
  documentOf(source: string): DocumentNode | undefined {
    return this.#queries.get(source)?.document;
  }

  /** For Apollo Server, which prefixes the hash. */
  get persistedQueries(): PersistedQueries {
    return {
      cache: {
        get: async (key) => {
          const [, digest = '', ...others] = key.split(':');
          return others.length === 0 ? this.byHash(digest)?.source : undefined;
        },
        set: async () => undefined,
        delete: async () => true,
      },
    };
  }

  get statistics(): QueryStatistics {
    return { entries: this.#queries.size, bytes: this.#queries.calculatedSize };
  }

  /** @returns the errors of an invalid document, at most so many */
  #prepare(source: string, maxErrors: number): PreparedQuery | readonly GraphQLError[] {
    const document = parsed(source);
    if (document instanceof GraphQLError) return [document];
    const errors = validate(this.schema, document, specifiedRules, { maxErrors });
    if (errors.length > 0) return errors;
    const digest = hash('sha256', source);
    const query = new PreparedQuery(this.schema, digest, source, document, (grown) => this.#keep(grown));
    this.#keep(query);
    return query;
  }

  /** Also re-inserts a query that was evicted while in use. */
  #keep(query: PreparedQuery): void {
    if (query.bytes > MAX_QUERY_BYTES) query.forgetStatements();
    // The cache looks at the size of what is new to it, and not again.
    this.#queries.delete(query.source);
    this.#queries.set(query.source, query);
    if (this.#queries.has(query.source)) this.#sources.set(query.hash, query.source);
  }
}

function parsed(source: string): DocumentNode | GraphQLError {
  try {
    return parse(source, { maxTokens: keyedLimits.tokens });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
