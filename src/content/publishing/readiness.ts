import type { EntityManager } from 'typeorm';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import type { Content } from '../content.entity.js';
import type { ContentType } from '../content-type.js';
import { globalId } from '../global-id.js';
import type { ContentStore, Transaction } from '../store.js';
import { type Document } from '../writing/document.js';
import { documentOf, readStored } from '../writing/snapshot.js';
import { brokenEmailsIn } from './broken-email.js';
import type { Outcome } from './choosing.js';
import { type Selection, selectionOf } from './closure.js';
import type { Decided, Decision } from './decision.js';
import { type Finding, Severity } from './finding.js';
import { headlessAmong } from './headless.js';
import type { Siblings } from './siblings.js';

/** An object that is about to be published, and those that go with it. */
export interface Inspected {
  readonly id: string;
  readonly document: Document;
  /** What the public sees of it so far. */
  readonly before: Document | undefined;
  /** What the public sees beside it: others with the same reference (see `siblings` of its type). */
  readonly siblings: readonly Document[];
  readonly now: Date;
  /** Another object that it brings along, by its global id, as the public sees it afterwards. */
  readonly companion: (id: unknown) => Document | undefined;
  /** The draft of one that the public does not see even afterwards. */
  readonly hidden: (id: unknown) => Document | undefined;
}

/** What is found in an object. */
export interface FoundIn extends Finding {
  readonly content: ContentType;
  readonly id: string;
}

export interface DescribedObject {
  readonly content: ContentType;
  readonly id: string;
  readonly document: Document;
  readonly version: number;
  /** The first publication, unless every trace of it was removed. */
  readonly publishedAt: Date | null;
  readonly updatedAt: Date;
}

/** Objects of a publication: those that are written, and beside them those that the public sees already. */
export interface InspectedTogether {
  readonly published: Selection;
  readonly unchanged: Selection;
}

/** Finds what a single object does not show: what has to be there for others, or in another stage. */
export type Inspector = (
  transaction: Transaction,
  store: ContentStore,
  objects: InspectedTogether,
) => Promise<readonly FoundIn[]>;

/** The objects of a selection as documents, by global id: a query for each table, however many objects. */
export async function documentsOf(
  manager: EntityManager,
  store: ContentStore,
  selection: Selection,
): Promise<Map<string, DescribedObject>> {
  const inputs = await store.inputs;
  const documents = new Map<string, DescribedObject>();
  for (const [content, ids] of selection) {
    for (const [id, stored] of await readStored(manager, content, [...ids])) {
      const document = documentOf(content, inputs.typeOf(content), stored);
      const { version, publishedAt, updatedAt } = stored.root as Pick<
        Content,
        'version' | 'publishedAt' | 'updatedAt'
      >;
      documents.set(globalId(content.table, id), { content, id, document, version, publishedAt, updatedAt });
    }
  }
  return documents;
}

type Described = ReadonlyMap<string, DescribedObject>;

/** What there is beside the objects that are inspected, by global id. */
interface Surroundings {
  /** What else the public sees afterwards. */
  readonly besides?: Described;
  /** What goes along with them and stays hidden. */
  readonly hidden?: Described;
  /** What the public sees of them so far. */
  readonly before?: Described;
  readonly siblings?: Siblings;
}

/** Everything that there is to say of objects: what their types find, and what the kernel finds in any words. */
export function inspect(
  documents: Described,
  now: Date,
  { besides, hidden, before, siblings }: Surroundings = {},
): FoundIn[] {
  const lookUp = {
    companion: (id: unknown) => (documents.get(String(id)) ?? besides?.get(String(id)))?.document,
    hidden: (id: unknown) => hidden?.get(String(id))?.document,
  };
  return [...documents].flatMap(([name, { content, id, document }]) => {
    const beside = siblings?.get(name) ?? [];
    const about = { id, document, before: before?.get(name)?.document, siblings: beside, now, ...lookUp };
    const own = content.declaration.inspect?.(about) ?? [];
    const places = new Set(own.map(({ path }) => path.join('.')));
    // Where the type has something to say of a place, that is more to the point.
    const others = brokenEmailsIn(document).filter(({ path }) => !places.has(path.join('.')));
    return [...own, ...others].map((finding) => ({ ...finding, content, id }));
  });
}

/** What is found in all that is public afterwards. An error of what is public already keeps nothing from anybody. */
export function inspectDecision({ objects }: Decision, now: Date, siblings: Siblings = new Map()): FoundIn[] {
  const [documents, besides, hidden, before] = [new Map(), new Map(), new Map(), new Map()];
  for (const { content, id, draft, published, outcome } of objects.values()) {
    const name = globalId(content.table, id);
    if (published) before.set(name, published);
    if (outcome.kind === 'PUBLISHED' || outcome.kind === 'UNCHANGED') documents.set(name, draft);
    else if (published) besides.set(name, published);
    else hidden.set(name, draft);
  }
  const concerned = concernedBy([...objects.values()]);
  const found = inspect(documents, now, { besides, hidden, before, siblings }).map((finding) =>
    concerned.has(finding.id) ? finding : { ...finding, severity: atMostWarning(finding.severity) },
  );
  return [...found, ...headlessAmong(objects.values())];
}

/** The same, with what is found by looking further than at the objects of the publication. */
export async function inspectTogether(
  transaction: Transaction,
  store: ContentStore,
  decision: Decision,
  siblings?: Siblings,
): Promise<FoundIn[]> {
  const objects = [...decision.objects.values()];
  const of = (kind: Outcome['kind']) => selectionOf(objects.filter(({ outcome }) => outcome.kind === kind));
  const further = await store.inspect(transaction, {
    published: of('PUBLISHED'),
    unchanged: of('UNCHANGED'),
  });
  return [...inspectDecision(decision, store.clock(), siblings), ...further];
}

/** What is published, and what says nothing without it: a sponsorship is what its programme is. */
function concernedBy(objects: readonly Decided[]): ReadonlySet<string> {
  const published = objects.filter(({ outcome }) => outcome.kind === 'PUBLISHED');
  const parents = new Set(published.flatMap((object) => [...object.parents]));
  const withoutPage = objects.filter(({ content, id }) => !content.isPage && parents.has(id));
  return new Set([...published, ...withoutPage].map(({ id }) => id));
}

function atMostWarning(severity: Severity): Severity {
  return severity === Severity.ERROR ? Severity.WARNING : severity;
}

/**
 * What there is to say of the objects but for what keeps them from being published.
 * @throws Refusal NOT_READY with every error that the types find
 */
export async function assertReady(
  transaction: Transaction,
  store: ContentStore,
  decision: Decision,
): Promise<readonly FoundIn[]> {
  const found = await inspectTogether(transaction, store, decision);
  const errors = found.filter(({ severity }) => severity === Severity.ERROR);
  if (errors.length === 0) return found;
  const problems: Problem[] = errors.map(({ content, id, path, sentence }) =>
    problem('NOT_READY', sentence, [globalId(content.table, id), ...path]),
  );
  throw new Refusal(problems);
}
