import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { problem } from '../../foundation/errors.js';
import type { Locales } from '../language/locale.js';
import { FindingCode, Severity } from '../model/finding.js';
import { LocaleScalar } from '../model/scalars.js';
import { toUserError } from '../writing/user-error.js';
import { type Contribution, PublishGroup } from './assessment.js';
import { ContributionType, LeftOutType, PlannedObject, toLeftOut } from './left-out.type.js';
import { LeftOutReason } from './publish-choice.js';
import type { PublishPlan } from './publish-plan.js';
import type { PlannedFinding } from './publish-plan-findings.js';
import { type NamedObject, PublishAction } from './publish-plan-items.js';
import { PublishRelation } from './publish-set.js';

registerEnumType(PublishAction, {
  name: 'PublishAction',
  description: 'The effect of publishing on an object.',
  valuesConfig: {
    PUBLISH: { description: 'It would be published for the first time.' },
    UPDATE: { description: 'Its changes would be published.' },
    UNCHANGED: { description: 'It is public in this form already.' },
  },
});

@ObjectType({ description: 'An object that would be published, or is public in this form already.' })
export class PublishPlanItem extends PlannedObject {
  @Field(() => PublishAction, { description: 'The effect of publishing on it.' }) action!: PublishAction;

  @Field(() => PublishRelation, { description: 'How it belongs to the publication.' })
  relation!: PublishRelation;

  @Field(() => PublishGroup, { description: 'Its state before the publication.' }) group!: PublishGroup;

  @Field(() => [ContributionType], {
    description: 'Who has changed it since it was published, latest first.',
  })
  changedBy!: readonly Contribution[];

  @Field(() => [LocaleScalar], {
    description: 'The languages with text of their own, published or not.',
  })
  locales!: readonly string[];

  @Field(() => [LocaleScalar], {
    description:
      'The languages that would be published: those chosen in which it has text, or has in public. None if it is public in this form already.',
  })
  publishedLocales!: readonly string[];
}

@ObjectType({
  description: 'The result of a check before publishing, or after unpublishing.',
})
export class PublishFinding {
  @Field(() => Severity, { description: 'Its severity; an ERROR prevents publication.' }) severity!: Severity;

  @Field(() => FindingCode, { description: 'The kind of finding, as a stable code.' }) code!: string;

  @Field({
    description:
      'The finding and how to resolve it, in the language of the request: English or Traditional Chinese.',
  })
  message!: string;

  @Field(() => [String], {
    description:
      'The path from the object to the field, in the form of content files; empty for the object as a whole. List entries are numbered from 0, translations go by their locale.',
  })
  path!: readonly string[];

  @Field(() => PlannedObject, { description: 'The object that it is about.' }) object!: NamedObject;

  @Field(() => PlannedObject, {
    nullable: true,
    description:
      'For TARGET_NOT_PUBLISHED: the object that stays hidden; for NAMESAKE: the one with the same name.',
  })
  target?: NamedObject | null;
}

@ObjectType('PublishPlan', { description: 'What publishing objects would do.' })
export class PublishPlanType {
  @Field({ description: 'Whether it can be published: true without findings of severity ERROR.' })
  isReady!: boolean;

  @Field({
    description:
      'Opaque; pass it as `expectedFingerprint` when you publish or schedule the same objects, so that nothing but what this plan lists is published, in these versions and languages.',
  })
  fingerprint!: string;

  @Field(() => [PublishPlanItem], {
    description:
      'Every object that would be published or is public in this form already: requested ones, what these list in its order, then what is published along.',
  })
  items!: readonly PublishPlanItem[];

  @Field(() => [LeftOutType], {
    description: 'Related objects that are left out, each once, with the reason and how to publish them.',
  })
  leftOut!: readonly LeftOutType[];

  @Field(() => [PublishFinding], { description: 'Findings of the publish checks, most severe first.' })
  findings!: readonly PublishFinding[];
}

/** In the language of a request. */
export function toPublishPlan(
  { fingerprint, items, leftOut, findings }: PublishPlan,
  locales: Locales,
  locale: string,
): PublishPlanType {
  return {
    isReady: findings.every(({ severity }) => severity !== Severity.ERROR),
    fingerprint,
    items,
    leftOut: leftOut
      .filter(({ reason }) => reason !== LeftOutReason.UNCHANGED)
      .map((each) => toLeftOut(each, locales, locale)),
    findings: toFindings(findings, locales, locale),
  };
}

export function toFindings(
  findings: readonly PlannedFinding[],
  locales: Locales,
  locale: string,
): readonly PublishFinding[] {
  return findings.map((finding) => ({ ...finding, message: messageOf(finding, locales, locale) }));
}

/** The message is the same as when publishing is refused. */
function messageOf({ sentence, path }: PlannedFinding, locales: Locales, locale: string): string {
  return toUserError(problem('NOT_READY', sentence, path), locales, locale).message;
}
