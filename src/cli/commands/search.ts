import type { Command, Context } from '../command.js';
import { exitCodes } from '../failure.js';
import { findKind, type Kind, readKinds, wordFor } from '../kinds.js';
import { wholeNumber } from '../numbers.js';
import { SearchDocument, type SearchQuery, type Stage } from '../operations.generated.js';

const DEFAULT_FIRST = 20;

export const search: Command = {
  name: 'search',
  operands: 'QUERY...',
  count: [1, 50],
  summary: 'search content',
  details: 'With --locale the search is in that language. Phrases need no quotes.',
  options: {
    type: { type: 'string', value: 'KIND', help: 'only these kinds, such as event,article' },
    draft: { type: 'boolean', help: 'search drafts instead of what is published' },
    first: { type: 'string', value: 'N', help: `at most so many results, up to 100 (${DEFAULT_FIRST})` },
  },
  examples: [
    'scc search smart city',
    'scc search 信息安全 --locale zh-Hant --type event',
    'scc search innoex --draft',
  ],
  run: runSearch,
};

type Hit = SearchQuery['search']['nodes'][number];

async function runSearch({ api, output, args, locale }: Context): Promise<number> {
  const kinds = await readKinds(api);
  const types = args.list('type').map((kindName) => findKind(kinds, kindName).kind);
  const stage: Stage = args.has('draft') ? 'DRAFT' : 'PUBLISHED';
  const variables = {
    query: args.positionals.join(' '),
    types: types.length > 0 ? types : null,
    first: wholeNumber('first', args.text('first'), DEFAULT_FIRST),
    locale: locale ?? null,
    stage,
  };
  const { search: found } = await api.query(SearchDocument, variables);
  for (const hit of found.nodes) {
    output.line(`${hit.title}  (${nameOf(hit, kinds)}, ${hit.locale})`);
    output.line(`  ${hit.content.id}`);
    if (hit.excerpt) output.line(`  ${plainText(hit.excerpt.html)}`);
  }
  if (found.totalCount !== found.nodes.length || found.totalCount === 0)
    output.line(`${found.totalCount} found.`);
  output.result(found);
  return exitCodes.done;
}

function nameOf({ kind }: Hit, kinds: readonly Kind[]): string {
  const known = kinds.find((each) => each.kind === kind);
  return known ? wordFor(known) : kind;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#x27': "'",
};

function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&([a-z]+|#\w+);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}
