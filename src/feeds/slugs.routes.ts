import type { IncomingMessage, ServerResponse } from 'node:http';
import { seesOnlyPublic } from '../content/contract/access.js';
import { kindOf } from '../content/model/content-kind.js';
import type { ContentType } from '../content/model/content-type.js';
import { changeTag } from '../content/reading/cache-tags.js';
import { slugList } from '../content/sql/slug-list.js';
import type { RequestRecord } from '../foundation/request-record.js';
import { clientKeyOf, type GraphQLEndpoint, viewerOf } from '../graphql/http.js';
import { PRIVATE, PUBLIC, responseHeaders } from '../graphql/response-headers.js';
import { chargeFor } from '../http/charge.js';
import { type FinishedResponse, finishedResponse, tagHeaders } from '../http/finished-response.js';
import { HttpProblem } from '../http/http-problem.js';
import { handlePreflight } from '../http/preflight.js';
import type { CacheableResponse } from '../http/response-cache.js';
import { DependencyRecord } from '../http/response-cache.js';
import type { Route } from '../http/route.js';
import { sendResponse } from '../http/send-response.js';
import { Throttled } from '../http/throttled.js';

const READING = 'GET, HEAD, OPTIONS';

type Settings = Pick<GraphQLEndpoint, 'authenticate' | 'cache' | 'locales' | 'rateLimits' | 'reader'> & {
  readonly types: readonly ContentType[];
};

/**
 * `/slugs.ndjson`: the addresses of everything that is published and has a page, in all languages, one object on a line.
 * Made by one statement, and kept like every answer: a slow reader reads from memory, and has no connection to the database.
 */
export function slugRoute(settings: Settings): Route {
  return {
    path: '/slugs.ndjson',
    async handle(request, response, url) {
      if (request.method === 'OPTIONS') return handlePreflight(request, response, READING);
      const answer = await respond(settings, request, response, url).catch((error: unknown) => {
        if (error instanceof Throttled) return refused(error.problem);
        throw error;
      });
      await sendResponse(request, response, answer);
    },
  };
}

async function respond(
  settings: Settings,
  request: IncomingMessage,
  response: ServerResponse,
  { searchParams }: URL,
): Promise<FinishedResponse> {
  const viewer = await viewerOf(settings, request);
  const isKnown = !(viewer instanceof HttpProblem);
  const charge = chargeFor(settings.rateLimits, request, response, isKnown ? clientKeyOf(viewer) : undefined);
  if (!isKnown) return refused(charge.fine(viewer));
  const refusal = charge.refusal();
  if (refusal) return refused(refusal);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refused(new HttpProblem(405, 'METHOD_NOT_ALLOWED', 'This can be read only: use GET.'), {
      allow: READING,
    });
  const types = typesIn(searchParams, settings.types);
  if (types instanceof HttpProblem) return refused(types);
  const key = `slugs ${types.map(({ name }) => name).join(' ')}`;
  const make = () => charge.work(() => makeList(settings, types, charge.record));
  const answer =
    settings.cache.get(key) ?? (await charge.queued(() => settings.cache.getOrCreate(key, make)));
  return seesOnlyPublic(viewer) ? answer : unshared(answer);
}

/** The same list; but whoever may read drafts is told everywhere that nobody else may keep what they get. */
function unshared({ headers, ...answer }: FinishedResponse): FinishedResponse {
  const told = Object.entries(headers).filter(([name]) => name !== 'cache-tag' && name !== 'surrogate-key');
  return { ...answer, headers: { ...Object.fromEntries(told), 'cache-control': PRIVATE } };
}

/**
 * Those that are asked for, in the order in which they are declared; all where none is named. They may be written as in
 * addresses (`event`), in the lines (`Event`) or as enums have them (`EVENT`).
 */
function typesIn(parameters: URLSearchParams, all: readonly ContentType[]): ContentType[] | HttpProblem {
  const wrong = (message: string) => new HttpProblem(400, 'INVALID_INPUT', message);
  const foreign = [...parameters.keys()].find((name) => name !== 'type');
  if (foreign !== undefined) return wrong(`There is no parameter "${foreign}"; there are: type.`);
  const pages = all.filter(({ isPage }) => isPage);
  const asked = parameters.getAll('type').flatMap((names) => names.split(','));
  const isMeant = (name: string, content: ContentType) =>
    [content.noun, content.name, kindOf(content)].includes(name);
  const unknown = asked.find((name) => !pages.some((content) => isMeant(name, content)));
  const nouns = pages.map(({ noun }) => noun).join(', ');
  if (unknown !== undefined) return wrong(`"type" has to be one of: ${nouns}. There is no "${unknown}".`);
  return pages.filter((content) => asked.length === 0 || asked.some((name) => isMeant(name, content)));
}

async function makeList(
  { reader, locales }: Settings,
  types: readonly ContentType[],
  record: RequestRecord | undefined,
): Promise<CacheableResponse> {
  if (record) record.isExecuted = true;
  const { text, tables } = slugList(types);
  const lines = await reader.database.read('published', { text }, [locales.codes], record);
  const tags = tagHeaders(types.flatMap(({ noun }) => [noun, changeTag(noun)]));
  const headers = { 'content-type': 'application/x-ndjson; charset=utf-8', ...tags };
  const dependencies = new DependencyRecord();
  dependencies.read(tables);
  return { response: finishedResponse(lines ?? '', responseHeaders(headers, PUBLIC)), dependencies };
}

function refused(problem: HttpProblem, more: Readonly<Record<string, string>> = {}): FinishedResponse {
  const headers = responseHeaders({ ...problem.headers, ...more }, PRIVATE);
  return finishedResponse(problem.body, headers, { status: problem.status });
}
