import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { bytesOf } from '../content/sql/document-bytes.js';

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;
type PersistedQueries = Exclude<ApolloServerOptions<BaseContext>['persistedQueries'], false | undefined>;

const MAX_BYTES = 12_000_000;

/**
 * The documents that Apollo Server has parsed and found valid. Its own store counts 30 MB of JSON, which are some hundred
 * megabytes of objects.
 */
export function recentDocuments(): DocumentStore {
  return kept(new LRUCache<string, DocumentNode>({ maxSize: MAX_BYTES, sizeCalculation: bytesOf }));
}

/** Texts that clients have registered by their hash, in characters. Whoever finds theirs gone sends it once more. */
const MAX_REGISTERED = 4_000_000;

export function persistedQueries(): PersistedQueries {
  return {
    cache: kept(
      new LRUCache<string, string>({ maxSize: MAX_REGISTERED, sizeCalculation: ({ length }) => length + 1 }),
    ),
  };
}

/** As Apollo Server asks for it. */
function kept<Value extends object | string>(cache: LRUCache<string, Value>) {
  return {
    get: async (key: string) => cache.get(key),
    set: async (key: string, value: Value) => {
      cache.set(key, value);
    },
    delete: async (key: string) => cache.delete(key),
  };
}
