import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../content/model/connection.type.js';
import { ContentKind } from '../content/model/content-kind.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';
import { LeftOutType } from '../content/publishing/left-out.type.js';
import { PublishFinding } from '../content/publishing/publish-plan.type.js';
import { UserError } from '../content/writing/user-error.js';
import { ScheduleAction, ScheduleState } from './schedule.entity.js';

registerEnumType(ScheduleAction, {
  name: 'ScheduleAction',
  description: 'The action of a schedule.',
  valuesConfig: {
    PUBLISH: { description: 'Publishes the drafts as they are at that time.' },
    UNPUBLISH: { description: 'Withdraws the objects from the public; their drafts stay.' },
  },
});

registerEnumType(ScheduleState, {
  name: 'ScheduleState',
  description: 'The state of a schedule.',
  valuesConfig: {
    PENDING: { description: 'It is not due, or about to run.' },
    DONE: { description: 'It was carried out.' },
    CANCELLED: { description: 'It was cancelled before it was due.' },
    FAILED: { description: 'It failed, and nothing was changed. See `problems`.' },
  },
});

@ObjectType({ description: 'Why a schedule could not be carried out.' })
export class ScheduleProblemType {
  @Field({
    description:
      'A code as in `UserError`; UNAUTHENTICATED if the key of the viewer who scheduled it was revoked, and UNAVAILABLE or INTERNAL_SERVER_ERROR for an error of the server.',
  })
  code!: string;

  @Field({
    description:
      'What is wrong and how to fix it, in the language of the request: English or Traditional Chinese.',
  })
  message!: string;

  @Field(() => [String], { description: 'The path: the id of an object, then the invalid field.' })
  path!: readonly string[];
}

@ObjectType('PublishSchedule', { description: 'A publication or withdrawal of objects at a set time.' })
export class PublishScheduleType {
  @Field(() => ID, { description: 'The id of the schedule; ids sort by time of creation.' }) id!: string;

  @Field(() => ContentKind, { description: 'The kind of the objects.' }) kind!: string;

  @Field(() => [ID], { description: 'The ids of the objects.' }) ids!: string[];

  @Field(() => ScheduleAction, { description: 'The action: publish or unpublish.' }) action!: ScheduleAction;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages to publish or unpublish; null for all.',
  })
  locales?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The ids of the contents to publish with them; null for the default rule at that instant.',
  })
  withContents?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The fingerprint of the plan that must still hold; null if none was given.',
  })
  expectedFingerprint?: string | null;

  @Field(() => ScheduleState, { description: 'Its state.' }) state!: ScheduleState;

  @Field(() => DateTimeScalar, { description: 'When it was scheduled.' }) createdAt!: string;

  @Field({ description: 'The name of the account that scheduled it, and in whose name it runs.' })
  createdBy!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it ran, was cancelled, or failed; null while it is pending.',
  })
  finishedAt?: string | null;

  @Field(() => [ScheduleProblemType], {
    description:
      'Why it failed, or was cancelled automatically: its objects are gone, or differ from `expectedFingerprint`. Otherwise empty.',
  })
  problems!: ScheduleProblemType[];

  @Field(() => [LeftOutType], {
    description:
      'What it leaves out, and why: objects or languages that were withdrawn or deleted after it was created and, once it has run, related objects that stayed as they were.',
  })
  leftOut!: readonly LeftOutType[];
}

@ObjectType({ description: 'The result of a mutation on a schedule.' })
export class SchedulePayload {
  @Field(() => PublishScheduleType, {
    nullable: true,
    description: 'The schedule; null if there are errors.',
  })
  schedule?: PublishScheduleType | null;

  @Field(() => [PublishFinding], {
    description:
      'For a publication: the findings of `publishPlan` if it ran now. It will fail with an ERROR that is not fixed by then.',
  })
  findings!: readonly PublishFinding[];

  @Field(() => [UserError], {
    description: 'Errors that the caller can fix. If there are any, nothing was written.',
  })
  userErrors!: readonly UserError[];
}

export const PublishScheduleConnection = connectionOf(PublishScheduleType, 'PublishSchedule');
