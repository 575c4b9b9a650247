import type { LocalizedText } from '../content/language/translation.js';
import {
  choice,
  computed,
  day,
  decimal,
  flag,
  instant,
  integer,
  line,
  matches,
  timeZone,
  translated,
  url,
} from '../content/model/fields.js';
import { fieldGroup } from '../content/model/model.js';
import { allOf, isEqual, isOneOfConstants, isReached, isWithin, not } from '../content/sql/expressions.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { AdmissionType, Allocation, DayPart, EventLifecycle, SchedulePrecision } from './event.enum.js';

@fieldGroup('When an event takes place.')
export class Schedule {
  @choice(SchedulePrecision, 'How exactly it is known; says which of the other fields are set.', {
    isRequired: true,
  })
  precision!: SchedulePrecision;
  @instant('When it begins, with the offset of its time zone; only for precision TIME.', {
    name: 'start',
    zone: 'timeZone',
  })
  startsAt!: Date | null;
  @instant('When it ends; null also where no end is announced.', { name: 'end', zone: 'timeZone' })
  endsAt!: Date | null;
  @day('Its first day, in its time zone; written for precision DATE only.') startDate!: string | null;
  @day('Its last day, included; written for precision DATE only.') endDate!: string | null;
  @choice(DayPart, 'The part of the day, where no time is known.') dayPart!: DayPart | null;
  @computed(() => Boolean, 'Whether whole days are meant: precision DATE.', isEqual('precision', 'DATE'))
  allDay?: boolean;
  @timeZone('The IANA time zone of the place, such as "Asia/Hong_Kong".', { default: HOME_TIME_ZONE })
  timeZone!: string;
  @computed(
    () => Boolean,
    'Whether it is over. Without a known end it is over at the end of its last day there.',
    isReached('overAt'),
  )
  isOver?: boolean;
}

@fieldGroup('How to get a place.')
export class Registration {
  @flag('Whether one has to register or apply.', {
    name: 'isRequired',
    output: { isNullable: false },
    hint: 'yes when absent.',
  })
  registrationRequired!: boolean | null;
  @url('Where to register.', { name: 'url' }) registrationUrl!: string | null;
  @instant('From when one can register.', { name: 'opensAt', zone: 'timeZone', isIndexed: true })
  registrationOpensAt!: Date | null;
  @instant('The last minute in which one can register.', { name: 'deadline', zone: 'timeZone' })
  registrationDeadline!: Date | null;
  @choice(Allocation, 'How places are given out.') allocation!: Allocation | null;
  @integer('How many places there are.', { min: 1 }) capacity!: number | null;
  @computed(
    () => Boolean,
    'Whether one can register now: within the time for it, the event neither over nor off.',
    allOf(
      isWithin('registrationOpensAt', 'registrationClosesAt'),
      not(isReached('overAt')),
      not(isOneOfConstants('lifecycle', [EventLifecycle.CANCELLED, EventLifecycle.COMPLETED])),
    ),
  )
  isOpen?: boolean;
}

@fieldGroup('What it costs to get in.')
export class Admission {
  @choice(AdmissionType, 'Whether it is free.', {
    name: 'type',
    output: { isNullable: false },
    input: { isNullable: false },
  })
  admissionType!: AdmissionType | null;
  @decimal('The price as a decimal number, such as "120.00".') price!: string | null;
  @line('The currency of the price: ISO 4217, such as "HKD".', {
    rules: [
      matches(
        /^[A-Z]{3}$/,
        '$property must be three upper-case letters',
        '「$property」必須是三個大寫英文字母',
      ),
    ],
  })
  currency!: string | null;
  @translated('Conditions in words.', { name: 'note' }) admissionNote!: LocalizedText | null;
}
