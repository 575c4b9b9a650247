import { dirname } from 'node:path';
import type { FieldChange } from './api.js';
import type { Context, Options } from './command.js';
import { timeOf } from './dates.js';
import { type Kind, wordFor } from './kinds.js';
import { Origins } from './origins.js';
import { LARGEST_PAGE, type Page, pagesOf } from './pages.js';

export const forceOption: Options = {
  force: { type: 'boolean', help: 'also what others have changed since, which you have not seen' },
};

/** A draft that something is to be done to. */
interface Draft {
  readonly id: string;
  readonly externalRef: string;
  readonly version: number;
  readonly publication: { readonly publishedVersion: number | null };
}

interface Revision {
  readonly version: number;
  readonly action: string;
  readonly at: string;
  readonly by: string;
  readonly changes: readonly Pick<FieldChange, 'path'>[];
}

/** Those that make a draft something else. */
const CHANGING = ['CREATE', 'UPDATE', 'REVERT', 'DISCARD', 'RESTORE'];

/** The drafts with these ids, without those that are not there. */
export async function readDrafts(
  { api }: Context,
  kind: Kind,
  ids: readonly string[],
): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (let start = 0; start < ids.length; start += LARGEST_PAGE) {
    const { nodes } = await api.query<{ nodes: (Draft | null)[] }>(
      `query Drafts($ids: [ID!]!) { nodes(ids: $ids, stage: DRAFT) {
        id ... on ${kind.name} { externalRef version publication { publishedVersion } }
      } }`,
      { ids: ids.slice(start, start + LARGEST_PAGE) },
    );
    drafts.push(...nodes.filter((node) => node !== null));
  }
  return drafts;
}

/** Whether something would be lost that others have done and nobody meant; says what, then. */
export async function isUnseen(context: Context, kind: Kind, drafts: readonly Draft[]): Promise<boolean> {
  const { output, words } = context;
  const unseen = words.has('force') ? [] : await unseenChanges(context, kind, drafts);
  if (unseen.length === 0) return false;
  for (const message of unseen) output.note(message);
  output.note(
    'You have not seen that, so nothing was done. See it with scc history, take it into your folder with scc pull and name the file, or repeat this with --force.',
  );
  output.result({ problems: unseen.map((message) => ({ code: 'CONFLICT', message, path: null })) });
  return true;
}

/**
 * What others have done to drafts since the version that the folder has, or else since they were published, in
 * sentences: whoever names them would take it away without having seen it.
 */
async function unseenChanges(
  context: Context,
  kind: Kind,
  drafts: readonly Draft[],
): Promise<readonly string[]> {
  const { api, words } = context;
  const folders = new Set(words.positionals.slice(1).map(folderOf));
  const origins = await Promise.all([...folders].map((folder) => Origins.read(folder, api.settings.url)));
  const { viewer } = await api.query<{ viewer: { name: string } }>('query Me { viewer { name } }');
  const found: string[] = [];
  for (const { id, externalRef, version, publication } of drafts) {
    const pulled = origins.map((each) => each.of(`${kind.folder}/${externalRef}.yaml`)?.version);
    const seen = pulled.find((each) => each !== undefined) ?? publication.publishedVersion ?? 0;
    if (seen >= version) continue;
    const revisions = await revisionsSince(context, kind, id, seen);
    const others = revisions.filter(({ by, action }) => by !== viewer.name && CHANGING.includes(action));
    found.push(...others.map((each) => `${wordFor(kind)} ${externalRef}: ${sentenceFor(each)}`));
  }
  return found;
}

async function revisionsSince(
  { api }: Context,
  kind: Kind,
  id: string,
  seen: number,
): Promise<readonly Revision[]> {
  const found: Revision[] = [];
  const pages = pagesOf(async (after) => {
    const { nodes } = await api.query<{ nodes: ({ revisions: Page<Revision> } | null)[] }>(
      `query Since($ids: [ID!]!, $after: String) { nodes(ids: $ids, stage: DRAFT) { ... on ${kind.name} {
        revisions(first: 20, after: $after) {
          nodes { version action at by changes { path } } pageInfo { hasNextPage endCursor }
        }
      } } }`,
      { ids: [id], after },
    );
    return nodes[0]?.revisions ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  });
  for await (const page of pages) {
    found.push(...page.filter(({ version }) => version > seen));
    if (page.some(({ version }) => version <= seen)) break;
  }
  return found;
}

function sentenceFor({ version, action, at, by, changes }: Revision): string {
  const places = [...new Set(changes.map(({ path }) => path))].join(', ');
  const what = action === 'CREATE' ? 'created it' : `has changed ${places || 'it'}`;
  return `${by} ${what} (version ${version}, ${timeOf(at)})`;
}

/** `content` of `content/events/innoex-2024.yaml`; the folder one is in, where no file is named. */
function folderOf(name: string): string {
  return name.endsWith('.yaml') ? dirname(dirname(name)) : '.';
}
