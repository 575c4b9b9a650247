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
  force: { type: 'boolean', help: 'also what others have changed since, which you have not seen' },
};

/** Few revisions are newer than what somebody has seen. */
const AT_ONCE = 20;
/** Those that make a draft something else. */
const CHANGING: readonly RevisionAction[] = ['CREATE', 'UPDATE', 'REVERT', 'DISCARD', 'RESTORE'];

/** The drafts with these ids, without those that are not there. */
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

/** Says what others have done that would be lost without having been seen. Returns the exit code. */
export function reportUnseen(output: Context['output'], unseen: readonly string[]): number {
  for (const message of unseen) output.note(message);
  output.note(
    'You have not seen that, so nothing was done. See it with scc history, take it into your folder with scc pull and name the file, or repeat this with --force.',
  );
  output.result({ problems: unseen.map((message) => ({ code: 'CONFLICT', message, path: null })) });
  return exitCodes.refused;
}

/**
 * What others have done to drafts since the version that the folder has, or else since they were published, in
 * sentences: whoever names them would take it away without having seen it. With `--force` that is no matter.
 */
export async function unseenChanges(
  context: Context,
  kind: Kind,
  drafts: readonly DraftFragment[],
): Promise<readonly string[]> {
  const { api, words } = context;
  if (words.has('force')) return [];
  const folders = new Set(words.positionals.slice(1).map(folderOf));
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
    const { nodes } = await api.query(forKind(HistoryDocument, kind), { ids: [id], first: AT_ONCE, after });
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
  const what = action === 'CREATE' ? 'created it' : `has changed ${places || 'it'}`;
  return `${by} ${what} (version ${version}, ${timeOf(at)})`;
}

/** `content` of `content/events/innoex-2024.yaml`; the folder one is in, where no file is named. */
function folderOf(name: string): string {
  return name.endsWith('.yaml') ? dirname(dirname(name)) : '.';
}
