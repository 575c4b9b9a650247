import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { globalId } from '../contract/global-id.js';
import { Severity } from '../model/finding.js';
import type { ObjectFinding } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { Decided, Decision } from './decision.js';
import type { Described, Siblings } from './described-objects.js';
import type { Outcome } from './publish-choice.js';
import { selectionOf } from './publish-set.js';
import { checkTexts } from './text-checks.js';
import { untitledAmong } from './untitled.js';

/** Other objects that the checks look at, by global id. */
interface Surroundings {
  /** Other public objects after the publication. */
  readonly neighboursOf?: Described;
  /** Companions and references that stay hidden. */
  readonly hidden?: Described;
  /** The checked objects as they are public now. */
  readonly before?: Described;
  readonly siblings?: Siblings;
}

/** Runs the checks of the types, and those that apply to any text. */
export async function checkObjects(
  documents: Described,
  now: Date,
  { neighboursOf, hidden, before, siblings }: Surroundings = {},
): Promise<ObjectFinding[]> {
  const lookUp = {
    companion: (id: unknown) => (documents.get(String(id)) ?? neighboursOf?.get(String(id)))?.document,
    hidden: (id: unknown) => hidden?.get(String(id))?.document,
  };
  const found: ObjectFinding[] = [];
  for (const [name, { content, id, document }] of documents) {
    const beside = siblings?.get(name) ?? [];
    const about = { id, document, before: before?.get(name)?.document, siblings: beside, now, ...lookUp };
    const own = content.declaration.publishChecks?.(about) ?? [];
    const places = new Set(own.map(({ path }) => path.join('.')));
    // A finding of the type is more specific than a general one in the same place.
    const others = checkTexts(document, content).filter(({ path }) => !places.has(path.join('.')));
    found.push(...[...own, ...others].map((finding) => ({ ...finding, content, id })));
    await yieldToEventLoop();
  }
  return found;
}

/** Checks everything that will be public. Errors in what is public already become warnings: they prevent nothing. */
async function checkDecision(
  { objects }: Decision,
  now: Date,
  siblings: Siblings = new Map(),
): Promise<ObjectFinding[]> {
  const [documents, neighboursOf, hidden, before] = [new Map(), new Map(), new Map(), new Map()];
  for (const { content, id, draft, published, outcome } of objects.values()) {
    const name = globalId(content.table, id);
    if (published) before.set(name, published);
    if (outcome.kind === 'PUBLISHED' || outcome.kind === 'UNCHANGED') documents.set(name, draft);
    else if (published) neighboursOf.set(name, published);
    else hidden.set(name, draft);
  }
  const concerned = concernedBy([...objects.values()]);
  const found = await checkObjects(documents, now, { neighboursOf, hidden, before, siblings });
  const known = found.map((finding) =>
    concerned.has(finding.id) ? finding : { ...finding, severity: atMostWarning(finding.severity) },
  );
  return [...known, ...(await untitledAmong(objects.values()))];
}

/** Also runs the checks of the modules, which look beyond the objects of the publication. */
export async function runPublishChecks(
  transaction: Transaction,
  store: ContentStore,
  decision: Decision,
  siblings?: Siblings,
): Promise<ObjectFinding[]> {
  const objects = [...decision.objects.values()];
  const of = (kind: Outcome['kind']) => selectionOf(objects.filter(({ outcome }) => outcome.kind === kind));
  const further = await store.runPublishChecks(transaction, {
    published: of('PUBLISHED'),
    unchanged: of('UNCHANGED'),
  });
  return [...(await checkDecision(decision, store.clock(), siblings)), ...further];
}

/** What is published, and parents without a page, whose content it is: a sponsorship shows its programme. */
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
 * @returns warnings and information about the objects
 * @throws Refusal NOT_READY with every error
 */
export async function assertReady(
  transaction: Transaction,
  store: ContentStore,
  decision: Decision,
): Promise<readonly ObjectFinding[]> {
  const found = await runPublishChecks(transaction, store, decision);
  const errors = found.filter(({ severity }) => severity === Severity.ERROR);
  if (errors.length === 0) return found;
  const problems: Problem[] = errors.map(({ content, id, path, sentence }) =>
    problem('NOT_READY', sentence, [globalId(content.table, id), ...path]),
  );
  throw new Refusal(problems);
}
