import type { LocalizedText } from '../content/language/translation.js';
import {
  choice,
  computed,
  computedChoice,
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
import { isEqual, isReached, isTrue } from '../content/sql/expressions.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { AdmissionType, Allocation, DayPart, SchedulePrecision } from './event.enum.js';
import { RegistrationState, stateOfRegistration } from './event-state.js';

@fieldGroup('The date and time of an event.')
export class Schedule {
  @choice(SchedulePrecision, 'The precision, which determines the other fields that are set.', {
    isRequired: true,
  })
  precision!: SchedulePrecision;
  @instant('The start, with the offset of the time zone; only for precision TIME.', {
    name: 'start',
    zone: 'timeZone',
  })
  startsAt!: Date | null;
  @instant('The end; null if none is announced.', { name: 'end', zone: 'timeZone' })
  endsAt!: Date | null;
  @day('The first day, in the time zone of the event; input only for precision DATE.') startDate!:
    | string
    | null;
  @day('The last day, inclusive; input only for precision DATE.') endDate!: string | null;
  @choice(DayPart, 'The part of the day, if the time is unknown.') dayPart!: DayPart | null;
  @computed(() => Boolean, 'Whether it lasts whole days: precision DATE.', isEqual('precision', 'DATE'))
  allDay?: boolean;
  @timeZone('The IANA time zone of the place, such as "Asia/Hong_Kong".', { default: HOME_TIME_ZONE })
  timeZone!: string;
  @computed(
    () => Boolean,
    'Whether it is over. Without an end it is over at the end of its last local day.',
    isReached('overAt'),
  )
  isOver?: boolean;
}

@fieldGroup('Registration for an event.')
export class Registration {
  @flag('Whether registration is required.', {
    name: 'isRequired',
    output: { isNullable: false },
    hint: 'yes by default.',
  })
  registrationRequired!: boolean | null;
  @url('The URL of the registration.', { name: 'url' }) registrationUrl!: string | null;
  @instant('When registration opens.', { name: 'opensAt', zone: 'timeZone', isIndexed: true })
  registrationOpensAt!: Date | null;
  @instant('The last minute of registration.', { name: 'deadline', zone: 'timeZone' })
  registrationDeadline!: Date | null;
  @choice(Allocation, 'How places are allocated.') allocation!: Allocation | null;
  @integer('The number of places.', { min: 1 }) capacity!: number | null;
  @flag('Whether all places are taken.', {
    name: 'isFull',
    output: { isNullable: false },
    plan: isTrue('registrationFull'),
  })
  registrationFull!: boolean | null;
  @computedChoice(
    RegistrationState,
    'Whether people can register now.',
    'The label of that, in the language of the request.',
    stateOfRegistration,
  )
  state?: RegistrationState;
  @computed(
    () => Boolean,
    'Whether people can register now: `state` is OPEN.',
    (row) => `(${stateOfRegistration(row)} = '${RegistrationState.OPEN}')`,
  )
  isOpen?: boolean;
}

@fieldGroup('The terms of admission to an event.')
export class Admission {
  @choice(AdmissionType, 'The type of admission, such as free or paid.', {
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
  @translated('Further conditions.', { name: 'note' }) admissionNote!: LocalizedText | null;
}
