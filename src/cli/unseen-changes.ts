import { dirname } from 'node:path';
import type { Context, Options } from './command.js';
import { timeOf } from './dates.js';
import { exitCodes } from './failure.js';
import { forKind, type Kind, wordFor } from './kinds.js';
import {
  type DraftFragment,
  DraftsDocument,
  HistoryDocument,
  MeDocument,
  type RevisionAction,
  type RevisionFragment,
} from './operations.generated.js';
import { Origins } from './origins.js';
import { LARGEST_PAGE, pagesOf } from './pages.js';

export const forceOption: Options = {
  force: { type: 'boolean', help: 'also discard changes of others that you have not seen' },
};

/** Few revisions are newer than the pull. */
const PAGE_SIZE = 20;
/** Actions that change a draft. */
const CHANGING: readonly RevisionAction[] = ['CREATE', 'UPDATE', 'REVERT', 'DISCARD', 'RESTORE'];

/** The drafts with these ids, without deleted ones. */
export async function readDrafts(
  { api }: Context,
  kind: Kind,
  ids: readonly string[],
): Promise<readonly DraftFragment[]> {
  const drafts: DraftFragment[] = [];
  for (let start = 0; start < ids.length; start += LARGEST_PAGE) {
    const { nodes } = await api.query(forKind(DraftsDocument, kind), {
      ids: ids.slice(start, start + LARGEST_PAGE),
    });
    for (const node of nodes) if (node && 'version' in node) drafts.push(node);
  }
  return drafts;
}

/** Reports changes of others that would be lost unseen. Returns the exit code. */
export function reportUnseen(output: Context['output'], unseen: readonly string[]): number {
  for (const message of unseen) output.note(message);
  output.note(
    'Nothing was done, because you have not seen these changes. See them with scc history, pull the file again, or use --force.',
  );
  output.result({ problems: unseen.map((message) => ({ code: 'CONFLICT', message, path: null })) });
  return exitCodes.refused;
}

/**
 * Changes of others since the version in the folder, or else since the publication, as sentences: a command would
 * discard them unseen. Skipped with `--force`.
 */
export async function unseenChanges(
  context: Context,
  kind: Kind,
  drafts: readonly DraftFragment[],
): Promise<readonly string[]> {
  const { api, args } = context;
  if (args.has('force')) return [];
  const folders = new Set(args.positionals.slice(1).map(folderOf));
  const origins = await Promise.all([...folders].map((folder) => Origins.read(folder, api.settings.url)));
  const { viewer } = await api.query(MeDocument);
  const found: string[] = [];
  for (const { id, externalRef, version, publication } of drafts) {
    const pulled = origins.map((each) => each.of(`${kind.folder}/${externalRef}.yaml`)?.version);
    const seen = pulled.find((each) => each !== undefined) ?? publication.publishedVersion ?? 0;
    if (seen >= version) continue;
    const revisions = await revisionsSince(context, kind, id, seen);
    const others = revisions.filter(({ by, action }) => by !== viewer?.name && CHANGING.includes(action));
    found.push(...others.map((each) => `${wordFor(kind)} ${externalRef ?? id}: ${sentenceFor(each)}`));
  }
  return found;
}

async function revisionsSince(
  { api }: Context,
  kind: Kind,
  id: string,
  seen: number,
): Promise<readonly RevisionFragment[]> {
  const found: RevisionFragment[] = [];
  const pages = pagesOf(async (after) => {
    const { nodes } = await api.query(forKind(HistoryDocument, kind), { ids: [id], first: PAGE_SIZE, after });
    return nodes[0]?.revisions ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  });
  for await (const page of pages) {
    found.push(...page.filter(({ version }) => version > seen));
    if (page.some(({ version }) => version <= seen)) break;
  }
  return found;
}

function sentenceFor({ version, action, at, by, changes }: RevisionFragment): string {
  const places = [...new Set(changes.map(({ path }) => path))].join(', ');
  const what = action === 'CREATE' ? 'created it' : `changed ${places || 'it'}`;
  return `${by} ${what} (version ${version}, ${timeOf(at)})`;
}

/** The folder `content` of `content/events/innoex-2024.yaml`; the current folder if no file is named. */
function folderOf(name: string): string {
  return name.endsWith('.yaml') ? dirname(dirname(name)) : '.';
}
