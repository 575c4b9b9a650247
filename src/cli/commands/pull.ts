import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listContentFolder } from '../../files/content-folder.js';
import {
  contentPath,
  formatDocument,
  removeUnfinished,
  writeContentFile,
} from '../../files/write-content.js';
import type { Api } from '../api.js';
import type { Command, Context } from '../command.js';
import { exitCodes, refused, wrongUsage } from '../failure.js';
import { findKind, type Kind, readKinds } from '../kinds.js';
import { LARGEST_PAGE, type Page, pagesOf } from '../pages.js';

export const pull: Command = {
  name: 'pull',
  operands: 'DIR',
  count: [1, 1],
  summary: 'write the drafts of all content as files',
  details: [
    'Each object becomes a file DIR/<type>/<external reference>.yaml with all its languages. Files that are right',
    'already are left alone. Files of objects that are not there are listed; --prune removes them.',
  ].join('\n'),
  options: {
    type: { type: 'string', value: 'KIND', help: 'only these kinds, such as event,venue' },
    stage: { type: 'string', value: 'STAGE', help: 'draft, the only one that can be pulled' },
    prune: { type: 'boolean', help: 'remove files of objects that are not there' },
  },
  examples: ['scc pull content', 'scc pull content --type event --prune'],
  run: runPull,
};

interface Pulled {
  readonly created: string[];
  readonly updated: string[];
  unchanged: number;
}

async function runPull(context: Context): Promise<number> {
  const { api, words } = context;
  const [folder = ''] = words.positionals;
  if ((words.text('stage') ?? 'draft').toLowerCase() !== 'draft')
    throw wrongUsage('Only drafts can be pulled: leave --stage out.');
  const all = await readKinds(api);
  const types = words.list('type').map((word) => findKind(all, word));
  const kinds = types.length > 0 ? types : all;
  const locales = await readLocales(api);
  const present = new Set<string>();
  const pulled: Pulled = { created: [], updated: [], unchanged: 0 };
  for await (const page of objectsOf(context, kinds)) {
    const written = await Promise.all(page.map((object) => write(folder, object, kinds, locales)));
    for (const { path, outcome } of written) {
      present.add(path);
      if (outcome === 'UNCHANGED') pulled.unchanged += 1;
      else pulled[outcome === 'CREATED' ? 'created' : 'updated'].push(path);
    }
  }
  const stale = await staleFiles(folder, kinds, all, present);
  const isPruning = words.has('prune');
  if (isPruning) await Promise.all(stale.map((path) => rm(join(folder, path))));
  report(context, pulled, { stale, isPruning });
  return exitCodes.done;
}

function report(
  { output, words }: Context,
  pulled: Pulled,
  { stale, isPruning }: { readonly stale: readonly string[]; readonly isPruning: boolean },
): void {
  const [folder = ''] = words.positionals;
  for (const path of stale)
    output.note(`${join(folder, path)}: ${isPruning ? 'removed' : 'no longer there; --prune removes it'}`);
  const { created, updated, unchanged } = pulled;
  const count = `${created.length} new, ${updated.length} changed, ${unchanged} unchanged`;
  const others = stale.length > 0 ? `, ${stale.length} ${isPruning ? 'removed' : 'no longer there'}` : '';
  output.line(`${created.length + updated.length + unchanged} files: ${count}${others}.`);
  output.result({ ...pulled, [isPruning ? 'removed' : 'stale']: stale });
}

interface Pullable {
  readonly kind: string;
  readonly externalRef: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Every object, page by page: there may be more than fit into memory. */
async function* objectsOf(
  { api, output: { progress } }: Context,
  kinds: readonly Kind[],
): AsyncGenerator<readonly Pullable[]> {
  let total: number | undefined;
  const pages = pagesOf(async (after) => {
    const variables = {
      kinds: kinds.map(({ kind }) => kind),
      first: LARGEST_PAGE,
      after,
      isFirst: after === null,
    };
    const { contentDocuments } = await api.query<{
      contentDocuments: Page<Pullable> & { readonly totalCount?: number };
    }>(
      `query Pull($kinds: [ContentKind!], $first: Int!, $after: String, $isFirst: Boolean!) {
        contentDocuments(kinds: $kinds, first: $first, after: $after) {
          totalCount @include(if: $isFirst)
          nodes { kind externalRef document }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      variables,
    );
    if (total === undefined) {
      total = contentDocuments.totalCount ?? 0;
      progress.begin('Pulling', total);
    }
    return contentDocuments;
  });
  for await (const page of pages) {
    yield page;
    progress.advance(page.length);
  }
  progress.end();
}

async function write(
  folder: string,
  { kind, externalRef, document }: Pullable,
  kinds: readonly Kind[],
  locales: readonly string[],
): Promise<{ path: string; outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' }> {
  const typeFolder = kinds.find((each) => each.kind === kind)?.folder ?? kind;
  const place = placeOf(typeFolder, externalRef);
  const outcome = await writeContentFile(folder, place, formatDocument(document, externalRef, locales));
  return { path: place.path, outcome };
}

function placeOf(folder: string, externalRef: string) {
  try {
    return contentPath(folder, externalRef);
  } catch (error) {
    throw refused(`The server sends a name that is not safe. ${(error as Error).message}`);
  }
}

/** Files in the folders of these kinds whose objects the server does not have. */
async function staleFiles(
  folder: string,
  kinds: readonly Kind[],
  all: readonly Kind[],
  present: ReadonlySet<string>,
): Promise<string[]> {
  const pulled = new Set(kinds.map((kind) => kind.folder));
  const { paths } = await listContentFolder(
    folder,
    all.map((kind) => kind.folder),
  ).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return { paths: [] };
  });
  // A name that is listed leads to a folder here; one that only the server knows may lead elsewhere.
  for (const own of new Set(paths.map((each) => each.folder))) await removeUnfinished(join(folder, own));
  return paths.filter((each) => pulled.has(each.folder) && !present.has(each.path)).map(({ path }) => path);
}

async function readLocales(api: Api): Promise<readonly string[]> {
  const { locales } = await api.query<{ locales: { code: string }[] }>('query Locales { locales { code } }');
  return locales.map(({ code }) => code);
}
