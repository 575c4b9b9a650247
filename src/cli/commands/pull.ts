import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listContentFolder } from '../../files/content-folder.js';
import { removeUnfinished } from '../../files/write-content.js';
import type { Command, Context } from '../command.js';
import { exitCodes, wrongUsage } from '../failure.js';
import { type Kind, readKinds } from '../kinds.js';
import { type PullableFragment, PullDocument } from '../operations.generated.js';
import { Origins } from '../origins.js';
import { LARGEST_PAGE, pagesOf } from '../pages.js';
import {
  type LocalCopy,
  noteCopy,
  PulledFiles,
  type PullOutcome,
  readLocales,
  readObjects,
} from '../pulled-files.js';
import { readSelection, type Selection, selectionOperands, typeOption } from '../selection.js';

export const pull: Command = {
  name: 'pull',
  operands: selectionOperands,
  count: [1, 100],
  summary: 'write all drafts as files',
  details: [
    'Each object becomes a file DIR/<type>/<external reference>.yaml with all its languages. Files that are up to date',
    'are left alone, and so are files with local changes: these are listed, and --theirs overwrites them with the',
    'server’s state, after copying your changes and comments to .<name>.mine.yaml beside the file. Files of deleted',
    'objects are listed; --prune removes them, --theirs those that are named. DIR/.scc-versions.json stores',
    'the versions, so that a push detects changes of others.',
  ].join('\n'),
  options: {
    ...typeOption,
    stage: { type: 'string', value: 'STAGE', help: 'must be draft' },
    prune: { type: 'boolean', help: 'remove files of deleted objects' },
    theirs: { type: 'boolean', help: 'overwrite local changes, and keep copies of them' },
  },
  examples: [
    'scc pull content',
    'scc pull content --type event --prune',
    'scc pull --theirs content/events/innoex-2024.yaml',
  ],
  run: runPull,
};

/** The copies of local changes, by file. */
type Copies = Map<string, string>;
/** NOWHERE: named, but neither a file nor on the server. */
type Pulled = Readonly<Record<PullOutcome | 'NOWHERE', string[]>>;

/** Files of deleted objects. */
interface StaleFiles {
  readonly stale: readonly string[];
  readonly removed: readonly string[];
  readonly copies: Copies;
  readonly isPruning: boolean;
  /** Whether they were named one by one. */
  readonly isNamed: boolean;
}

async function runPull(context: Context): Promise<number> {
  const { api, args } = context;
  if ((args.text('stage') ?? 'draft').toLowerCase() !== 'draft')
    throw wrongUsage('Only drafts can be pulled: omit --stage.');
  const all = await readKinds(api);
  const selection = readSelection(args, all);
  const { folder, only } = selection;
  const origins = await Origins.read(folder, api.settings.url);
  const files = new PulledFiles(folder, all, await readLocales(api), origins);
  const pulled: Pulled = {
    CREATED: [],
    UPDATED: [],
    UNCHANGED: [],
    KEPT: [],
    CLASHING: [],
    SKIPPED: [],
    UNSAFE: [],
    NOWHERE: [],
  };
  const own = args.has('theirs') ? 'COPY' : 'LEAVE';
  const copies: Copies = new Map();
  try {
    for await (const page of only ? namedObjects(context, selection) : objectsOf(context, selection.kinds)) {
      const written = await Promise.all(page.map((object) => files.write(object, own)));
      for (const { path, outcome, copy } of written) {
        pulled[outcome].push(path);
        if (copy) copies.set(path, copy);
      }
    }
    const present = new Set(Object.values(pulled).flat());
    const isHere = (path: string) => existsSync(join(folder, path));
    const absent = [...(only ?? [])].filter((path) => !present.has(path));
    pulled.NOWHERE.push(...absent.filter((path) => !isHere(path)));
    const stale = only ? absent.filter(isHere) : await staleFiles(folder, selection.kinds, all, present);
    const isPruning = args.has('prune') || (only !== undefined && own === 'COPY');
    const removed = isPruning ? await prune(files, stale, own, copies) : [];
    report(context, folder, pulled, { stale, removed, copies, isPruning, isNamed: only !== undefined });
  } finally {
    await origins.save();
  }
  return pulled.CLASHING.length + pulled.UNSAFE.length + pulled.NOWHERE.length > 0
    ? exitCodes.refused
    : exitCodes.done;
}

/** Removes files, except those with local changes. */
async function prune(
  files: PulledFiles,
  stale: readonly string[],
  own: LocalCopy,
  copies: Copies,
): Promise<string[]> {
  const removed: string[] = [];
  for (const path of stale) {
    const { isKept, copy } = await files.remove(path, own);
    if (!isKept) removed.push(path);
    if (copy) copies.set(path, copy);
  }
  return removed;
}

function report(
  { output }: Context,
  folder: string,
  pulled: Pulled,
  { stale, removed, copies, isPruning, isNamed }: StaleFiles,
): void {
  for (const path of pulled.UNSAFE)
    output.note(`The server sends an unsafe name: ${path}; give the object another external reference.`);
  for (const path of pulled.SKIPPED)
    output.note(`${path} cannot be the name of a file; give the object another external reference.`);
  for (const path of pulled.NOWHERE) output.note(`${join(folder, path)}: neither a file nor on the server`);
  for (const path of pulled.KEPT) output.note(`${join(folder, path)}: has local changes; left alone`);
  for (const path of pulled.CLASHING) {
    output.note(
      `${join(folder, path)}: changed here and on the server; left alone. scc plan shows the differences; use --theirs for the server's state, or scc push --force for yours.`,
    );
  }
  const fate = isPruning
    ? 'no longer on the server, but has local changes; left alone'
    : `no longer on the server; use ${isNamed ? '--theirs' : '--prune'} to remove it`;
  for (const path of stale)
    output.note(
      `${join(folder, path)}: ${removed.includes(path) ? 'no longer on the server; removed' : fate}`,
    );
  for (const [path, copy] of copies) noteCopy(output, folder, path, copy);
  const [created, updated, unchanged] = [pulled.CREATED, pulled.UPDATED, pulled.UNCHANGED.length];
  const kept = [...pulled.KEPT, ...pulled.CLASHING];
  const skipped = [...pulled.SKIPPED, ...pulled.UNSAFE];
  const counts = [
    `${created.length} new`,
    `${updated.length} changed`,
    `${unchanged} unchanged`,
    ...(kept.length > 0 ? [`${kept.length} left alone`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    ...(stale.length > 0
      ? [isPruning ? `${removed.length} removed` : `${stale.length} no longer on the server`]
      : []),
  ];
  output.line(`${created.length + updated.length + unchanged + kept.length} files: ${counts.join(', ')}.`);
  output.result({
    created,
    updated,
    unchanged,
    kept: pulled.KEPT,
    clashing: pulled.CLASHING,
    skipped,
    copies: [...copies.values()],
    ...(isPruning ? { removed } : { stale }),
  });
}

/** The objects of named files, even if the files no longer exist. */
async function* namedObjects(
  { api }: Context,
  { kinds, only = new Set() }: Selection,
): AsyncGenerator<readonly PullableFragment[]> {
  for (const { kind, folder } of kinds) {
    const names = [...only].filter((path) => path.startsWith(`${folder}/`));
    const references = names.map((path) => path.slice(folder.length + 1, -'.yaml'.length));
    if (references.length > 0) yield await readObjects(api, [kind], references);
  }
}

/** All objects, page by page: there may be more than fit into memory. */
async function* objectsOf(
  { api, output: { progress } }: Context,
  kinds: readonly Kind[],
): AsyncGenerator<readonly PullableFragment[]> {
  let total: number | undefined;
  const pages = pagesOf(async (after) => {
    const variables = {
      kinds: kinds.map(({ kind }) => kind),
      first: LARGEST_PAGE,
      after,
      isFirst: after === null,
    };
    const { contentDocuments } = await api.query(PullDocument, variables);
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

/** Files in the folders of these kinds whose objects do not exist on the server. */
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
  // A listed name is safe; one that only the server knows may escape the folder.
  for (const own of new Set(paths.map((each) => each.folder))) await removeUnfinished(join(folder, own));
  return paths.filter((each) => pulled.has(each.folder) && !present.has(each.path)).map(({ path }) => path);
}
