import { Field, ID, InputType } from 'type-graphql';
import { EXPECTED_FINGERPRINT, WITH_CONTENTS } from '../content/editing/mutation.input.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';
import { ScheduleAction } from './schedule.entity.js';

@InputType({ description: 'Which objects are published or taken out, and when: all of them or none.' })
export class PublishScheduleInput {
  @Field(() => [ID], { description: 'Their ids; at least one.' }) ids!: string[];

  @Field(() => DateTimeScalar, {
    description:
      'The instant, which has to be in the future: it is done within about a second after it, and never before.',
  })
  at!: string;

  @Field(() => ScheduleAction, {
    defaultValue: ScheduleAction.PUBLISH,
    description: 'What is done with them.',
  })
  action!: ScheduleAction;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages whose text is published or taken out; all when absent.',
  })
  locales?: string[] | null;

  @Field(() => [ID], { nullable: true, description: `${WITH_CONTENTS} It is decided at that instant.` })
  withContents?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: `${EXPECTED_FINGERPRINT} It is compared now, and again at that instant: then the schedule fails.`,
  })
  expectedFingerprint?: string | null;
}

@InputType({ description: 'Which schedule is cancelled.' })
export class ScheduleCancelInput {
  @Field(() => ID, { description: 'The id of the schedule.' }) id!: string;
}
