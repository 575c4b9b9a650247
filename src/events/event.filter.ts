import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { labelledEnum } from '../content/localization/labels.js';
import { DateTimeScalar, LocaleScalar } from '../content/scalars.js';
import { AttendanceMode, EventKind, EventLifecycle, OrganisationRole } from './event.enum.js';

export const EventTime = labelledEnum(
  'EventTime',
  'Where now lies in relation to an event, in the time zone of the event.',
  {
    UPCOMING: {
      means: 'Not over yet: to come, on now, or without a date so far.',
      en: 'Upcoming',
      'zh-Hant': '即將舉行',
      'zh-Hans': '即将举行',
    },
    ONGOING: { means: 'On now: begun and not over.', en: 'On now', 'zh-Hant': '進行中', 'zh-Hans': '进行中' },
    PAST: { means: 'Over.', en: 'Past', 'zh-Hant': '已結束', 'zh-Hans': '已结束' },
  },
);

export type EventTime = keyof typeof EventTime;

export enum EventOrder {
  START_ASC = 'START_ASC',
  START_DESC = 'START_DESC',
  UPDATED_AT_DESC = 'UPDATED_AT_DESC',
  TITLE_ASC = 'TITLE_ASC',
}

registerEnumType(EventOrder, {
  name: 'EventOrder',
  description: 'How events are sorted.',
  valuesConfig: {
    START_ASC: { description: 'By their start, the earliest first; those without a date last.' },
    START_DESC: { description: 'By their start, the latest first; those without a date before all others.' },
    UPDATED_AT_DESC: { description: 'The most recently changed first.' },
    TITLE_ASC: { description: 'By title in the language asked for; those without a title last.' },
  },
});

@InputType({ description: 'Which events; all conditions must hold.' })
export class EventFilter {
  @Field(() => EventTime, {
    nullable: true,
    description: 'Where now lies: before the end, between, or after it.',
  })
  time?: EventTime;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Ends after this instant; leaves out events without a date.',
  })
  from?: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Begins before this instant; leaves out events without a date.',
  })
  to?: string;

  @Field(() => [EventKind], { nullable: true, description: 'Of one of these kinds.' })
  kind?: EventKind[];

  @Field(() => [EventLifecycle], { nullable: true, description: 'Whose plans stand in one of these ways.' })
  lifecycle?: EventLifecycle[];

  @Field(() => [AttendanceMode], { nullable: true, description: 'With one of these ways to take part.' })
  attendanceMode?: AttendanceMode[];

  @Field(() => ID, {
    nullable: true,
    description: 'In which this organisation has a role; its id, or a slug of it.',
  })
  organisation?: string;

  @Field(() => [OrganisationRole], {
    nullable: true,
    description: 'With `organisation`: only these roles of it.',
  })
  role?: OrganisationRole[];

  @Field(() => ID, {
    nullable: true,
    description: 'In which this person has a role; its id, or a slug of it.',
  })
  person?: string;

  @Field(() => ID, { nullable: true, description: 'Sessions of this series.' }) series?: string;

  @Field(() => ID, { nullable: true, description: 'Parts of this event; its id, or a slug of it.' })
  parent?: string;

  @Field(() => ID, { nullable: true, description: 'Listed in this issue; its id, or a slug of it.' })
  issue?: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Published or changed after this instant; see `changedAt`.',
  })
  changedSince?: string;

  @Field(() => LocaleScalar, { nullable: true, description: 'Readable in this locale without fallback.' })
  hasLocale?: string;
}
