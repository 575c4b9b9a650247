import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { Severity } from '../model/finding.js';
import type { FoundIn } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { Decided, Decision } from './decision.js';
import { headlessAmong } from './headless.js';
import type { Outcome } from './publish-choice.js';
import { selectionOf } from './publish-set.js';
import type { Siblings } from './readiness.js';
import { inspect } from './readiness.js';

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
