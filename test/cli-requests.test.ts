import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertEnumType, buildSchema, parse, validate } from 'graphql';
import { commands } from '../src/cli/commands.js';
import { commandHelp, programHelp } from '../src/cli/help.js';
import { forKind } from '../src/cli/kinds.js';
import * as operations from '../src/cli/operations.generated.js';
import { type Ended, filesIn, runScc } from './support/command-line.js';
import { ROOT } from './support/root.js';

const KEY = 'scc_Th1sIsAKeyThatNobodyMayEverSee0123456789';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };
}

/** A server that answers as a test wants it to. */
let server: Server;
let url: string;
let received: Received[];
let answer: (request: Received, response: ServerResponse) => void;
let folder: string;

beforeEach(async () => {
  received = [];
  folder = await mkdtemp(join(tmpdir(), 'scc-requests-'));
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const each = { headers: request.headers, body: JSON.parse(text) };
      received.push(each);
      answer(each, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function scc(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const home = join(folder, 'home');
  return runScc(words, { folder, home, environment: { SCC_URL: url, SCC_KEY: KEY, ...environment } });
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const failure = (code: string, message: string) => ({ errors: [{ message, extensions: { code } }] });
const KINDS = [{ kind: 'EVENT', name: 'Event', folder: 'events' }];

/** Answers by what is asked for. */
function answering(answers: Readonly<Record<string, unknown>>): typeof answer {
  return ({ body }, response) => {
    const [, name = ''] = /(?:query|mutation) (\w+)/.exec(body.query) ?? [];
    send(response, 200, {
      data: { ContentTypes: { contentTypes: KINDS }, Locales: { locales: [{ code: 'en' }] }, ...answers }[
        name
      ],
    });
  };
}

const page = (nodes: unknown[]) => ({
  contentDocuments: { totalCount: nodes.length, nodes, pageInfo: { hasNextPage: false, endCursor: null } },
});
const event = { id: 'event_1', kind: 'EVENT', title: null, externalRef: 'x' } as const;
const done: operations.PublishMutation['done'] = {
  publicChanges: [event],
  leftOut: [],
  schedules: [],
  findings: [],
  userErrors: [],
};
const published = { Publish: { done } };

describe('how it ends', () => {
  test.each([
    ['invalid usage', ['pull'], 2],
    ['an unknown command', ['fly'], 2],
    ['an unknown option', ['pull', 'a', '--force'], 2],
    ['an address that is none', ['pull', 'a', '--url', 'localhost'], 2],
    ['help', ['--help'], 0],
    ['help for a command', ['keys', 'create', '--help'], 0],
    ['its version', ['--version'], 0],
  ])('without a request: %s', async (_what, words, code) => {
    const ended = await scc(words);

    expect(ended.code).toBe(code);
    expect(code === 0 ? ended.stdout : ended.stderr).not.toBe('');
    expect(received).toEqual([]);
  });

  test('its help fits into a wide terminal', () => {
    const lines = [programHelp(commands), ...commands.map(commandHelp)].flatMap((help) => help.split('\n'));

    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  test.each([
    ['no key', 401, failure('UNAUTHENTICATED', 'Reading drafts needs a key.'), 4, /needs a key/],
    ['a key without the right', 403, failure('FORBIDDEN', 'This one has PARTNER.'), 4, /PARTNER/],
    ['a proxy that asks who it is', 403, '<html>', 4, /status 403/],
    ['an internal error', 500, failure('INTERNAL_SERVER_ERROR', 'It has been logged.'), 3, /logged/],
    ['another server', 200, { hello: 'world' }, 3, /does not respond like the API/],
    ['a server of another kind', 200, { errors: 'none' }, 3, /does not respond like the API/],
    ['an address that moved', 301, {}, 3, /redirects to/],
    ['a request that is wrong', 400, failure('INVALID_INPUT', '"first" is wrong.'), 1, /"first" is wrong/],
    ['an older server', 400, failure('GRAPHQL_VALIDATION_FAILED', 'No such field.'), 1, /does not support/],
  ])('with %s', async (_what, status, body, code, sentence) => {
    answer = (_request, response) => send(response, status, body);
    const ended = await scc(['audit']);

    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(received).toHaveLength(1);
  });

  test('without a server', async () => {
    const ended = await scc(['audit', '--url', 'http://127.0.0.1:9/graphql', '--json']);

    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.stdout)).toEqual({ error: { exitCode: 3, message: expect.any(String) } });
  });
});

describe('a request that is lost', () => {
  const entries = { auditLog: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } };

  test('is retried after the Retry-After of the server', async () => {
    answer = (_request, response) => {
      if (received.length > 2) send(response, 200, { data: entries });
      else send(response, 503, failure('UNAVAILABLE', 'Not now.'), { 'retry-after': '1' });
    };
    const started = performance.now();
    const ended = await scc(['audit']);

    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(received).toHaveLength(3);
    expect(performance.now() - started).toBeGreaterThan(2_000);
  });

  test('is given up in the end', async () => {
    answer = (_request, response) => send(response, 503, failure('UNAVAILABLE', 'Not now.'));
    const ended = await scc(['audit']);

    expect(ended).toMatchObject({ code: 3, stderr: 'Not now.\n' });
    expect(received).toHaveLength(5);
  });

  test('is sent again with the same key when it changes something', async () => {
    const all = answering({ ...published, Find: page([{ id: 'event_1', externalRef: 'x' }]) });
    answer = (request, response) => {
      const isFirst = received.filter(({ body }) => body.query === request.body.query).length === 1;
      if (request.body.query.includes('mutation') && isFirst) response.destroy();
      else all(request, response);
    };
    const ended = await scc(['publish', 'event', 'x']);
    const mutations = received.filter(({ body }) => body.query.includes('mutation'));
    const keys = mutations.map(({ headers }) => headers['idempotency-key']);

    expect(ended).toMatchObject({ code: 0, stdout: '1 published.\n' });
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]]);
  });

  test('is sent again while the server is busy with the first one', async () => {
    const all = answering({ ...published, Find: page([{ id: 'event_1', externalRef: 'x' }]) });
    answer = (request, response) => {
      const isBusy = request.body.query.includes('mutation') && received.length < 5;
      if (isBusy) send(response, 409, failure('IDEMPOTENCY_KEY_IN_USE', 'Not answered yet.'));
      else all(request, response);
    };

    expect(await scc(['publish', 'event', 'x'])).toMatchObject({ code: 0 });
    expect(received).toHaveLength(5);
  });
});

describe('the key', () => {
  test.each([
    ['as the server sends it back', 400, failure('INVALID_INPUT', `The header was Bearer ${KEY}.`)],
    ['as the server sends it back with a fault', 500, failure('INTERNAL_SERVER_ERROR', KEY)],
    ['where the server is another one', 200, `"${KEY}"`],
    ['in an address', 302, {}],
  ])('is not printed, %s', async (_what, status, body) => {
    answer = (_request, response) => send(response, status, body, { location: `/?key=${KEY}` });
    for (const words of [['audit'], ['audit', '--json'], ['audit', '--key', KEY]]) {
      const { stdout, stderr } = await scc(words);
      expect(`${stdout}${stderr}`).not.toContain(KEY.slice(0, 20));
    }
    expect(received[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test.each([
    ['two lines', `${KEY}\n${KEY}`],
    ['letters that no header has', `${KEY}鑰`],
  ])('is not printed where it cannot be one: %s', async (_what, key) => {
    const { code, stdout, stderr } = await scc(['audit'], { SCC_KEY: key });

    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).not.toContain(KEY.slice(0, 20));
  });

  test('is not printed where an option is mistyped, or the config file', async () => {
    await writeFile(join(folder, '.scc.json'), `{ "key": "${KEY}", }`);
    const mistyped = await scc(['audit', `--kye=${KEY}`]);
    const config = await scc(['audit'], { SCC_KEY: '' });

    expect([mistyped.code, config.code]).toEqual([2, 2]);
    expect(JSON.stringify([mistyped, config])).not.toContain(KEY.slice(0, 20));
  });
});

describe('where it gets its settings', () => {
  beforeEach(async () => {
    answer = answering({
      Audit: { auditLog: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } },
    });
    await mkdir(join(folder, 'home/.config/scc'), { recursive: true });
  });
  const files = { near: '.scc.json', far: 'home/.config/scc/config.json' };
  const write = async (file: string, value: unknown) => {
    await writeFile(join(folder, file), JSON.stringify(value));
    await chmod(join(folder, file), 0o600);
  };
  const sentWith = async (words: string[], environment: Record<string, string>) => {
    const ended = await scc(['audit', ...words], { SCC_URL: '', SCC_KEY: '', ...environment });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    return received.at(-1)?.headers.authorization;
  };

  test('a flag goes before the environment, and that before a file', async () => {
    await write(files.near, { url, key: 'from-the-near-file' });

    expect(await sentWith([], {})).toBe('Bearer from-the-near-file');
    expect(await sentWith([], { SCC_KEY: 'from-the-environment' })).toBe('Bearer from-the-environment');
    expect(await sentWith(['--key', 'from-a-flag'], { SCC_KEY: 'from-the-environment' })).toBe(
      'Bearer from-a-flag',
    );
    expect(await sentWith(['--url', url], { SCC_URL: 'http://127.0.0.1:9/' })).toBe(
      'Bearer from-the-near-file',
    );
  });

  test('the first file counts alone: the key of one does not go to the address of the other', async () => {
    await write(files.far, { url: 'http://127.0.0.1:9/', key: 'from-the-far-file' });
    await write(files.near, { url });
    expect(await sentWith([], {})).toBeUndefined();

    await rm(join(folder, files.near));
    await write(files.far, { url, key: 'from-the-far-file' });
    expect(await sentWith([], {})).toBe('Bearer from-the-far-file');
  });

  test('a file with a key that others can read is warned of', async () => {
    await write(files.near, { url, key: KEY });
    await chmod(join(folder, files.near), 0o644);
    const ended = await scc(['audit'], { SCC_URL: '', SCC_KEY: '' });

    expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/other users .* chmod 600/) });
  });

  test.each([
    ['no JSON', 'url: x'],
    ['a list', '[]'],
    ['another field', '{ "uri": "x" }'],
    ['a number', '{ "url": 4000 }'],
  ])('a file with %s is refused', async (_what, text) => {
    await writeFile(join(folder, files.near), text);

    expect(await scc(['audit'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('.scc.json must be JSON'),
    });
  });

  test('the language of messages is requested', async () => {
    await sentWith(['--locale', 'zh-Hant'], { SCC_URL: url });

    expect(received.at(-1)?.headers['accept-language']).toBe('zh-Hant');
  });
});

test('operations are available for every kind', () => {
  const schema = buildSchema(readFileSync(new URL('schema.graphql', ROOT), 'utf8'));
  const kinds = assertEnumType(schema.getType('ContentKind')).getValues();
  const named = kinds.map(({ value: kind }) => {
    const name = kind
      .toLowerCase()
      .replace(/(^|_)(\w)/g, (_: string, _before: string, letter: string) => letter.toUpperCase());
    return { kind, name, folder: '' };
  });
  const documents = Object.values(operations)
    .map(String)
    .filter((text) => /^\s*(query|mutation) /.test(text));
  const asked = named.map((kind) =>
    documents.map((text) => forKind(new operations.TypedDocumentString(text), kind).toString()),
  );

  expect(asked.flat().flatMap((text) => validate(schema, parse(text)))).toEqual([]);
  expect(asked.flat()).toEqual(expect.arrayContaining([expect.stringContaining(' eventSeriesPublish(')]));
});

describe('a refusal that names no file', () => {
  test('is traced to the files that are in each other’s way, and the others are still checked', async () => {
    await mkdir(join(folder, 'content/events'), { recursive: true });
    const names = Array.from({ length: 40 }, (_, index) => `event-${index}`);
    for (const name of names)
      await writeFile(join(folder, `content/events/${name}.yaml`), 'kind: TALK\nsession: 1\n');
    await writeFile(join(folder, 'content/events/wrong.yaml'), 'kind: NONE\n');
    answer = (request, response) => {
      const { input } = request.body.variables as {
        input?: { entries: { externalRef: string; document: { kind: string } }[] };
      };
      const refs = input?.entries.map(({ externalRef }) => externalRef) ?? [];
      const wrong = input?.entries.findIndex(({ document }) => document.kind === 'NONE') ?? -1;
      const userErrors = [
        ...(wrong >= 0
          ? [
              {
                code: 'INVALID_INPUT',
                message: 'No kind.',
                path: ['input', 'entries', `${wrong}`, 'document', 'kind'],
              },
            ]
          : []),
        ...(wrong < 0 && refs.includes('event-7') && refs.includes('event-31')
          ? [{ code: 'TAKEN', message: 'Another event is this session.', path: ['input', 'session'] }]
          : []),
      ];
      const results =
        userErrors.length > 0
          ? []
          : refs.map((externalRef) => ({ kind: 'EVENT', externalRef, outcome: 'CREATED', changes: [] }));
      answering({ DryRun: { contentPush: { results, userErrors } } })(request, response);
    };
    const { code, stdout, stderr } = await scc(['plan', 'content']);

    expect(stderr.split('\n')).toEqual([
      'content/events/event-31.yaml:2: Another event is this session.',
      'content/events/event-7.yaml:2: Another event is this session.',
      'content/events/wrong.yaml:1: No kind.',
      'Errors: 3.',
      '',
    ]);
    expect(code).toBe(1);
    expect(stdout.match(/: new$/gm)).toHaveLength(38);
  }, 60_000);
});

describe('a server that means ill', () => {
  test.each([['../../outside'], ['/etc/passwd'], ['..'], ['.git'], ['a/b']])(
    'does not make it write %j',
    async (externalRef) => {
      await mkdir(join(folder, 'work'));
      answer = answering({ Pull: page([{ kind: 'EVENT', externalRef, document: {} }]) });
      const ended = await scc(['pull', 'work/content']);

      expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('an unsafe name') });
      expect(await filesIn(folder)).toEqual(new Map());
    },
  );

  test('does not make it write or remove anything with the folders that it names', async () => {
    await mkdir(join(folder, 'work/content/kept'), { recursive: true });
    await writeFile(join(folder, 'work/content/kept/x.yaml'), 'a: 1\n');
    await writeFile(join(folder, 'work/y.yaml'), 'a: 1\n');
    const kinds = [{ kind: 'EVENT', name: 'Event', folder: '..' }];
    answer = answering({
      ContentTypes: { contentTypes: kinds },
      Pull: page([]),
    });
    await scc(['pull', 'work/content', '--prune']);
    answer = answering({
      ContentTypes: { contentTypes: kinds },
      Pull: page([{ kind: 'EVENT', externalRef: 'x', document: {} }]),
    });
    await scc(['pull', 'work/content', '--prune']);

    expect([...(await filesIn(folder)).keys()]).toEqual(['work/content/kept/x.yaml', 'work/y.yaml']);
  });

  test('does not speak to the terminal', async () => {
    answer = (_request, response) =>
      send(response, 400, failure('INVALID_INPUT', 'Red \u001b[31m and \u009b31m.'));
    const { stderr } = await scc(['audit']);

    expect(stderr).toContain('Red');
    expect([...stderr].filter((character) => character !== '\n' && /\p{Cc}/u.test(character))).toEqual([]);
  });
});
