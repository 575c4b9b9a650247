import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContentFile, parseContentFile } from '../src/files/content-file.js';
import {
  contentPath,
  formatDocument,
  removeUnfinished,
  writeContentFile,
} from '../src/files/write-content.js';
import { Random } from './support/random.js';

const PLACE = { path: 'events/x.yaml', folder: 'events', externalRef: 'x' };
const LOCALES = ['en', 'zh-Hant', 'zh-Hans'];

function parse(source: string): ContentFile {
  const read = parseContentFile(PLACE, source);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read;
}

describe('a file that is written', () => {
  test('has long texts folded for reading, languages in their order, and no duplicates', () => {
    const document = {
      externalRef: 'x',
      kind: 'TALK',
      label: { 'zh-Hant': '合辦', en: 'Co-organiser' },
      plain: { slug: 'b', en: 'a' },
      text: {
        'zh-Hant': { title: '講座' },
        en: { title: 'A talk', summary: `${'word '.repeat(25)}end`, body: 'One.\n\n- two\n' },
      },
    };

    expect(formatDocument(document, 'x', LOCALES)).toBe(
      [
        'kind: TALK',
        'label:',
        '  en: Co-organiser',
        '  zh-Hant: 合辦',
        'plain:',
        '  slug: b',
        '  en: a',
        'text:',
        '  en:',
        '    title: A talk',
        '    summary: |-',
        `      ${'word '.repeat(25)}end`,
        '    body: |',
        '      One.',
        '',
        '      - two',
        '  zh-Hant:',
        '    title: 講座',
        '',
      ].join('\n'),
    );
    expect(document).toHaveProperty('externalRef');
  });

  test.each([
    'yes',
    'null',
    '~',
    '12',
    '0x1f',
    '1e3',
    '2024-04-13',
    '+852 3708 7260',
    '',
    ' ',
    ' \n',
    '\n',
    ' leading\nlines',
    'trailing \nspaces \n\n',
    'tab\tinside\n\tand before',
    'a: b # c',
    '- item',
    '---\n...\n',
    'it\'s "quoted"',
    '\r\nwindows\r\n',
    'bell\u0007 and \u001b[31mred\u001b[0m\nlines',
    '\u0085\u2028\u2029\ufeff',
    '{a}[b]&c*d!e%f@g`h',
    '楊文銳　會長',
    '😀\u200d',
  ])('reads as what was written: %j', (text) => {
    const document = { [`key ${text}`]: text, list: [text, { inner: text }], text: { en: { title: text } } };

    expect(parse(formatDocument(document, 'x', LOCALES)).document).toEqual(document);
  });

  test('reads as what was written, for any text', () => {
    const random = new Random(20240610);
    const bits = [
      'a',
      'b c',
      '\n',
      '\n\n',
      ' ',
      '\t',
      '\r',
      '#',
      ': ',
      '- ',
      '|',
      '>',
      '"',
      "'",
      '\\',
      '中',
      '\u0085',
      '…',
      '?',
    ];
    for (let round = 0; round < 5_000; round += 1) {
      const text = Array.from({ length: random.integer(1, 7) }, () => random.pick(bits)).join('');
      const document = {
        a: text,
        list: [text, { inner: text }],
        text: { en: { title: text, body: `${text}${text}` } },
      };

      expect(parse(formatDocument(document, 'x', LOCALES)).document).toEqual(document);
    }
  });

  test('has nothing in it that a terminal obeys', () => {
    const written = formatDocument({ title: 'red \u001b[31m\nand \u009b1m' }, 'x', LOCALES);

    expect([...written].filter((character) => character !== '\n' && /\p{Cc}/u.test(character))).toEqual([]);
  });
});

describe('writing a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scc-files-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('leaves one alone that is right already, and leaves nothing else behind', async () => {
    const place = contentPath('events', 'innoex-2024');
    const file = join(folder, place.path);

    expect(await writeContentFile(folder, place, 'kind: TALK\n')).toBe('CREATED');
    const { mtimeMs, ino } = await stat(file);
    expect(await writeContentFile(folder, place, 'kind: TALK\n')).toBe('UNCHANGED');
    expect(await stat(file)).toMatchObject({ mtimeMs, ino });
    expect(await writeContentFile(folder, place, 'kind: COMPETITION\n')).toBe('UPDATED');
    expect(await readFile(file, 'utf8')).toBe('kind: COMPETITION\n');
    expect(await readdir(join(folder, 'events'))).toEqual(['innoex-2024.yaml']);
  });

  test('takes away what it began when it cannot be finished', async () => {
    const place = contentPath('events', 'x');
    await writeContentFile(folder, contentPath('events', 'other'), 'a: 1\n');
    // A folder in the place of the file.
    await writeContentFile(join(folder, 'events'), { ...place, path: 'x.yaml/y' }, 'a: 1\n');

    await expect(writeContentFile(folder, place, 'a: 2\n')).rejects.toThrow();
    expect(await readdir(join(folder, 'events'))).toEqual(['other.yaml', 'x.yaml']);
  });

  test('leaves nothing for long that was begun by a program that was killed', async () => {
    const names = { old: '.scc-0123456789ab.tmp', young: '.scc-ba9876543210.tmp', foreign: '.other.tmp' };
    for (const name of Object.values(names)) await writeFile(join(folder, name), 'kind: T');
    const hourAgo = new Date(Date.now() - 3_600_000);
    for (const name of [names.old, names.foreign]) await utimes(join(folder, name), hourAgo, hourAgo);
    await removeUnfinished(folder);

    expect((await readdir(folder)).sort()).toEqual([names.foreign, names.young].sort());
  });

  test.each([
    ['..', 'x'],
    ['events', '../x'],
    ['events', '..'],
    ['events', 'a/b'],
    ['events', 'a\\b'],
    ['events', '.git'],
    ['events', ''],
    ['events', 'event_018fc8a2'],
    ['/etc', 'passwd'],
    ['events', 'x\0'],
    ['events', 'x\n'],
    ['events', 'a'.repeat(300)],
  ])('is refused for unsafe names: %j, %j', (typeFolder, name) => {
    expect(() => contentPath(typeFolder, name)).toThrow('cannot be the name of a file');
  });
});

describe('a file that is read', () => {
  test.each([
    ['kind: [', 'yaml that ends too soon', 1],
    ['kind: A\nkind: B', 'a field twice', 2],
    ['kind: A\nimage: !!binary aGVsbG8=', 'what JSON does not have', 2],
    ['kind: A\nlist:\n  - 1\n  - .nan', 'a number that is none', 4],
    ['kind: A\nset: !!set { a }', 'a set', 2],
    ['- a\n- b', 'no fields', 1],
    ['kind: A\n---\nkind: B', 'two documents', 2],
    ['', 'nothing', 1],
    ['# a remark\n', 'nothing but a remark', 1],
    ['null', 'null', 1],
    ['~\n', 'null', 1],
    ['kind: A\ntitle: one: two', 'a colon in words', 2],
    ['kind: A\n  title: B', 'a line too far in', 1],
    ['kind: A\nlinks:\n\t- B', 'a tab', 3],
    ['kind: A\ntitle: "B', 'a quotation mark that is not closed', 2],
    ['- a\nb: 1', 'a list and fields', 2],
    ['title: @home', 'a character with a meaning', 1],
    ['title: "a\\q"', 'a backslash', 1],
    ['title: !x 1', 'an exclamation mark', 1],
    ['kind: A\ntitle', 'a word without a colon', 2],
    ['a: &x &y 1', 'two anchors', 1],
  ])('is refused with its line: %j (%s)', (source, _what, line) => {
    const read = parseContentFile(PLACE, source);

    expect(read).toMatchObject({ problems: [{ path: 'events/x.yaml', line }] });
    expect(JSON.stringify(read)).not.toMatch(/scalar|token|node|mapping|flow|implicit|YAML|\bkeys?\b/);
  });

  test('knows the lines of its places, and of what is around those that are missing', () => {
    const file = parse(
      'kind: TALK\nlinks:\n  - rel: DETAILS\n  - rel: SLIDES\n    url: x\ntext:\n  en:\n    title: |\n      A\n',
    );

    expect(file.lineOf(['kind'])).toBe(1);
    expect(file.lineOf(['links', '1', 'url'])).toBe(5);
    expect(file.lineOf(['links', '1', 'label', 'en'])).toBe(4);
    expect(file.lineOf(['text', 'en', 'title'])).toBe(8);
    expect(file.lineOf(['venue'])).toBe(1);
    expect(file.lineOf([])).toBe(1);
  });
});
