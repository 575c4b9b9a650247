import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** Each takes tens of kilobytes, however short it is. */
const MAX_DOCUMENTS = 500;

/**
 * The documents that Apollo Server has parsed and found valid. Its own store counts 30 MB of JSON, which are some hundred
 * megabytes of objects.
 */
export class RecentDocuments implements DocumentStore {
  readonly #documents = new Map<string, DocumentNode>();

  async get(key: string): Promise<DocumentNode | undefined> {
    const found = this.#documents.get(key);
    if (found) await this.set(key, found);
    return found;
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.#documents.delete(key);
    this.#documents.set(key, document);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > MAX_DOCUMENTS && oldest !== undefined) this.#documents.delete(oldest);
  }

  async delete(key: string): Promise<boolean> {
    return this.#documents.delete(key);
  }
}
