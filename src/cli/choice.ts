import type { Api } from './api.js';
import type { Options, Words } from './command.js';
import { refused, wrongUsage } from './failure.js';
import { findKind, type Kind, wordFor } from './kinds.js';
import { FindDocument, type FindQuery, GoingAlongDocument } from './operations.generated.js';
import { LARGEST_PAGE } from './pages.js';

/** What is published beside what is asked for. */
export const choiceOptions: Options = {
  with: {
    type: 'string',
    value: 'REFS',
    help: 'of what goes along exactly these, such as event/innoex-2024,person/anna-chan',
  },
  also: {
    type: 'string',
    value: 'REFS',
    help: 'what goes along by itself, as the plan is now, and these',
  },
  'with-none': { type: 'boolean', help: 'nothing of what an issue contains' },
};

/** Each reference is looked for among all kinds; so many fit into one page. */
const AT_ONCE = 10;

interface MergedChange {
  readonly name: string;
  readonly reference: string;
  readonly kind: string | undefined;
}

type Found = FindQuery['contentDocuments']['nodes'][number];

/** The ids of what somebody chose; undefined where that is left to the server. @throws Failure */
export async function chosenContents(
  api: Api,
  kinds: readonly Kind[],
  words: Words,
  { ids, locales }: { readonly ids: readonly string[]; readonly locales: readonly string[] },
): Promise<readonly string[] | undefined> {
  const [option, other] = ['with', 'also', 'with-none'].filter((each) => words.has(each));
  if (option && other) throw wrongUsage(`Use --${option} or --${other}, not both.`);
  if (!option) return undefined;
  if (option === 'with-none') return [];
  const names = words.list(option);
  if (names.length === 0) throw wrongUsage(`Name something behind --${option}, or use --with-none.`);
  const wanted = names.map((name) => wantedBy(name, kinds));
  const found = await documentsOf(api, [...new Set(wanted.flatMap(({ reference }) => reference || []))]);
  const chosen = wanted.map((each) => {
    const id = each.reference ? theOne(each, found, kinds) : each.name;
    api.called.set(id, each.name);
    return id;
  });
  if (option === 'with') return [...new Set(chosen)];
  const asked = { ids, ...(locales.length > 0 ? { locales } : {}) };
  const { publishPlan } = await api.query(GoingAlongDocument, asked);
  const along = publishPlan.items.map(({ id }) => id).filter((id) => !ids.includes(id));
  return [...new Set([...along, ...chosen])];
}

/** With which option something is published beside what these words ask for. */
export function wayToAdd(words: Words): string {
  const option = ['with', 'also'].find((each) => words.has(each));
  const named = option ? words.list(option) : [];
  return `--${option ?? (words.has('with-none') ? 'with' : 'also')} ${[...named, 'REF'].join(',')},…`;
}

/** `event/innoex-2024`, `content/events/innoex-2024.yaml`, `innoex-2024`; an id has an underscore and needs no search. */
function wantedBy(name: string, kinds: readonly Kind[]): MergedChange {
  const parts = name.replace(/\.yaml$/, '').split(/[/\\]/);
  const reference = parts.at(-1) ?? '';
  if (parts.length === 1) return { name, reference: name.includes('_') ? '' : name, kind: undefined };
  return { name, reference, kind: findKind(kinds, parts.at(-2) ?? '').kind };
}

async function documentsOf(api: Api, references: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (let start = 0; start < references.length; start += AT_ONCE) {
    const externalRefs = references.slice(start, start + AT_ONCE);
    const { contentDocuments } = await api.query(FindDocument, { externalRefs, first: LARGEST_PAGE });
    found.push(...contentDocuments.nodes);
  }
  return found;
}

function theOne(
  { name, reference, kind }: MergedChange,
  found: readonly Found[],
  kinds: readonly Kind[],
): string {
  const fitting = found.filter((each) => each.externalRef === reference && (!kind || each.kind === kind));
  const [first, second] = fitting;
  if (!first) throw refused(`There is nothing called "${name}".`);
  if (!second) return first.id;
  const words = fitting.map((each) => {
    const own = kinds.find((one) => one.kind === each.kind);
    return `${own ? wordFor(own) : each.kind}/${reference}`;
  });
  throw refused(`"${name}" could be any of ${words.join(', ')}; say which.`);
}
