import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { HttpProblem } from '../http/http-problem.js';

/** The headers by which a client passes the CSRF prevention of Apollo Server. */
const PREFLIGHTED = ['apollo-require-preflight', 'x-apollo-operation-name'];
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** The parameters of GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters). */
export interface RequestParameters {
  readonly query: string | undefined;
  /** The SHA-256 of a persisted query. */
  readonly hash: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The parameters of a well-formed request; undefined for any other, which Apollo Server refuses.
 * @param body the JSON of a POST, checked by `shapeProblem`
 * @param search the query string
 */
export function parametersOf(
  request: IncomingMessage,
  body: unknown,
  search: string,
): RequestParameters | undefined {
  const values = request.method === 'GET' ? inAddress(request, search) : body;
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return undefined;
  const { query, operationName, variables, extensions } = values as Parameters;
  const digest = extensions?.persistedQuery?.sha256Hash;
  const isAbsentQuery = query === undefined || query === null;
  if (isAbsentQuery ? !digest : digest !== undefined && digest !== hash('sha256', query)) return undefined;
  return {
    query: query ?? undefined,
    hash: digest,
    operationName: operationName ?? undefined,
    variables: variables ?? {},
  };
}

interface Parameters {
  readonly query?: string | null;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: { readonly persistedQuery?: { readonly sha256Hash?: string } | null } | null;
}

function inAddress(request: IncomingMessage, search: string): Parameters | undefined {
  const type = request.headers['content-type'];
  if (!isPreflighted(request) || (type !== undefined && !JSON_TYPE.test(type))) return undefined;
  const found = new URLSearchParams(search);
  const names = ['query', 'operationName', 'variables', 'extensions'];
  if (names.some((name) => found.getAll(name).length > 1)) return undefined;
  try {
    const [variables, extensions] = ['variables', 'extensions'].map((name) => objectIn(found.get(name)));
    return { query: found.get('query'), operationName: found.get('operationName'), variables, extensions };
  } catch {
    return undefined;
  }
}

/** @throws Error for anything but a JSON object */
function objectIn(text: string | null): Readonly<Record<string, unknown>> | undefined {
  if (text === null) return undefined;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('Not an object.');
  return value as Readonly<Record<string, unknown>>;
}

/** Whether a browser must have sent a preflight, or the request does not come from a page. */
export function isPreflighted({ headers }: IncomingMessage): boolean {
  return (
    PREFLIGHTED.some((name) => headers[name] !== undefined) || JSON_TYPE.test(headers['content-type'] ?? '')
  );
}

const RESPONSE_TYPES = [
  'application/json; charset=utf-8',
  'application/graphql-response+json; charset=utf-8',
  'application/json; callbackSpec=1.0; charset=utf-8',
];

/**
 * The content type of a response, by `Accept`, as Apollo Server negotiates it; undefined where it refuses the request.
 */
export function responseTypeFor({ headers: { accept } }: IncomingMessage): string | undefined {
  return accept ? new Negotiator({ headers: { accept } }).mediaType(RESPONSE_TYPES) : RESPONSE_TYPES[0];
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parameters of GraphQL over HTTP, with their types. */
const FIELDS: readonly (readonly [name: string, type: string, isType: Check])[] = [
  ['query', 'a string', isText],
  ['operationName', 'a string', isText],
  ['variables', 'an object', isObject],
  ['extensions', 'an object', isObject],
];

/**
 * Checks the types of the parameters: Apollo Server takes some of them on trust, and fails.
 * @param body the JSON of a POST
 * @param search the query string
 */
export function shapeProblem(body: unknown, search: string): HttpProblem | undefined {
  // Apollo Server refuses lists and scalars.
  const values = body === undefined ? fromAddress(search) : body;
  if (!isObject(values)) return undefined;
  const fields = values as Readonly<Record<string, unknown>>;
  const wrong = FIELDS.find(([name, , isType]) => !isAbsent(fields[name]) && !isType(fields[name]));
  if (wrong) return problem(`"${wrong[0]}" must be ${wrong[1]}.`);
  return persistedQueryProblem((fields.extensions ?? {}) as Readonly<Record<string, unknown>>);
}

/** Automatic persisted queries. */
function persistedQueryProblem({
  persistedQuery,
}: Readonly<Record<string, unknown>>): HttpProblem | undefined {
  if (isAbsent(persistedQuery)) return undefined;
  const { version, sha256Hash } = persistedQuery as Readonly<Record<string, unknown>>;
  const isRight = isObject(persistedQuery) && version === 1 && isText(sha256Hash);
  return isRight
    ? undefined
    : problem('"extensions.persistedQuery" must have the "version" 1 and the "sha256Hash" of the document.');
}

/** Only `extensions`: Apollo Server reports what else is wrong in a query string. */
function fromAddress(search: string): unknown {
  const extensions = new URLSearchParams(search).get('extensions');
  try {
    return extensions === null ? undefined : { extensions: JSON.parse(extensions) as unknown };
  } catch {
    return undefined;
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function problem(message: string): HttpProblem {
  return new HttpProblem(400, 'BAD_REQUEST', message);
}
