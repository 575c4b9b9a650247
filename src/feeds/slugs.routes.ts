import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { seesOnlyPublic } from '../content/contract/access.js';
import { kindOf } from '../content/model/content-kind.js';
import type { ContentType } from '../content/model/content-type.js';
import { changeTag } from '../content/reading/cache-tags.js';
import { NO_ID, slugPage, slugTables } from '../content/sql/slug-list.js';
import type { Database } from '../foundation/database.js';
import type { RequestRecord } from '../foundation/request-record.js';
import { clientKeyOf, type GraphQLEndpoint, viewerOf } from '../graphql/http.js';
import { PRIVATE, PUBLIC, responseHeaders } from '../graphql/response-headers.js';
import { chargeFor } from '../http/charge.js';
import {
  type FinishedResponse,
  finishedResponse,
  isReadable,
  tagHeaders,
} from '../http/finished-response.js';
import { HttpProblem } from '../http/http-problem.js';
import { handlePreflight } from '../http/preflight.js';
import type { CacheableResponse } from '../http/response-cache.js';
import { DependencyRecord } from '../http/response-cache.js';
import type { Route } from '../http/route.js';
import { sendResponse } from '../http/send-response.js';
import { type Parts, Spool, spooled } from '../http/spool.js';
import { Throttled } from '../http/throttled.js';
import { shortened } from '../http/validators.js';

const READ_METHODS = 'GET, HEAD, OPTIONS';

type Settings = Pick<GraphQLEndpoint, 'authenticate' | 'cache' | 'locales' | 'rateLimits'> & {
  readonly types: readonly ContentType[];
  readonly openSnapshot: Database['openSnapshot'];
};

/**
 * `/slugs.ndjson`: the slugs of all published pages, in all languages, one object per line. Read in one
 * snapshot and cached like every response: a slow reader holds no connection to the database.
 */
export function slugRoute(settings: Settings): Route {
  return {
    path: '/slugs.ndjson',
    async handle(request, response, url) {
      if (request.method === 'OPTIONS') return handlePreflight(request, response, READ_METHODS);
      const rendered = await respondTo(settings, request, response, url).catch((error: unknown) => {
        if (error instanceof Throttled) return refused(error.problem);
        throw error;
      });
      await sendResponse(request, response, rendered);
    },
  };
}

async function respondTo(
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
    return refused(new HttpProblem(405, 'METHOD_NOT_ALLOWED', 'Method not allowed: use GET.'), {
      allow: READ_METHODS,
    });
  const types = typesIn(searchParams, settings.types);
  if (types instanceof HttpProblem) return refused(types);
  const key = `slugs ${types.map(({ name }) => name).join(' ')}`;
  const cached = settings.cache.get(key);
  const rendered =
    cached && isReadable(cached)
      ? cached
      : await charge.queuedResponse((make) =>
          settings.cache.create(key, () => make(() => renderList(settings, types, charge.record))),
        );
  return seesOnlyPublic(viewer) ? rendered : privateOnly(rendered);
}

/** The same list, but private: responses to callers who may read drafts are never shared by caches. */
function privateOnly({ headers, ...rendered }: FinishedResponse): FinishedResponse {
  const retained = Object.entries(headers).filter(
    ([name]) => name !== 'cache-tag' && name !== 'surrogate-key',
  );
  return { ...rendered, headers: { ...Object.fromEntries(retained), 'cache-control': PRIVATE } };
}

/**
 * The content types in the parameter `type`, in the order of their declaration; all if it is missing. Names may have
 * the form of paths (`event`), of the lines (`Event`) or of enums (`EVENT`).
 */
function typesIn(parameters: URLSearchParams, all: readonly ContentType[]): ContentType[] | HttpProblem {
  const wrong = (message: string) => new HttpProblem(400, 'INVALID_INPUT', message);
  const foreign = [...parameters.keys()].find((name) => name !== 'type');
  if (foreign !== undefined) return wrong(`Unknown parameter "${foreign}". Supported: type.`);
  const pages = all.filter(({ isPage }) => isPage);
  const asked = parameters.getAll('type').flatMap((names) => names.split(','));
  const isMeant = (name: string, content: ContentType) =>
    [content.noun, content.name, kindOf(content)].includes(name);
  const unknown = asked.find((name) => !pages.some((content) => isMeant(name, content)));
  const nouns = pages.map(({ noun }) => noun).join(', ');
  if (unknown !== undefined) return wrong(`Unknown type "${unknown}". Supported: ${nouns}.`);
  return pages.filter((content) => asked.length === 0 || asked.some((name) => isMeant(name, content)));
}

async function renderList(
  settings: Settings,
  types: readonly ContentType[],
  record: RequestRecord | undefined,
): Promise<CacheableResponse> {
  if (record) record.isExecuted = true;
  const hash = createHash('sha256');
  async function* hashed(): Parts {
    for await (const lines of linesOf(settings, types, record)) {
      hash.update(lines);
      yield lines;
    }
  }
  const body = await spooled(hashed());
  // The whole list takes no longer than the start of a large feed, and so the hash is that of all of it.
  if (body instanceof Spool) await body.completed();
  const digest = shortened(hash.digest('base64url'));
  const tags = tagHeaders(types.flatMap(({ noun }) => [noun, changeTag(noun)]));
  const headers = { 'content-type': 'application/x-ndjson; charset=utf-8', ...tags };
  const dependencies = new DependencyRecord();
  dependencies.read(slugTables(types));
  const response = finishedResponse(body, responseHeaders(headers, PUBLIC), { digest });
  return { response, dependencies };
}

/** Reads page by page, in one snapshot. */
async function* linesOf(
  { openSnapshot, locales }: Settings,
  types: readonly ContentType[],
  record: RequestRecord | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  const snapshot = await openSnapshot(record);
  try {
    for (const type of types) {
      const text = slugPage(type);
      const read = (after: string) => snapshot.read('published', { text }, [locales.codes, after], record);
      let lines = await read(NO_ID);
      while (lines && lines.length > 0) {
        yield lines;
        lines = await read(lastId(lines));
      }
    }
  } finally {
    await snapshot.close();
  }
}

function lastId(lines: Buffer): string {
  const end = lines.length - 1;
  const { id } = JSON.parse(lines.toString('utf8', lines.lastIndexOf('\n', end - 1) + 1, end)) as {
    id: string;
  };
  return id.slice(id.lastIndexOf('_') + 1);
}

function refused(problem: HttpProblem, more: Readonly<Record<string, string>> = {}): FinishedResponse {
  const headers = responseHeaders({ ...problem.headers, ...more }, PRIVATE);
  return finishedResponse(problem.body, headers, { status: problem.status });
}
