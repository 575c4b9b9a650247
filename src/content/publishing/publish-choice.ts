import { registerEnumType } from 'type-graphql';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { globalId } from '../contract/global-id.js';
import { hasTextIn } from '../model/document.js';
import { type Assessment, PublishGroup } from './assessment.js';
import type { DescribedObject } from './described-objects.js';
import { type Candidate, PublishRelation } from './publish-set.js';

/** Why an object is not published along. */
export enum LeftOutReason {
  UNCHANGED = 'UNCHANGED',
  NOT_CHOSEN = 'NOT_CHOSEN',
  CHANGED_BY_OTHERS = 'CHANGED_BY_OTHERS',
  WITHDRAWN = 'WITHDRAWN',
  REFERRED_TO = 'REFERRED_TO',
  NO_WORDS = 'NO_WORDS',
}

registerEnumType(LeftOutReason, {
  name: 'LeftOutReason',
  description: 'Why an object is left out of a publication.',
  valuesConfig: {
    UNCHANGED: { description: 'It was requested, but draft and published version are the same.' },
    NOT_CHOSEN: { description: 'It is a content of the requested object that `withContents` does not list.' },
    CHANGED_BY_OTHERS: { description: 'Somebody else has changed it since it was published.' },
    WITHDRAWN: { description: 'It was unpublished, as a whole or in the languages of `locales`.' },
    REFERRED_TO: { description: 'It is not public and only referred to.' },
    NO_WORDS: { description: 'It has no text in the published languages.' },
  },
});

/** The outcome of a publication for an object. */
export type Outcome =
  | { readonly kind: 'PUBLISHED'; readonly locales: readonly string[] }
  | { readonly kind: 'UNCHANGED' }
  | { readonly kind: 'LEFT_OUT'; readonly reason: LeftOutReason }
  /** Belongs only to objects that are left out themselves. */
  | { readonly kind: 'ASIDE' };

export interface Considered extends Candidate {
  readonly draft: DescribedObject;
  readonly published: DescribedObject | undefined;
  readonly assessment: Assessment;
}

export interface Choice {
  readonly locales: readonly string[];
  /** Whether all languages are requested: then an object without text is published, too. */
  readonly inAllLocales: boolean;
  /** Global ids of what is published along; undefined to apply the default rule. */
  readonly named: ReadonlySet<string> | undefined;
}

/**
 * Decides the outcome of each object. Requested and named objects are published; contents and companions are if they
 * are new, or nobody else has changed them since their last publication. Withdrawn objects stay withdrawn.
 */
export async function outcomesOf(
  considered: ReadonlyMap<string, Considered>,
  choice: Choice,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const outcomeOf = (object: Considered): Outcome => {
    const known = outcomes.get(object.id);
    if (known) return known;
    // Ends a cycle, if there ever is one.
    outcomes.set(object.id, { kind: 'ASIDE' });
    const isReached = () =>
      [...object.parents].some((id) => {
        const parent = considered.get(id);
        return parent !== undefined && !isNotChosen(parent, choice) && isPublic(outcomeOf(parent));
      });
    const outcome = decide(object, choice, isReached);
    outcomes.set(object.id, outcome);
    return outcome;
  };
  for (const object of considered.values()) {
    outcomeOf(object);
    await yieldToEventLoop();
  }
  return outcomes;
}

export function isChosen({ content, id, relation }: Candidate, { named }: Choice): boolean {
  return relation === PublishRelation.ASKED_FOR || (named?.has(globalId(content.table, id)) ?? false);
}

/** Whether it is a content that `withContents` leaves out. */
function isNotChosen(object: Candidate, choice: Choice): boolean {
  return (
    choice.named !== undefined && object.relation === PublishRelation.CONTENT && !isChosen(object, choice)
  );
}

/** Whether it was requested, but has no text in the requested languages. */
export function isRefused({
  relation,
  outcome,
}: Pick<Candidate, 'relation'> & { readonly outcome: Outcome }): boolean {
  const hasNoText = outcome.kind === 'LEFT_OUT' && outcome.reason === LeftOutReason.NO_WORDS;
  return relation === PublishRelation.ASKED_FOR && hasNoText;
}

function isPublic({ kind }: Outcome): boolean {
  return kind === 'PUBLISHED' || kind === 'UNCHANGED';
}

function decide(object: Considered, choice: Choice, isReached: () => boolean): Outcome {
  const { group, withdrawnLocales } = object.assessment;
  const isUnchanged = group === PublishGroup.UNCHANGED;
  if (isChosen(object, choice)) return isUnchanged ? { kind: 'UNCHANGED' } : ifTextPresent(object, choice);
  if (isNotChosen(object, choice))
    return isUnchanged ? { kind: 'UNCHANGED' } : { kind: 'LEFT_OUT', reason: LeftOutReason.NOT_CHOSEN };
  if (!isReached()) return { kind: 'ASIDE' };
  switch (group) {
    case PublishGroup.UNCHANGED:
      return { kind: 'UNCHANGED' };
    case PublishGroup.CHANGED_BY_OTHERS:
      return { kind: 'LEFT_OUT', reason: LeftOutReason.CHANGED_BY_OTHERS };
    case PublishGroup.WITHDRAWN:
      return { kind: 'LEFT_OUT', reason: LeftOutReason.WITHDRAWN };
    default:
      return ifTextPresent(object, choice, withdrawnLocales);
  }
}

function ifTextPresent(
  object: Considered,
  { locales, inAllLocales }: Choice,
  withdrawn: readonly string[] = [],
): Outcome {
  if (!inAllLocales && hasNoText(object, locales))
    return { kind: 'LEFT_OUT', reason: LeftOutReason.NO_WORDS };
  return { kind: 'PUBLISHED', locales: locales.filter((locale) => !withdrawn.includes(locale)) };
}

/**
 * Whether its page would have no text at all, neither in the published languages nor in those that are public already.
 */
function hasNoText({ content, draft, published: seen }: Considered, locales: readonly string[]): boolean {
  if (!content.isPage) return false;
  const publicLocales = Object.keys((seen?.document.text ?? {}) as object);
  return (
    !locales.some((locale) => hasTextIn(draft.document, locale)) &&
    !publicLocales.some((locale) => seen !== undefined && hasTextIn(seen.document, locale))
  );
}
