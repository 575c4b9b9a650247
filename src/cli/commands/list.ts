import type { Command, Context } from '../command.js';
import { timeOf } from '../dates.js';
import { exitCodes, refused } from '../failure.js';
import { findKind, forKind, type Kind, readKinds } from '../kinds.js';
import { wholeNumber } from '../numbers.js';
import { ListDraftsDocument, TypedDocumentString } from '../operations.generated.js';
import { firstOf } from '../pages.js';
import { table } from '../table.js';

const DEFAULT_FIRST = 50;
/** Other kinds have no lists of their own in the API. */
const LISTED = ['ARTICLE', 'EVENT', 'ISSUE', 'ORGANISATION', 'PERSON'];

export const list: Command = {
  name: 'list',
  operands: 'KIND',
  count: [1, 1],
  summary: 'list drafts, such as those that wait for a translation or a publication',
  options: {
    lacks: { type: 'string', value: 'TAG', help: 'only those that are not translated into this language' },
    changed: { type: 'boolean', help: 'only those of which an earlier version is public' },
    unpublished: { type: 'boolean', help: 'only those of which no version is public' },
    by: { type: 'string', value: 'NAME', help: 'only those that this account changed; me for your own' },
    first: { type: 'string', value: 'N', help: `at most so many (${DEFAULT_FIRST})` },
  },
  examples: ['scc list events --lacks zh-Hant', 'scc list articles --changed --by me'],
  run: runList,
};

async function runList({ api, output, args, locale }: Context): Promise<number> {
  const kind = findKind(await readKinds(api), args.positionals[0] ?? '');
  if (!LISTED.includes(kind.kind))
    throw refused(`There is no list of ${kind.folder}; scc pull has them all.`);
  const filter = {
    lacksLocale: args.text('lacks') ?? null,
    isChanged: args.has('changed') || null,
    isPublic: args.has('unpublished') ? false : null,
    changedBy: args.text('by') ?? null,
  };
  const count = wholeNumber('first', args.text('first'), DEFAULT_FIRST);
  const document = listOf(kind);
  const drafts = await firstOf(count, async (first, after) => {
    const data = await api.query(document, { filter, first, after, locale: locale ?? null });
    return data.drafts;
  });
  const rows = drafts.map(({ updatedAt, publication, externalRef, slug }) => [
    timeOf(updatedAt),
    publication.status,
    externalRef ?? '',
    slug,
  ]);
  for (const line of table(rows)) output.line(line);
  output.result(drafts);
  return exitCodes.done;
}

function listOf(kind: Kind): typeof ListDraftsDocument {
  const text = forKind(ListDraftsDocument, kind).toString();
  return new TypedDocumentString(
    text.replace('drafts: events(', `drafts: ${kind.folder}(`).replace('EventFilter', `${kind.name}Filter`),
  );
}
