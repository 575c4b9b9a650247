import { registerEnumType } from 'type-graphql';
import { globalId } from '../contract/global-id.js';
import { hasWordsIn } from '../model/document.js';
import { type Assessment, PublishGroup } from './assessment.js';
import type { DescribedObject } from './described-objects.js';
import { type Candidate, PublishRelation } from './publish-set.js';

/** Why something that belongs to what is published is not published with it. */
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
  description: 'Why an object stays as it is for the public.',
  valuesConfig: {
    UNCHANGED: { description: 'It was asked for, and the public sees the same already.' },
    NOT_CHOSEN: { description: 'It is a content that `withContents` does not name.' },
    CHANGED_BY_OTHERS: { description: 'Somebody else has changed it since it was published.' },
    WITHDRAWN: { description: 'It was taken out on purpose: whole, or the languages in `locales`.' },
    REFERRED_TO: { description: 'It is not public, and only referred to.' },
    NO_WORDS: { description: 'It has no words in the languages that are published.' },
  },
});

/** What becomes of an object. */
export type Outcome =
  | { readonly kind: 'PUBLISHED'; readonly locales: readonly string[] }
  | { readonly kind: 'UNCHANGED' }
  | { readonly kind: 'LEFT_OUT'; readonly reason: LeftOutReason }
  /** It goes along only with what is left out itself. */
  | { readonly kind: 'ASIDE' };

export interface Considered extends Candidate {
  readonly draft: DescribedObject;
  readonly published: DescribedObject | undefined;
  readonly assessment: Assessment;
}

export interface Choice {
  readonly locales: readonly string[];
  /** Whether these are all languages: then an object without words is published, too. */
  readonly inAllLocales: boolean;
  /** Global ids of what was chosen beside what was asked for; undefined where that is left to the rule. */
  readonly named: ReadonlySet<string> | undefined;
}

/**
 * What becomes of each object. Published is what was asked for or named; of contents and companions what is new, and
 * what nobody else has changed since its last publication. What was withdrawn stays withdrawn.
 */
export function outcomesOf(
  considered: ReadonlyMap<string, Considered>,
  choice: Choice,
): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  const outcomeOf = (object: Considered): Outcome => {
    const known = outcomes.get(object.id);
    if (known) return known;
    // Nothing leads back to itself; if it ever did, that would end here.
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
  for (const object of considered.values()) outcomeOf(object);
  return outcomes;
}

export function isChosen({ content, id, relation }: Candidate, { named }: Choice): boolean {
  return relation === PublishRelation.ASKED_FOR || (named?.has(globalId(content.table, id)) ?? false);
}

/** Where contents are chosen by name: whether this is one that was not. */
function isNotChosen(object: Candidate, choice: Choice): boolean {
  return (
    choice.named !== undefined && object.relation === PublishRelation.CONTENT && !isChosen(object, choice)
  );
}

/** Whether it was asked for and cannot be published, since it says nothing in these languages. */
export function isRefused({
  relation,
  outcome,
}: Pick<Candidate, 'relation'> & { readonly outcome: Outcome }): boolean {
  const isWithoutWords = outcome.kind === 'LEFT_OUT' && outcome.reason === LeftOutReason.NO_WORDS;
  return relation === PublishRelation.ASKED_FOR && isWithoutWords;
}

function isPublic({ kind }: Outcome): boolean {
  return kind === 'PUBLISHED' || kind === 'UNCHANGED';
}

function decide(object: Considered, choice: Choice, isReached: () => boolean): Outcome {
  const { group, withdrawnLocales } = object.assessment;
  const isUnchanged = group === PublishGroup.UNCHANGED;
  if (isChosen(object, choice)) return isUnchanged ? { kind: 'UNCHANGED' } : withWords(object, choice);
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
      return withWords(object, choice, withdrawnLocales);
  }
}

function withWords(
  object: Considered,
  { locales, inAllLocales }: Choice,
  withdrawn: readonly string[] = [],
): Outcome {
  if (!inAllLocales && isTextOptional(object, locales))
    return { kind: 'LEFT_OUT', reason: LeftOutReason.NO_WORDS };
  return { kind: 'PUBLISHED', locales: locales.filter((locale) => !withdrawn.includes(locale)) };
}

/** Whether its page would have no words at all: in none of the languages that are published now or were before. */
function isTextOptional(
  { content, draft, published: seen }: Considered,
  locales: readonly string[],
): boolean {
  if (!content.isPage) return false;
  const said = Object.keys((seen?.document.text ?? {}) as object);
  return (
    !locales.some((locale) => hasWordsIn(draft.document, locale)) &&
    !said.some((locale) => seen !== undefined && hasWordsIn(seen.document, locale))
  );
}
