import { problem, Refusal, type Sentence } from '../../foundation/errors.js';
import type { Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { changesBetween } from '../history/changes.js';
import type { ContentStore } from '../storage/store.js';
import type { Considered } from './publish-choice.js';

/** A change of a shared field, with the sentence that refuses to publish it. */
interface SharedChange<Changed extends Considered> {
  readonly object: Changed;
  readonly path: readonly string[];
  readonly sentence: Sentence;
}

/** For a key that is restricted to languages, which publishes only their text: objects with changed shared fields. */
export function sharedChangesOf<Changed extends Considered>(
  store: ContentStore,
  { locales }: Viewer,
  objects: readonly Changed[],
): SharedChange<Changed>[] {
  if (!locales) return [];
  return objects.flatMap((object) => {
    const { draft, published } = object;
    const changes = changesBetween(published?.document ?? {}, draft.document, store.locales);
    const shared = changes.find(({ locale }) => locale === null);
    if (!shared) return [];
    return [{ object, path: shared.path.split('.'), sentence: sentences.notInLocale(shared.path, locales) }];
  });
}

/** @throws Refusal FORBIDDEN */
export function assertOnlyTextChanged(
  store: ContentStore,
  viewer: Viewer,
  objects: readonly Considered[],
): void {
  const problems = sharedChangesOf(store, viewer, objects).map(({ object, path, sentence }) =>
    problem('FORBIDDEN', sentence, [globalId(object.content.table, object.id), ...path]),
  );
  if (problems.length > 0) throw new Refusal(problems);
}
