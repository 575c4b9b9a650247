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
  description: 'What is done at the time of a schedule.',
  valuesConfig: {
    PUBLISH: { description: 'The drafts, as they are then, become what the public sees.' },
    UNPUBLISH: { description: 'The objects are taken out of what the public sees; their drafts stay.' },
  },
});

registerEnumType(ScheduleState, {
  name: 'ScheduleState',
  description: 'What has become of a schedule.',
  valuesConfig: {
    PENDING: { description: 'Its time has not come, or the server has not got round to it.' },
    DONE: { description: 'It was carried out.' },
    CANCELLED: { description: 'It was cancelled before its time.' },
    FAILED: { description: 'It could not be carried out; nothing was changed. See `problems`.' },
  },
});

@ObjectType({ description: 'Why a schedule could not be carried out.' })
export class ScheduleProblemType {
  @Field({
    description:
      'A code as user errors have it; UNAUTHENTICATED when the key of whoever scheduled it was revoked, and UNAVAILABLE or INTERNAL_SERVER_ERROR for a fault of the server.',
  })
  code!: string;

  @Field({
    description:
      'What is wrong and what to do, in the language of the request: English or Traditional Chinese.',
  })
  message!: string;

  @Field(() => [String], { description: 'Where it is: an object by its id, then the field at fault.' })
  path!: readonly string[];
}

@ObjectType('PublishSchedule', { description: 'Objects that are published or taken out at some time.' })
export class PublishScheduleType {
  @Field(() => ID, { description: 'Its id; ids grow with time.' }) id!: string;

  @Field(() => ContentKind, { description: 'The kind of the objects.' }) kind!: string;

  @Field(() => [ID], { description: 'The ids of the objects.' }) ids!: string[];

  @Field(() => ScheduleAction, { description: 'What is done with them.' }) action!: ScheduleAction;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages whose text is published or taken out; null for all.',
  })
  locales?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The ids of what is published with them; null for what is right at that instant.',
  })
  withContents?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The fingerprint of the plan that it has to be as in; null where none was given.',
  })
  expectedFingerprint?: string | null;

  @Field(() => ScheduleState, { description: 'What has become of it.' }) state!: ScheduleState;

  @Field(() => DateTimeScalar, { description: 'When it was scheduled.' }) createdAt!: string;

  @Field({ description: 'Who scheduled it; it is done in their name.' }) createdBy!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was carried out, was cancelled, or failed; null while it is pending.',
  })
  finishedAt?: string | null;

  @Field(() => [ScheduleProblemType], {
    description:
      'Why it failed, or was cancelled though nobody asked for that: what it was about is not there any more, or not as `expectedFingerprint` says. Otherwise empty.',
  })
  problems!: ScheduleProblemType[];

  @Field(() => [LeftOutType], {
    description:
      'What it leaves out, and why: what was taken out or deleted after it was made, whole or in some languages, and when it was carried out whatever else has to do with it and stayed as it was.',
  })
  leftOut!: readonly LeftOutType[];
}

@ObjectType({ description: 'The result of a mutation of a schedule.' })
export class SchedulePayload {
  @Field(() => PublishScheduleType, { nullable: true, description: 'It; null when nothing was done.' })
  schedule?: PublishScheduleType | null;

  @Field(() => [PublishFinding], {
    description:
      'Of what is scheduled to be published: what there is to know if it were done now, as `publishPlan` says it. An ERROR that is not put right by then lets it fail.',
  })
  findings!: readonly PublishFinding[];

  @Field(() => [UserError], {
    description: 'Errors that the caller can fix. If there are any, nothing was written.',
  })
  userErrors!: readonly UserError[];
}

export const PublishScheduleConnection = connectionOf(PublishScheduleType, 'PublishSchedule');
