import { groupBy } from '../../foundation/collections.js';
import { type Problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import type { Content } from '../content.entity.js';
import { changesSince } from '../history/changes-since.js';
import type { ContentStore, Transaction } from '../store.js';
import { located, type Target } from './change.js';
import { changesBetween } from './changes.js';
import { conflict } from './current-version.js';
import { type Document, merge } from './document.js';
import type { Preparing } from './preparing.js';
import { documentOf, readStored } from './snapshot.js';
import { mergeThree } from './three-way.js';

/** The document that an object is to become. */
export interface Wanted {
  readonly target: Target;
  readonly document: Document;
  /** What it is now; undefined for a new one. */
  readonly before: Document | undefined;
  /** Whether others had changed other things since the version that the editor saw. */
  readonly isMerged: boolean;
}

interface Work {
  readonly transaction: Transaction;
  readonly store: ContentStore;
  readonly preparing: Preparing;
  readonly problems: Problem[];
}

/**
 * What changes make of the objects as they are now.
 * @throws Refusal CONFLICT for changes of what others have changed since the editor saw it
 */
export async function wantedOf(
  work: Work,
  targets: readonly Target[],
  rows: ReadonlyMap<string, Content>,
): Promise<Wanted[]> {
  const { transaction, store, preparing, problems } = work;
  const wanted: Wanted[] = [];
  let isOutdated = false;
  for (const [content, own] of groupBy(targets, ({ change }) => change.content)) {
    const type = preparing.inputs.typeOf(content);
    const known = own.map(({ id }) => id).filter((id) => rows.has(id));
    const stored = await readStored(transaction.draft, content, known);
    for (const target of own) {
      const { change, id } = target;
      const [object, row] = [stored.get(id), rows.get(id)];
      const before = object && documentOf(content, type, object);
      const { expectedVersion = row?.version, isWhole } = change;
      if (before && row && expectedVersion !== row.version) {
        isOutdated = true;
        const document = await reconciled(work, target, row, before);
        if (document) wanted.push({ target, document, before, isMerged: true });
        continue;
      }
      const document = isWhole ? change.document : merge(type, before ?? {}, change.document, store.locales);
      wanted.push({ target, document, before, isMerged: false });
      await yieldToEventLoop();
    }
  }
  // A change of something else than the editor saw is not even looked at.
  if (isOutdated && problems.length > 0) throw new Refusal(problems);
  return wanted;
}

/**
 * The document with the changes of the editor and with those of others since. What all languages share is changed by
 * one of them at a time, and so are the words of each language.
 */
async function reconciled(
  { transaction, store, preparing, problems }: Work,
  { change, id }: Target,
  row: Content,
  theirs: Document,
): Promise<Document | undefined> {
  const { content, expectedVersion = 0, isWhole } = change;
  const since = await changesSince(transaction.system, id, expectedVersion, row.version);
  const refuse = async (changes = since?.changes ?? []): Promise<undefined> => {
    const place = located(change, ['expectedVersion']);
    problems.push(await conflict(transaction, row, expectedVersion, changes, place));
  };
  if (!since) return refuse();
  const { base } = since;
  const type = preparing.inputs.typeOf(content);
  const document = isWhole ? change.document : merge(type, base, change.document, store.locales);
  const mine = await preparing.foresee(change, id, row, {
    document,
    before: isWhole ? document : base,
  });
  if (!mine) return refuse();
  const touched = new Set(changesBetween(base, mine, store.locales).map(({ locale }) => locale));
  // Back to what it was when it was seen: all that happened since is in the way.
  if (isWhole && touched.size === 0) return refuse();
  const overlap = since.changes.filter(({ locale }) => touched.has(locale));
  if (overlap.length > 0) return refuse(overlap);
  return mergeThree(base, mine, theirs, store.locales) ?? refuse();
}
