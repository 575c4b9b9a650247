import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import type { Viewer } from '../access.js';
import { globalId } from '../global-id.js';
import type { ContentStore, Transaction } from '../store.js';
import { changesBetween } from '../writing/changes.js';
import { sentences } from '../writing/sentences.js';
import type { Selection } from './closure.js';
import { documentsOf } from './readiness.js';

/**
 * A key for some languages publishes words in these alone: not what all languages share, where that has changed.
 * @throws Refusal FORBIDDEN
 */
export async function assertOnlyWordsChanged(
  { draft, published }: Transaction,
  store: ContentStore,
  { locales }: Viewer,
  selection: Selection,
): Promise<void> {
  if (!locales) return;
  const wanted = await documentsOf(draft, store, selection);
  const seen = await documentsOf(published, store, selection);
  const problems: Problem[] = [];
  for (const [name, { content, id, document }] of wanted) {
    const changes = changesBetween(seen.get(name)?.document ?? {}, document, store.locales);
    const shared = changes.find(({ locale }) => locale === null);
    if (!shared) continue;
    const path = [globalId(content.table, id), ...shared.path.split('.')];
    problems.push(problem('FORBIDDEN', sentences.notInLocale(shared.path, locales), path));
  }
  if (problems.length > 0) throw new Refusal(problems);
}
