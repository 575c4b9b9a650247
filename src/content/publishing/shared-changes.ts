import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import type { Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { changesBetween } from '../history/changes.js';
import type { ContentStore } from '../storage/store.js';
import type { Considered } from './publish-choice.js';

/**
 * A key that is restricted to languages publishes only their text, so shared fields must not differ.
 * @throws Refusal FORBIDDEN
 */
export function assertOnlyTextChanged(
  store: ContentStore,
  { locales }: Viewer,
  objects: readonly Considered[],
): void {
  if (!locales) return;
  const problems: Problem[] = [];
  for (const { content, id, draft, published } of objects) {
    const changes = changesBetween(published?.document ?? {}, draft.document, store.locales);
    const shared = changes.find(({ locale }) => locale === null);
    if (!shared) continue;
    const path = [globalId(content.table, id), ...shared.path.split('.')];
    problems.push(problem('FORBIDDEN', sentences.notInLocale(shared.path, locales), path));
  }
  if (problems.length > 0) throw new Refusal(problems);
}
