import { Field, ID, InputType } from 'type-graphql';
import { EXPECTED_FINGERPRINT, GLOBAL_IDS, WITH_CONTENTS } from '../content/editing/mutation.input.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';
import { ScheduleAction } from './schedule.entity.js';

@InputType({ description: 'A publication or withdrawal of objects at a set time, all or none.' })
export class PublishScheduleInput {
  @Field(() => [ID], { description: GLOBAL_IDS }) ids!: string[];

  @Field(() => DateTimeScalar, {
    description:
      'The instant, which must be in the future. The schedule runs within about a second after it, and never before.',
  })
  at!: string;

  @Field(() => ScheduleAction, {
    defaultValue: ScheduleAction.PUBLISH,
    description: 'The action: publish or unpublish.',
  })
  action!: ScheduleAction;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages to publish or unpublish; omit for all.',
  })
  locales?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: `${WITH_CONTENTS} What is published is decided when the schedule runs.`,
  })
  withContents?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: `${EXPECTED_FINGERPRINT} It is compared now and again at that instant, when a difference makes the schedule fail.`,
  })
  expectedFingerprint?: string | null;
}

@InputType({ description: 'The schedule to cancel.' })
export class ScheduleCancelInput {
  @Field(() => ID, { description: 'The id of the schedule.' }) id!: string;
}
