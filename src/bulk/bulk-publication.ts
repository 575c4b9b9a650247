import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Locales } from '../content/language/locale.js';
import type { LeftOut } from '../content/publishing/left-out.js';
import { LeftOutType, toLeftOut } from '../content/publishing/left-out.type.js';
import { PublishFinding, toFindings } from '../content/publishing/publish-plan.type.js';
import type { PlannedFinding } from '../content/publishing/publish-plan-findings.js';
import type { NamedObject } from '../content/publishing/publish-plan-items.js';

/** Entries of a list that are stored; how many there were is counted. */
const MAX_ENTRIES = 100;

/** What a bulk publication or withdrawal did. */
export interface BulkPublicationReport {
  readonly requestedChanges: number;
  readonly otherChanges: number;
  readonly leftOut: readonly LeftOut[];
  readonly leftOutCount: number;
  readonly findings: readonly PlannedFinding[];
  readonly findingCount: number;
  readonly schedules: readonly string[];
}

/** @param requested the global ids of the requested objects */
export function reportOf(
  requested: ReadonlySet<string>,
  {
    publicChanges,
    leftOut = [],
    findings,
    schedules = [],
  }: {
    readonly publicChanges: readonly NamedObject[];
    readonly leftOut?: readonly LeftOut[];
    readonly findings: readonly PlannedFinding[];
    readonly schedules?: readonly string[];
  },
): BulkPublicationReport {
  const requestedChanges = publicChanges.filter(({ id }) => requested.has(id)).length;
  return {
    requestedChanges,
    otherChanges: publicChanges.length - requestedChanges,
    leftOut: leftOut.slice(0, MAX_ENTRIES),
    leftOutCount: leftOut.length,
    // Findings may carry their content type, which cannot be stored.
    findings: findings.slice(0, MAX_ENTRIES).map(({ severity, code, path, sentence, object, target }) => {
      return { severity, code, path, sentence, object, ...(target ? { target } : {}) };
    }),
    findingCount: findings.length,
    schedules,
  };
}

@ObjectType({ description: 'What a bulk operation that publishes or unpublishes did.' })
export class BulkPublication {
  @Field(() => Int, {
    description:
      'How many of the requested objects changed in public; the others were public, or hidden, in this form already.',
  })
  requestedChanges!: number;

  @Field(() => Int, { description: 'How many other objects changed in public along with them.' })
  otherChanges!: number;

  @Field(() => [LeftOutType], {
    description: `As in the result of publishing: what was left out, and why; at most ${MAX_ENTRIES}.`,
  })
  leftOut!: readonly LeftOutType[];

  @Field(() => Int, { description: 'How many were left out.' }) leftOutCount!: number;

  @Field(() => [PublishFinding], {
    description: `Warnings about what was published, or traces that remain; at most ${MAX_ENTRIES}.`,
  })
  findings!: readonly PublishFinding[];

  @Field(() => Int, { description: 'How many warnings or traces there were.' }) findingCount!: number;

  @Field(() => [ID], {
    description: 'Global ids of earlier schedules that no longer publish what was unpublished.',
  })
  schedules!: readonly string[];
}

/** In the language of a request. */
export function toBulkPublication(
  { leftOut, findings, ...counts }: BulkPublicationReport,
  locales: Locales,
  locale: string,
): BulkPublication {
  return {
    ...counts,
    leftOut: leftOut.map((each) => toLeftOut(each, locales, locale)),
    findings: toFindings(findings, locales, locale),
  };
}
