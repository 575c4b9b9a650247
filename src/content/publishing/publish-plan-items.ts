import { hasText } from '../../foundation/text.js';
import { kindOf } from '../content-kind.js';
import type { ContentType } from '../content-type.js';
import { globalId } from '../global-id.js';
import type { Locales } from '../localization/locale.js';
import { changesBetween } from '../writing/changes.js';
import { type Document, isRecord } from '../writing/document.js';
import { referencesOf } from './publish-plan-references.js';
import type { DescribedObject } from './readiness.js';

/** What publishing does to an object. */
export enum PublishAction {
  PUBLISH = 'PUBLISH',
  UPDATE = 'UPDATE',
  UNCHANGED = 'UNCHANGED',
}

/** An object as a person recognises it. */
export interface NamedObject {
  readonly id: string;
  readonly kind: string;
  readonly title: string | null;
  readonly externalRef: string | null;
}

export interface PlannedItem extends NamedObject {
  readonly action: PublishAction;
  /** The languages in which it has words of its own. */
  readonly locales: readonly string[];
}

/** What would become of each object, in an order that a person can follow. */
export function itemsOf(
  drafts: ReadonlyMap<string, DescribedObject>,
  published: ReadonlyMap<string, DescribedObject>,
  names: Naming,
  {
    root,
    chosen,
    locales,
  }: { readonly root: string; readonly chosen: readonly string[]; readonly locales: Locales },
): PlannedItem[] {
  return inOrderOf(drafts, root).map(([id, object]) => ({
    ...names.ofDraft(object),
    action: actionFor(published.get(id)?.document, object.document, chosen, locales),
    locales: locales.codes.filter((code) => hasWordsIn(object.document, code)),
  }));
}

/** What objects are called, in the best of the languages there is a title in. */
export class Naming {
  constructor(readonly chain: readonly string[]) {}

  ofDraft({ content, id, document }: DescribedObject): NamedObject {
    const words = isRecord(document.text) ? document.text : {};
    return this.of(content, id, words, document.externalRef);
  }

  of(content: ContentType, id: string, words: Document, externalRef: unknown): NamedObject {
    const field = content.localized.plain.find((name) => name !== 'slug') ?? '';
    const title = [...this.chain, ...Object.keys(words)]
      .map((locale) => words[locale])
      .map((own) => (isRecord(own) ? own[field] : undefined))
      .find((each) => typeof each === 'string' && hasText(each));
    return {
      id: globalId(content.table, id),
      kind: kindOf(content),
      title: typeof title === 'string' ? title : null,
      externalRef: typeof externalRef === 'string' ? externalRef : null,
    };
  }
}

type Entry = readonly [id: string, object: DescribedObject];

function inOrderOf(drafts: ReadonlyMap<string, DescribedObject>, root: string): Entry[] {
  const first = drafts.get(root);
  const listed = first ? referencesOf(first.content, first.document).map(({ id }) => id) : [];
  const rank = new Map([root, ...listed].map((id, index) => [id, index]));
  const rankOf = ([id]: Entry) => rank.get(id) ?? rank.size;
  const nameOf = ([, { content, document }]: Entry) => `${content.table} ${document.externalRef}`;
  return [...drafts].sort(
    (one, other) => rankOf(one) - rankOf(other) || (nameOf(one) < nameOf(other) ? -1 : 1),
  );
}

/** Words in other languages than the chosen ones stay as they are published. */
function actionFor(
  before: Document | undefined,
  after: Document,
  chosen: readonly string[],
  locales: Locales,
): PublishAction {
  if (!before) return PublishAction.PUBLISH;
  const changes = changesBetween(before, after, locales).filter(
    ({ locale }) => locale === null || chosen.includes(locale),
  );
  return changes.length > 0 ? PublishAction.UPDATE : PublishAction.UNCHANGED;
}

function hasWordsIn({ text }: Document, locale: string): boolean {
  const words = isRecord(text) ? text[locale] : undefined;
  return isRecord(words) && Object.keys(words).some((field) => field !== 'slug');
}
