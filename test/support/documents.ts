import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import MarkdownIt from 'markdown-it';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);
const markdown = new MarkdownIt();

/** An operation that a document tells readers to copy. */
export interface DocumentedOperation {
  /** Where it stands, for the name of its test. */
  readonly place: string;
  readonly source: string;
  /** From the block of JSON directly after it. */
  readonly variables: unknown;
  /** From a block marked `json answer`. */
  readonly answer: unknown;
  /** The code that the answer must have, from the mark `error=CODE`. */
  readonly error: string | undefined;
}

/** All Markdown files of the project, relative to its root. */
export function markdownFiles(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

export function readDocument(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** The operations of a document in their order. */
export function operationsOf(file: string): DocumentedOperation[] {
  const blocks = markdown.parse(readDocument(file), {});
  return blocks.flatMap((block, index) => {
    if (block.type !== 'fence' || !/^graphql\b/.test(block.info)) return [];
    let next = index + 1;
    const json = (info: string): unknown => {
      const candidate = blocks[next];
      if (candidate?.type !== 'fence' || candidate.info !== info) return undefined;
      next += 1;
      return JSON.parse(candidate.content);
    };
    const variables = json('json') ?? {};
    // A sentence may introduce the answer.
    if (blocks[next]?.type === 'paragraph_open' && blocks[next + 3]?.info === 'json answer') next += 3;
    const answer = json('json answer');
    const error = /error=(\w+)/.exec(block.info)?.[1];
    const name = /(?:query|mutation) (\w+)/.exec(block.content)?.[1] ?? `line ${(block.map?.[0] ?? 0) + 1}`;
    return [{ place: `${file}: ${name}`, source: block.content, variables, answer, error }];
  });
}

/** Variables with `"<events.pageInfo.endCursor>"` replaced by what is there in the answer before. */
export function fillIn(variables: unknown, before: unknown): object {
  return JSON.parse(JSON.stringify(variables), (_key, value: unknown) => {
    const path = typeof value === 'string' ? /^<([\w.]+)>$/.exec(value)?.[1] : undefined;
    if (path === undefined) return value;
    const found = path
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], before);
    if (typeof found !== 'string') throw new Error(`The answer before has no "${path}".`);
    return found;
  }) as object;
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
