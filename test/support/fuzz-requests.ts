import type { GraphQLSchema } from 'graphql';
import { parseContentFile } from '../../src/files/content-file.js';
import { FuzzOperations } from './fuzz-operations.js';
import { FuzzValues, type FuzzWorld } from './fuzz-values.js';
import type { Random } from './random.js';

export interface FuzzRequest {
  readonly path: string;
  readonly init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
  };
  /** Whether it is one change, all of which has to be undone where it is refused. */
  readonly isChange: boolean;
}

const PATHS = [
  '/feeds/events',
  '/feeds/articles',
  '/feeds/issues/2024-q2',
  '/embed/feed/events',
  '/embed/',
  '/oembed',
  '/metrics',
  '/healthz',
  '/feeds/nothing',
  '/graphql',
  '/nothing',
  '//',
  '/%',
  '/feeds/%00',
  '/feeds/__proto__',
];
const EXTENSIONS = ['.ics', '.rss', '.atom', '.json', '.jsonld', '.xml', ''];
const PARAMETERS = [
  'locale',
  'limit',
  'time',
  'from',
  'to',
  'kind',
  'lifecycle',
  'organisation',
  'role',
  'person',
  'series',
  'parent',
  'changedSince',
  'hasLocale',
  'url',
  'format',
  'maxwidth',
  'maxheight',
  'layout',
  'theme',
  'query',
  'variables',
  'extensions',
  'utm_source',
  'constructor',
  '__proto__',
];
const TYPES = ['Locale', 'Int', 'DateTime', 'Date', 'ID', 'String', 'URL', 'Boolean'];
const HEADERS = [
  'accept',
  'accept-language',
  'accept-encoding',
  'content-type',
  'content-encoding',
  'idempotency-key',
  'if-none-match',
  'if-modified-since',
  'origin',
  'x-request-id',
  'x-server-timing',
  'x-forwarded-for',
  'range',
  'apollo-require-preflight',
  'access-control-request-headers',
];
const HEADER_VALUES = [
  '',
  '*',
  '*/*;q=x',
  'application/json',
  'text/html',
  'text/event-stream',
  'application/graphql-response+json',
  'zh-HK,zh;q=0.9,*;q=0',
  'toString;q=1',
  'gzip, br;q=0',
  '"x", W/"y"',
  'Sun, 06 Nov 1994 08:49:37 GMT',
  'never',
  '__proto__',
  'null',
  '\u00e9\u0080',
  'bytes=0-',
  'x'.repeat(300),
];

/** Makes up requests of every kind that the program answers. */
export class FuzzRequests {
  readonly #operations: FuzzOperations;
  readonly #values: FuzzValues;

  constructor(
    schema: GraphQLSchema,
    readonly random: Random,
    readonly world: () => FuzzWorld,
    readonly askers: readonly (string | undefined)[],
  ) {
    this.#values = new FuzzValues(random, world);
    this.#operations = new FuzzOperations(schema, random, this.#values);
  }

  next(): FuzzRequest {
    const { random } = this;
    if (random.chance(0.1)) return this.#addressed();
    if (random.chance(0.15)) return this.#pushed();
    const operation = this.#operations.next();
    const body: Record<string, unknown> = { query: operation.query, variables: operation.variables };
    if (random.chance(0.02)) body[this.#key()] = this.#values.of({ name: 'Int' } as never);
    if (random.chance(0.03)) body.operationName = random.pick(['Fuzz', 'toString', '', null, 7]);
    if (random.chance(0.03))
      body.extensions = random.pick([
        null,
        {},
        7,
        { persistedQuery: {} },
        { persistedQuery: { version: 1, sha256Hash: 'x' } },
      ]);
    if (random.chance(0.05)) return this.#asAddress(operation.query, operation.variables);
    return this.#post(this.#spoilt(JSON.stringify(body)), operation.isMutation);
  }

  /** Files as `scc push` reads them: some as they are, some with lines of others in them. */
  #pushed(): FuzzRequest {
    const { random } = this;
    const { entries } = this.world();
    const pushed = Array.from({ length: random.pick([1, 1, 2, 5]) }, () => {
      const { kind, externalRef } = random.pick(entries);
      const name = random.chance(0.8) ? externalRef : this.#values.text();
      const place = { path: 'x.yaml', folder: 'x', externalRef: name };
      // What is written as JSON is YAML, too.
      const read = parseContentFile(place, this.#spoilt(JSON.stringify(this.#values.document(), null, 1)));
      return { kind, externalRef: name, document: 'document' in read ? read.document : {} };
    });
    const query = `mutation ($input: ContentPushInput!) { contentPush(input: $input) { results { id outcome changes { path } } userErrors { code message path } } }`;
    const input = { entries: pushed, dryRun: random.chance(0.3) };
    return this.#post(JSON.stringify({ query, variables: { input } }), true);
  }

  #addressed(): FuzzRequest {
    const { random } = this;
    const query = new URLSearchParams();
    for (let count = random.integer(0, 3); count > 0; count -= 1)
      query.append(random.pick(PARAMETERS), String(this.#values.scalar(random.pick(TYPES), '')));
    const name = random.pick(PATHS);
    const part = random.chance(0.2) ? `/${encodeURIComponent(this.#wellFormed(this.#values.text()))}` : '';
    const method = random.pick(['GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE']);
    return {
      path: `${name}${part}${random.pick(EXTENSIONS)}?${query}`,
      init: { method, headers: this.#headers() },
      isChange: false,
    };
  }

  #asAddress(query: string, variables: object): FuzzRequest {
    const address = new URLSearchParams({ query, variables: this.#spoilt(JSON.stringify(variables)) });
    const path = `/graphql?${address}`;
    // Node reads no longer ones.
    return path.length > 12_000
      ? this.#post('{}', false)
      : {
          path,
          init: { method: 'GET', headers: { 'apollo-require-preflight': '1', ...this.#headers() } },
          isChange: false,
        };
  }

  #post(body: string, isChange: boolean): FuzzRequest {
    const headers = { 'content-type': 'application/json', ...this.#headers() };
    return { path: '/graphql', init: { method: 'POST', headers, body }, isChange };
  }

  #headers(): Record<string, string> {
    const { random } = this;
    const key = random.pick(this.askers);
    const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {};
    if (random.chance(0.08)) headers[random.pick(HEADERS)] = random.pick(HEADER_VALUES);
    if (random.chance(0.03)) headers['idempotency-key'] = `k${random.integer(1, 50)}`;
    return headers;
  }

  /** Now and then a text with something cut out of it, or put into it. */
  #spoilt(text: string): string {
    const { random } = this;
    if (!random.chance(0.02)) return text;
    const at = random.integer(0, text.length);
    return `${text.slice(0, at)}${random.pick(['', '\u0000', '"', '{', '[', '\\ud800', ', "__proto__": {"a": 1}'])}${text.slice(at + random.integer(0, 3))}`;
  }

  #key(): string {
    return this.random.pick(['query', 'variables', 'operationName', 'extensions', '__proto__', 'id']);
  }

  #wellFormed(text: string): string {
    return text.toWellFormed().slice(0, 500);
  }
}
