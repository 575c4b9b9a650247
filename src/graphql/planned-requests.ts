import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { PlannedData, PlannedOperations } from '../content/reading/planned-operations.js';
import { BoundedMap } from '../foundation/bounded-map.js';
import { KnownDocuments } from './known-documents.js';
import type { AskedOperation } from './query-cost.js';
import type { GraphQLContext } from './request-guard.js';

/** A client has one; whoever makes them up does not fill the memory. */
const MAX_ACCEPTS = 100;
const MAX_ACCEPT_LENGTH = 200;

/**
 * Requests that need not go through Apollo Server, since it has let one with the same document and the same `Accept`
 * through, and everything in the operation is planned. What is not just so is left to Apollo Server.
 */
export class PlannedRequests {
  readonly #documents = new KnownDocuments();
  /** The content types that Apollo Server chose, by `Accept`. */
  readonly #contentTypes = new BoundedMap<string | undefined, string>(MAX_ACCEPTS);

  constructor(
    readonly schema: GraphQLSchema,
    readonly planned: PlannedOperations,
  ) {}

  /** To be told of documents that Apollo Server has found valid. */
  noteDocument(source: string, document: DocumentNode): void {
    this.#documents.add(source, document);
  }

  /** Whether Apollo Server has found a document valid, lately. */
  knows(source: string): boolean {
    return this.#documents.has(source);
  }

  /** To be told what Apollo Server answered an `Accept` with. */
  noteContentType(accept: string | undefined, contentType: string): void {
    if (accept !== undefined && accept.length > MAX_ACCEPT_LENGTH) return;
    this.#contentTypes.set(accept, contentType);
  }

  contentTypeFor(accept: string | undefined): string | undefined {
    return this.#contentTypes.get(accept);
  }

  /** @param body of a POST, as JSON */
  async answer(body: unknown, context: GraphQLContext): Promise<PlannedData | undefined> {
    const request = requestIn(body);
    const known = request && this.#documents.find(request.query, request.operationName);
    if (!known) return undefined;
    return this.answerOperation({ schema: this.schema, ...known, variables: request.variables }, context);
  }

  /** @returns undefined for what has to be executed, or is refused */
  async answerOperation(asked: AskedOperation, context: GraphQLContext): Promise<PlannedData | undefined> {
    if (context.record) context.record.operation = asked.operation.name?.value ?? '';
    const planned = this.planned.of(asked.document, asked.operation);
    if (!planned) return undefined;
    try {
      context.guard.admit(asked);
    } catch {
      // Apollo Server asks again, gets the same, and says so.
      return undefined;
    }
    const data = await this.planned.answer(planned, asked.variables, context);
    if (!data) return undefined;
    for (const locale of data.locales) context.servedLocales.add(locale);
    context.made.planned = data;
    return data;
  }
}

interface GraphQLRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A request of the usual form; undefined for what Apollo Server has to look at: persisted queries, and mistakes. */
function requestIn(body: unknown): GraphQLRequest | undefined {
  if (!isObject(body)) return undefined;
  const { query, operationName, variables, extensions } = body;
  const isUsual =
    typeof query === 'string' &&
    (isAbsent(operationName) || typeof operationName === 'string') &&
    (isAbsent(variables) || isObject(variables)) &&
    (isAbsent(extensions) || (isObject(extensions) && !('persistedQuery' in extensions)));
  if (!isUsual) return undefined;
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
