import { hasText } from '../../foundation/text.js';
import { globalId } from '../contract/global-id.js';
import { kindOf } from '../model/content-kind.js';
import type { ContentType } from '../model/content-type.js';
import { type Document, hasTextIn, isRecord } from '../model/document.js';
import type { Contribution, PublishGroup } from './assessment.js';
import type { Decided, Decision } from './decision.js';
import type { DescribedObject } from './described-objects.js';
import { referencesOf } from './publish-plan-references.js';
import { PublishRelation } from './publish-set.js';

/** The effect of publishing on an object. */
export enum PublishAction {
  PUBLISH = 'PUBLISH',
  UPDATE = 'UPDATE',
  UNCHANGED = 'UNCHANGED',
}

/** An object with what identifies it to people. */
export interface NamedObject {
  readonly id: string;
  readonly kind: string;
  readonly title: string | null;
  readonly externalRef: string | null;
}

export interface PlannedItem extends NamedObject {
  readonly action: PublishAction;
  readonly relation: PublishRelation;
  readonly group: PublishGroup;
  readonly changedBy: readonly Contribution[];
  /** The languages with text of their own. */
  readonly locales: readonly string[];
  /** The languages that are published. */
  readonly publishedLocales: readonly string[];
}

/** Everything within the scope that is public afterwards, in the order of the plan. */
export function itemsOf({ objects }: Decision, names: Naming, codes: readonly string[]): PlannedItem[] {
  const shown = [...objects.values()].filter(
    ({ outcome }) => outcome.kind === 'PUBLISHED' || outcome.kind === 'UNCHANGED',
  );
  return inOrder(shown).map(({ draft, published, outcome, relation, assessment }) => ({
    ...names.ofDraft(draft),
    action:
      outcome.kind === 'UNCHANGED'
        ? PublishAction.UNCHANGED
        : published
          ? PublishAction.UPDATE
          : PublishAction.PUBLISH,
    relation,
    group: assessment.group,
    changedBy: assessment.changedBy,
    locales: codes.filter((code) => hasTextIn(draft.document, code)),
    publishedLocales:
      outcome.kind === 'PUBLISHED'
        ? codes.filter(
            (code) =>
              outcome.locales.includes(code) &&
              [draft, published].some((stage) => stage && hasTextIn(stage.document, code)),
          )
        : [],
  }));
}

/** Names objects by their title, in the best language that has one. */
export class Naming {
  constructor(readonly chain: readonly string[]) {}

  ofDraft({ content, id, document }: Pick<DescribedObject, 'content' | 'id' | 'document'>): NamedObject {
    const translations = isRecord(document.text) ? document.text : {};
    return this.of(content, id, translations, document.externalRef);
  }

  of(content: ContentType, id: string, translations: Document, externalRef: unknown): NamedObject {
    const field = content.titleField ?? '';
    const title = [...this.chain, ...Object.keys(translations)]
      .map((locale) => translations[locale])
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

/** Sorts objects: requested ones, what these list in its order, then everything else. */
export function inOrder<Each extends Decided>(objects: readonly Each[]): Each[] {
  const requested = objects.filter(({ relation }) => relation === PublishRelation.ASKED_FOR);
  const listed = requested.flatMap(({ content, draft }) => referencesOf(content, draft.document));
  const nameOf = ({ content, id }: Decided) => globalId(content.table, id);
  const rank = new Map<string, number>();
  for (const name of [...requested.map(nameOf), ...listed.map(({ id }) => id)])
    if (!rank.has(name)) rank.set(name, rank.size);
  return objects
    .map((object) => ({
      object,
      rank: rank.get(nameOf(object)) ?? rank.size,
      key: `${object.content.table} ${object.draft.document.externalRef}`,
    }))
    .sort((one, other) => one.rank - other.rank || (one.key < other.key ? -1 : 1))
    .map(({ object }) => object);
}
