import type { Api } from './api.js';
import type { Arguments, Options } from './command.js';
import { refused, wrongUsage } from './failure.js';
import { findKind, type Kind, wordFor } from './kinds.js';
import { FindDocument, type FindQuery, GoingAlongDocument } from './operations.generated.js';
import { LARGEST_PAGE } from './pages.js';

/** What is published beside the named objects. */
export const choiceOptions: Options = {
  with: {
    type: 'string',
    value: 'REFS',
    help: 'of its companions only these, such as event/innoex-2024,person/anna-chan',
  },
  also: {
    type: 'string',
    value: 'REFS',
    help: 'its companions, as in the plan, and these',
  },
  'with-none': { type: 'boolean', help: 'none of the contents of an issue' },
};

/** Each reference is searched in all kinds; so many fit into one page. */
const MAX_REFERENCES = 10;

interface NamedReference {
  readonly name: string;
  readonly reference: string;
  readonly kind: string | undefined;
}

type Found = FindQuery['contentDocuments']['nodes'][number];

/** The ids that the user chose; undefined when the server decides. @throws Failure */
export async function chosenContents(
  api: Api,
  kinds: readonly Kind[],
  args: Arguments,
  { ids, locales }: { readonly ids: readonly string[]; readonly locales: readonly string[] },
): Promise<readonly string[] | undefined> {
  const [option, other] = ['with', 'also', 'with-none'].filter((each) => args.has(each));
  if (option && other) throw wrongUsage(`Use --${option} or --${other}, not both.`);
  if (!option) return undefined;
  if (option === 'with-none') return [];
  const names = args.list(option);
  if (names.length === 0) throw wrongUsage(`List references after --${option}, or use --with-none.`);
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

/** The option with which the user can add objects to this command. */
export function wayToAdd(args: Arguments): string {
  const option = ['with', 'also'].find((each) => args.has(each));
  const named = option ? args.list(option) : [];
  return `--${option ?? (args.has('with-none') ? 'with' : 'also')} ${[...named, 'REF'].join(',')},…`;
}

/**
 * Accepts `event/innoex-2024`, `content/events/innoex-2024.yaml` and `innoex-2024`; an id has an underscore and needs
 * no lookup.
 */
function wantedBy(name: string, kinds: readonly Kind[]): NamedReference {
  const parts = name.replace(/\.yaml$/, '').split(/[/\\]/);
  const reference = parts.at(-1) ?? '';
  if (parts.length === 1) return { name, reference: name.includes('_') ? '' : name, kind: undefined };
  return { name, reference, kind: findKind(kinds, parts.at(-2) ?? '').kind };
}

async function documentsOf(api: Api, references: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (let start = 0; start < references.length; start += MAX_REFERENCES) {
    const externalRefs = references.slice(start, start + MAX_REFERENCES);
    const { contentDocuments } = await api.query(FindDocument, { externalRefs, first: LARGEST_PAGE });
    found.push(...contentDocuments.nodes);
  }
  return found;
}

function theOne(
  { name, reference, kind }: NamedReference,
  found: readonly Found[],
  kinds: readonly Kind[],
): string {
  const fitting = found.filter((each) => each.externalRef === reference && (!kind || each.kind === kind));
  const [first, second] = fitting;
  if (!first) throw refused(`There is nothing called "${name}".`);
  if (!second) return first.id;
  const args = fitting.map((each) => {
    const own = kinds.find((one) => one.kind === each.kind);
    return `${own ? wordFor(own) : each.kind}/${reference}`;
  });
  throw refused(`"${name}" is ambiguous: use one of ${args.join(', ')}.`);
}
