import type { Command, Context } from '../command.js';
import { exitCodes } from '../failure.js';
import { findKind, type Kind, readKinds, wordFor } from '../kinds.js';
import { wholeNumber } from '../numbers.js';
import { SearchDocument, type SearchQuery, type Stage } from '../operations.generated.js';

const FIRST = 20;

export const search: Command = {
  name: 'search',
  operands: 'QUERY...',
  count: [1, 50],
  summary: 'find content by its words',
  details:
    'With --locale the words are looked for in that language. Words that belong together need no quotes.',
  options: {
    type: { type: 'string', value: 'KIND', help: 'only these kinds, such as event,article' },
    draft: { type: 'boolean', help: 'in the drafts, instead of what is published' },
    first: { type: 'string', value: 'N', help: `at most so many, up to 100 (${FIRST})` },
  },
  examples: [
    'scc search smart city',
    'scc search 信息安全 --locale zh-Hant --type event',
    'scc search innoex --draft',
  ],
  run: runSearch,
};

type Hit = SearchQuery['search']['nodes'][number];

async function runSearch({ api, output, words, locale }: Context): Promise<number> {
  const kinds = await readKinds(api);
  const types = words.list('type').map((word) => findKind(kinds, word).kind);
  const stage: Stage = words.has('draft') ? 'DRAFT' : 'PUBLISHED';
  const variables = {
    query: words.positionals.join(' '),
    types: types.length > 0 ? types : null,
    first: wholeNumber('first', words.text('first'), FIRST),
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
