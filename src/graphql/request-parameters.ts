import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { HttpProblem } from '../http/http-problem.js';

/** Headers by one of which a client shows that its page may ask (see Apollo Server, CSRF prevention). */
const PREFLIGHTED = ['apollo-require-preflight', 'x-apollo-operation-name'];
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** What a request asks for (https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters). */
export interface RequestParameters {
  readonly query: string | undefined;
  /** Of a persisted query: the SHA-256 of its document. */
  readonly hash: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The parameters of a request that is as it should be; undefined for any other one, which Apollo Server refuses.
 * @param body of a POST, as JSON, with parameters of the right types, see `shapeProblem`
 * @param search the query of the address
 */
export function parametersOf(
  request: IncomingMessage,
  body: unknown,
  search: string,
): RequestParameters | undefined {
  const given = request.method === 'GET' ? inAddress(request, search) : body;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const { query, operationName, variables, extensions } = given as Parameters;
  const digest = extensions?.persistedQuery?.sha256Hash;
  if (query ? digest !== undefined && digest !== hash('sha256', query) : !digest) return undefined;
  return {
    query: query || undefined,
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

/** @throws Error for text that is no JSON object */
function objectIn(text: string | null): Readonly<Record<string, unknown>> | undefined {
  if (text === null) return undefined;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('No object.');
  return value as Readonly<Record<string, unknown>>;
}

/** Whether a browser has asked first if the page may send the request, or it does not come from a page. */
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

/** The content type of a response, by `Accept`, as Apollo Server chooses it; undefined where it refuses the request. */
export function responseTypeFor({ headers: { accept } }: IncomingMessage): string | undefined {
  return accept ? new Negotiator({ headers: { accept } }).mediaType(RESPONSE_TYPES) : RESPONSE_TYPES[0];
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What GraphQL over HTTP has in a request, and of which type it is where it is there. */
const FIELDS: readonly (readonly [name: string, type: string, isType: Check])[] = [
  ['query', 'a string', isText],
  ['operationName', 'a string', isText],
  ['variables', 'an object', isObject],
  ['extensions', 'an object', isObject],
];

/**
 * Looks at what surrounds an operation. Apollo Server takes some of it on trust, and fails over what is of another type.
 * @param body of a POST, as JSON
 * @param search the query of the address
 */
export function shapeProblem(body: unknown, search: string): HttpProblem | undefined {
  // What is no object, or a list of them, Apollo Server refuses.
  const given = body === undefined ? fromAddress(search) : body;
  if (!isObject(given)) return undefined;
  const fields = given as Readonly<Record<string, unknown>>;
  const wrong = FIELDS.find(([name, , isType]) => !isAbsent(fields[name]) && !isType(fields[name]));
  if (wrong) return problem(`"${wrong[0]}" must be ${wrong[1]}.`);
  return persistedQueryProblem((fields.extensions ?? {}) as Readonly<Record<string, unknown>>);
}

/** Apollo's automatic persisted queries. */
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

/** Only `extensions`: what else is wrong in an address is told by Apollo Server. */
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
