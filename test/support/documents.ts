import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import MarkdownIt from 'markdown-it';
import { ROOT } from './root.js';

const FOLDER = fileURLToPath(ROOT);
const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);
const markdown = new MarkdownIt();

/** An operation that a document tells readers to copy. */
export interface DocumentedOperation {
  readonly name: string;
  readonly source: string;
  /** From the block of JSON directly after it. */
  readonly variables: unknown;
  /** From a block marked `json headers`. */
  readonly headers: unknown;
  /** From a block marked `json response`. */
  readonly answer: unknown;
  /** The code that the answer must have, from the mark `error=CODE`. */
  readonly error: string | undefined;
  /** What the section says of the key, such as "Roles: `EDITOR` and `PUBLISHER`."; none with the mark `public`. */
  readonly roles: readonly string[];
}

/** All Markdown files of the project, relative to its root. */
export function markdownFiles(folder = FOLDER): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [relative(FOLDER, path)] : [];
  });
}

export function readDocument(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8');
}

/** The operations of a document in their order. */
export function operationsOf(file: string): DocumentedOperation[] {
  const blocks = markdown.parse(readDocument(file), {});
  let roles: readonly string[] = [];
  return blocks.flatMap((block, index) => {
    if (block.type === 'heading_open') roles = [];
    if (block.type === 'inline' && /^Roles?: /.test(block.content))
      roles = [...block.content.matchAll(/`([A-Z]+)`/g)].map(([, role]) => String(role));
    if (block.type !== 'fence' || !/^graphql\b/.test(block.info)) return [];
    let next = index + 1;
    const json = (info: string): unknown => {
      // A sentence may introduce it.
      if (blocks[next]?.type === 'paragraph_open' && blocks[next + 3]?.info === info) next += 3;
      const candidate = blocks[next];
      if (candidate?.type !== 'fence' || candidate.info !== info) return undefined;
      next += 1;
      return JSON.parse(candidate.content);
    };
    const variables = json('json') ?? {};
    const headers = json('json headers') ?? {};
    const answer = json('json response');
    const error = /error=(\w+)/.exec(block.info)?.[1];
    const name = /(?:query|mutation) (\w+)/.exec(block.content)?.[1] ?? `line ${(block.map?.[0] ?? 0) + 1}`;
    const isPublic = /\bpublic\b/.test(block.info);
    return [{ name, source: block.content, variables, headers, answer, error, roles: isPublic ? [] : roles }];
  });
}

/** The blocks of a document that are marked with these words, such as `sql primary`, as one text. */
export function blocksOf(file: string, info: string): string {
  const found = markdown
    .parse(readDocument(file), {})
    .filter((block) => block.type === 'fence' && block.info === info);
  if (found.length === 0) throw new Error(`${file} has no block "${info}".`);
  return found.map(({ content }) => content).join('\n');
}

/** The data that the operations of a document were answered with. */
export interface Answers {
  readonly latest?: unknown;
  readonly byName: Readonly<Record<string, unknown>>;
}

/**
 * Variables with what stands in angle brackets replaced by what is there in an answer: that of the operation before
 * for `<events.pageInfo.endCursor>`, that of an earlier one for `<CreateTalk.eventCreate.event.id>`.
 */
export function fillIn<Value>(template: Value, answers: Answers): Value {
  return JSON.parse(JSON.stringify(template), (_key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const [, whole] = /^<(\w[\w.]*)>$/.exec(value) ?? [];
    if (whole !== undefined) return found(whole, answers);
    return value.replace(/<(\w[\w.]*)>/g, (_match, path: string) => String(found(path, answers)));
  });
}

function found(path: string, { latest, byName }: Answers): unknown {
  const [first = '', ...rest] = path.split('.');
  const isName = /^[A-Z]/.test(first);
  const value = (isName ? rest : [first, ...rest]).reduce<unknown>(
    (at, name) => (at as Record<string, unknown> | undefined)?.[name],
    isName ? byName[first] : latest,
  );
  if (value === undefined || value === null) throw new Error(`No answer has "${path}".`);
  return value;
}

/** An answer with "…" in place of what a printed answer leaves out there, so that the two can be compared. */
export function withOmissions(actual: unknown, printed: unknown): unknown {
  if (typeof printed === 'string' && printed.includes('…') && actual !== null && typeof actual !== 'object') {
    const pieces = printed.split('…').map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return new RegExp(`^${pieces.join('[^]*')}$`).test(String(actual)) ? printed : actual;
  }
  if (typeof actual !== 'object' || actual === null || typeof printed !== 'object' || printed === null)
    return actual;
  const pairs = Object.entries(actual).map(
    ([name, value]) => [name, withOmissions(value, (printed as Record<string, unknown>)[name])] as const,
  );
  return Array.isArray(actual) ? pairs.map(([, value]) => value) : Object.fromEntries(pairs);
}

/** The rows of the tables of a document as the text of their cells, those of the heading included. */
export function rowsOf(file: string): string[][] {
  const tokens = markdown.parse(readDocument(file), {});
  return tokens.flatMap((token, index) => {
    if (token.type !== 'tr_open') return [];
    const end = tokens.findIndex((other, place) => place > index && other.type === 'tr_close');
    return [
      tokens
        .slice(index, end)
        .filter(({ type }) => type === 'inline')
        .map(({ content }) => content),
    ];
  });
}

/** The relative links of a document, as paths from the root of the project, with their fragment. */
export function relativeLinksOf(file: string): { readonly path: string; readonly fragment: string }[] {
  const inline = markdown.parse(readDocument(file), {}).flatMap((token) => token.children ?? []);
  return inline
    .map((token) => String(token.attrGet('href') ?? token.attrGet('src') ?? ''))
    .filter((address) => address !== '' && !/^[a-z]+:/i.test(address))
    .map((address) => {
      const [path = '', fragment = ''] = decodeURIComponent(address).split('#');
      return { path: path === '' ? file : join(dirname(file), path), fragment };
    });
}

/** The anchors that a renderer makes from the headings of a document. */
export function anchorsOf(file: string): string[] {
  const tokens = markdown.parse(readDocument(file), {});
  return tokens.flatMap((token, index) => {
    if (token.type !== 'heading_open') return [];
    const text = (tokens[index + 1]?.children ?? []).map((child) => child.content).join('');
    return [
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ];
  });
}
