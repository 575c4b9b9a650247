import { HttpProblem } from '../http/http-problem.js';

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
