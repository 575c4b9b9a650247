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
/** As Apollo Server asks for what it keeps. */
interface Store<Value> {
  get(key: string): Promise<Value | undefined>;
  set(): Promise<void>;
  delete(): Promise<boolean>;
}

/** A website has a hundred documents, of some hundred tokens and one or two statements each: a quarter of that. */
const MAX_BYTES = 60_000_000;
/** A query that takes more keeps no statements. */
const MAX_QUERY_BYTES = MAX_BYTES / 4;

/**
 * Valid documents by the hash of their text, with their statements, in bounds; those that were not asked for for the
 * longest time are forgotten first. Clients' persisted queries and the documents of Apollo Server are the same ones.
 */
export class PreparedQueries {
  readonly #queries = new LRUCache<string, PreparedQuery>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });

  constructor(readonly schema: GraphQLSchema) {}

  /**
   * Looks at a document that a client sends before anything else reads it: parsing and validating take time with its size.
   * @returns undefined for a document that is not valid, which Apollo Server says more about
   */
  admit(source: string, limits: Limits): PreparedQuery | HttpProblem | undefined {
    const problem = sizeProblem(source, limits);
    if (problem) return problem;
    const digest = hash('sha256', source);
    return this.#queries.get(digest) ?? mergingProblem(source, limits) ?? this.#prepare(source, digest);
  }

  /** A document of the program itself. @throws Error for one that is not valid */
  own(source: string): PreparedQuery {
    const digest = hash('sha256', source);
    const query = this.#queries.get(digest) ?? this.#prepare(source, digest);
    if (!query) throw new Error('What the program asks itself is not valid.');
    return query;
  }

  /** By the SHA-256 of its text, in hexadecimal. */
  byHash(digest: string): PreparedQuery | undefined {
    return this.#queries.get(digest);
  }

  /** For Apollo Server: what is asked of it is prepared already, where it is valid. */
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

  /** Also one that was forgotten while it was read: it is in use. */
  #keep(query: PreparedQuery): void {
    if (query.bytes > MAX_QUERY_BYTES) query.forgetStatements();
    this.#queries.set(query.hash, query);
  }

  /** Apollo Server puts prefixes before hashes. */
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
