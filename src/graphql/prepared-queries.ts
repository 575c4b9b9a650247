import { hash } from 'node:crypto';
import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { type DocumentNode, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { HttpProblem } from '../http/http-problem.js';
import { mergingProblem, sizeProblem } from './document-size.js';
import { keyedLimits, type Limits } from './limits.js';
import { PreparedQuery } from './prepared-query.js';

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;
type PersistedQueries = Exclude<ApolloServerOptions<BaseContext>['persistedQueries'], false | undefined>;
/** The cache interface of Apollo Server. */
interface Store<Value> {
  get(key: string): Promise<Value | undefined>;
  set(): Promise<void>;
  delete(): Promise<boolean>;
}

/** A website has a hundred documents of some hundred tokens, with one or two statements each: a quarter of this. */
const MAX_BYTES = 60_000_000;
/** A larger query keeps no statements. */
const MAX_QUERY_BYTES = MAX_BYTES / 4;

/**
 * An LRU cache of valid documents and their statements, by the hash of the document. Persisted queries and the document
 * store of Apollo Server read it, too.
 */
export class PreparedQueries {
  readonly #queries = new LRUCache<string, PreparedQuery>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });

  constructor(readonly schema: GraphQLSchema) {}

  /**
   * Checks the size of a client's document first, since parsing and validating take time with it.
   * @returns undefined for an invalid document, whose errors Apollo Server reports
   */
  admit(source: string, limits: Limits): PreparedQuery | HttpProblem | undefined {
    const problem = sizeProblem(source, limits);
    if (problem) return problem;
    const digest = hash('sha256', source);
    return this.#queries.get(digest) ?? mergingProblem(source, limits) ?? this.#prepare(source, digest);
  }

  /** A document of the program itself. @throws Error for an invalid one */
  own(source: string): PreparedQuery {
    const digest = hash('sha256', source);
    const query = this.#queries.get(digest) ?? this.#prepare(source, digest);
    if (!query) throw new Error('A document of the program is not valid.');
    return query;
  }

  /** @param digest the SHA-256 of the document, in hexadecimal */
  byHash(digest: string): PreparedQuery | undefined {
    return this.#queries.get(digest);
  }

  /** For Apollo Server, which then neither parses nor validates a prepared document again. */
  get documentStore(): DocumentStore {
    return this.#store<DocumentNode>(({ document }) => document);
  }

  get persistedQueries(): PersistedQueries {
    return { cache: this.#store(({ source }) => source) };
  }

  #prepare(source: string, digest: string): PreparedQuery | undefined {
    const document = this.#validDocument(source);
    if (!document) return undefined;
    const query = new PreparedQuery(this.schema, digest, source, document, (grown) => this.#keep(grown));
    this.#keep(query);
    return query;
  }

  #validDocument(source: string): DocumentNode | undefined {
    try {
      const document = parse(source, { maxTokens: keyedLimits.tokens });
      return validate(this.schema, document, specifiedRules, { maxErrors: 1 }).length === 0
        ? document
        : undefined;
    } catch {
      return undefined;
    }
  }

  /** Also re-inserts a query that was evicted while in use. */
  #keep(query: PreparedQuery): void {
    if (query.bytes > MAX_QUERY_BYTES) query.forgetStatements();
    this.#queries.set(query.hash, query);
  }

  /** Apollo Server prefixes its keys. */
  #store<Value>(value: (query: PreparedQuery) => Value): Store<Value> {
    return {
      get: async (key) => {
        const query = this.#queries.get(key.slice(key.lastIndexOf(':') + 1));
        return query && value(query);
      },
      set: async () => undefined,
      delete: async () => true,
    };
  }
}
