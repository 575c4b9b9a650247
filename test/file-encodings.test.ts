import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readContentFolder } from '../src/files/content-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scc-encodings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(files: Readonly<Record<string, string | Uint8Array>>) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return readContentFolder(folder, ['events', 'venues']);
}

const right = 'text:\n  zh-Hant:\n    name: 禮堂\n';
/** 「禮堂」 */
const big5 = Buffer.from([0xc2, 0xa7, 0xb0, 0xf3]);
const gbk = Buffer.from([0x8d, 0x80, 0xcc, 0xc3]);
const line = (bytes: Buffer) =>
  Buffer.concat([Buffer.from('# 備註\ntext:\n  zh-Hant:\n    name: '), bytes, Buffer.from('\n')]);
const marked = (mark: number[], text: Buffer) => Buffer.concat([Buffer.from(mark), text]);

test.each([
  ['Big5', line(big5), 4, /^The file is not UTF-8.*save it as UTF-8\.$/],
  ['GBK', line(gbk), 4, /^The file is not UTF-8.*save it as UTF-8\.$/],
  ['Latin 1', Buffer.from('name: Caf\xe9\n', 'latin1'), 1, /^The file is not UTF-8/],
  ['half a character at its end', Buffer.from('name: 禮').subarray(0, 8), 1, /^The file is not UTF-8/],
  ['UTF-16 with a mark', marked([0xff, 0xfe], Buffer.from(right, 'utf16le')), 1, /UTF-16/],
  ['UTF-16, the other way round', marked([0xfe, 0xff], Buffer.from(right, 'utf16le').swap16()), 1, /UTF-16/],
  ['UTF-16 without a mark', Buffer.from(right, 'utf16le'), 1, /UTF-16/],
  ['more than anybody writes', Buffer.alloc(2_000_001, 'a'), 1, /larger than 2 MB/],
])('a file in %s is refused, and hides nothing of others', async (_what, content, at, message) => {
  const { files, problems } = await read({ 'venues/wrong.yaml': content, 'venues/right.yaml': right });

  expect(problems).toEqual([
    { path: 'venues/wrong.yaml', line: at, message: expect.stringMatching(message) },
  ]);
  expect(files).toMatchObject([
    { externalRef: 'right', document: { text: { 'zh-Hant': { name: '禮堂' } } } },
  ]);
});

test.each([
  ['YAML', right],
  ['JSON', '{ "text": { "zh-Hant": { "name": "禮堂" } } }'],
])('a mark before %s in UTF-8 is no part of it', async (_what, text) => {
  const { files, problems } = await read({ 'venues/a.yaml': marked([0xef, 0xbb, 0xbf], Buffer.from(text)) });

  expect(problems).toEqual([]);
  expect(files[0]?.document).toEqual({ text: { 'zh-Hant': { name: '禮堂' } } });
});

test('characters that another program has lost are pointed at, and the file is read', async () => {
  const { files, problems } = await read({ 'venues/a.yaml': 'text:\n  en:\n    name: Caf\ufffd\n' });

  expect(problems).toEqual([]);
  expect(files[0]?.remarks).toEqual([
    { path: 'venues/a.yaml', line: 3, message: expect.stringMatching(/U\+FFFD/) },
  ]);
});

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghij'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`)}]`),
].join('\n');

test.each([
  ['an alias in what it stands for', 'a: &a\n  b: *a\n', /contains itself/],
  ['aliases in each other', 'a: &a [&b [*a]]\nc: *b\n', /contains itself/],
  ['an alias of nothing', 'a: *nobody\n', /stands for something named/],
  ['an alias bomb', bomb, /Aliases \(\*name\) expand to too much/],
  ['too deep a list', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /nesting is too deep/],
  [
    'too deep a map',
    Array.from({ length: 1_500 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    /nesting is too deep/,
  ],
])('%s ends as a sentence about that file, and hides nothing of others', async (_what, source, message) => {
  const { files, problems } = await read({
    'events/wrong.yaml': source,
    'events/worse.yaml': 'kind: [',
    'venues/right.yaml': right,
  });

  expect(problems).toContainEqual({
    path: 'events/wrong.yaml',
    line: expect.any(Number),
    message: expect.stringMatching(message),
  });
  expect(problems.map(({ path }) => path)).toContain('events/worse.yaml');
  expect(files.map(({ path }) => path)).toEqual(['venues/right.yaml']);
});

test('aliases that stand for a little are written out', async () => {
  const { files } = await read({ 'events/a.yaml': 'text:\n  en: &words { title: A }\n  zh-Hant: *words\n' });

  expect(files[0]?.document).toEqual({ text: { en: { title: 'A' }, 'zh-Hant': { title: 'A' } } });
});
