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
  description: 'What publishing would do to an object.',
  valuesConfig: {
    PUBLISH: { description: 'It would be published for the first time.' },
    UPDATE: { description: 'It is published; its changes would be.' },
    UNCHANGED: { description: 'It is published as it is; nothing would change.' },
  },
});

@ObjectType({ description: 'An object that would be published, or is public just so.' })
export class PublishPlanItem extends PlannedObject {
  @Field(() => PublishAction, { description: 'What would happen to it.' }) action!: PublishAction;

  @Field(() => PublishRelation, { description: 'How it comes to be in the plan.' })
  relation!: PublishRelation;

  @Field(() => PublishGroup, { description: 'Where it stands so far.' }) group!: PublishGroup;

  @Field(() => [ContributionType], {
    description: 'Who has changed it since it was published, the latest first.',
  })
  changedBy!: readonly Contribution[];

  @Field(() => [LocaleScalar], {
    description: 'The languages that it has words of its own in, published or not.',
  })
  locales!: readonly string[];
}

@ObjectType({
  description: 'Something to know before an object is published, or after another one was taken out.',
})
export class PublishFinding {
  @Field(() => Severity, { description: 'How much it matters.' }) severity!: Severity;

  @Field(() => FindingCode, { description: 'What was found.' }) code!: string;

  @Field({
    description:
      'What was found and what to do, in the language of the request: English or Traditional Chinese.',
  })
  message!: string;

  @Field(() => [String], {
    description:
      'Where it is: from the object to the field, in the form of content files; empty when it is the object as a whole. Entries of lists go by their number from 0, translations by their language.',
  })
  path!: readonly string[];

  @Field(() => PlannedObject, { description: 'The object it is about.' }) object!: NamedObject;

  @Field(() => PlannedObject, {
    nullable: true,
    description: 'For TARGET_NOT_PUBLISHED: the object that stays hidden.',
  })
  target?: NamedObject | null;
}

@ObjectType('PublishPlan', { description: 'What publishing objects would do.' })
export class PublishPlanType {
  @Field({ description: 'Whether it can be published: whether there is no finding with severity ERROR.' })
  isReady!: boolean;

  @Field({
    description:
      'For `expectedFingerprint` where the same is published or scheduled: then only what this plan says is published, in these versions and languages. It is not for reading.',
  })
  fingerprint!: string;

  @Field(() => [PublishPlanItem], {
    description:
      'Every object that would be published, or is public just so: what was asked for, then what it lists, in order, then what goes with them.',
  })
  items!: readonly PublishPlanItem[];

  @Field(() => [LeftOutType], {
    description:
      'What has to do with them and would stay as it is: once for each object, with the reason and what to do.',
  })
  leftOut!: readonly LeftOutType[];

  @Field(() => [PublishFinding], { description: 'What to know before, the most serious first.' })
  findings!: readonly PublishFinding[];
}

/** A plan in the language of a request. */
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

/** The same sentence in the same language as where publishing is refused. */
function messageOf({ sentence, path }: PlannedFinding, locales: Locales, locale: string): string {
  return toUserError(problem('NOT_READY', sentence, path), locales, locale).message;
}
