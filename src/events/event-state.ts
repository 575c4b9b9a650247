import { labelledEnum } from '../content/language/labels.js';
import type { Expression } from '../content/sql/expressions.js';
import type { Row } from '../content/sql/row.js';
import { EventLifecycle } from './event.enum.js';

export const EventState = labelledEnum(
  'EventState',
  'What readers have to know about an event now: its status, and whether it is on or over.',
  {
    SCHEDULED: { means: 'It has a date to come.', en: 'Scheduled', 'zh-Hant': '將舉行', 'zh-Hans': '将举行' },
    RESCHEDULED: {
      means: 'It has been moved, to a date to come.',
      en: 'Rescheduled',
      'zh-Hant': '改期',
      'zh-Hans': '改期',
    },
    TO_BE_ANNOUNCED: {
      means: 'It has no date yet.',
      en: 'Date to be announced',
      'zh-Hant': '籌備中',
      'zh-Hans': '筹备中',
    },
    POSTPONED: {
      means: 'It is postponed; no new date is known.',
      en: 'Postponed',
      'zh-Hant': '延期',
      'zh-Hans': '延期',
    },
    CANCELLED: { means: 'It is cancelled.', en: 'Cancelled', 'zh-Hant': '取消', 'zh-Hans': '取消' },
    ONGOING: { means: 'It is on now.', en: 'On now', 'zh-Hant': '進行中', 'zh-Hans': '进行中' },
    COMPLETED: {
      means: 'It is over: it has taken place.',
      en: 'Completed',
      'zh-Hant': '已舉行',
      'zh-Hans': '已举行',
    },
  },
);

export type EventState = keyof typeof EventState;

export const RegistrationState = labelledEnum('RegistrationState', 'Whether people can register now.', {
  NOT_YET_OPEN: {
    means: 'Registration opens later.',
    en: 'Registration not open yet',
    'zh-Hant': '尚未開始報名',
    'zh-Hans': '尚未开始报名',
  },
  OPEN: {
    means: 'Registration is open.',
    en: 'Registration open',
    'zh-Hant': '接受報名',
    'zh-Hans': '接受报名',
  },
  FULL: { means: 'All places are taken.', en: 'Full', 'zh-Hant': '名額已滿', 'zh-Hans': '名额已满' },
  CLOSED: {
    means: 'Registration has closed, or the event is postponed, cancelled or over.',
    en: 'Registration closed',
    'zh-Hant': '報名已截止',
    'zh-Hans': '报名已截止',
  },
});

export type RegistrationState = keyof typeof RegistrationState;

const { CANCELLED, COMPLETED, POSTPONED, RESCHEDULED } = EventLifecycle;

export const stateOfEvent: Expression = (row) => {
  const [lifecycle, begins] = [row.column('lifecycle'), row.column('beginsAt')];
  // An event that was not held on its day because it is postponed has not taken place.
  return `(case when ${lifecycle} in ('${CANCELLED}', '${COMPLETED}', '${POSTPONED}') then ${lifecycle}
    when ${isOver(row)} then '${EventState.COMPLETED}'
    when ${begins} is null then '${EventState.TO_BE_ANNOUNCED}'
    when ${begins} <= ${row.now('beginsAt')} then '${EventState.ONGOING}'
    when ${lifecycle} = '${RESCHEDULED}' then '${EventState.RESCHEDULED}'
    else '${EventState.SCHEDULED}' end)`;
};

export const stateOfRegistration: Expression = (row) => {
  const [opens, closes] = [row.column('registrationOpensAt'), row.column('registrationClosesAt')];
  return `(case when ${row.column('lifecycle')} in ('${CANCELLED}', '${COMPLETED}', '${POSTPONED}') or ${isOver(row)}
      or coalesce(${closes} <= ${row.now('registrationClosesAt')}, false) then '${RegistrationState.CLOSED}'
    when ${opens} > ${row.now('registrationOpensAt')} then '${RegistrationState.NOT_YET_OPEN}'
    when ${row.column('registrationFull')} then '${RegistrationState.FULL}'
    else '${RegistrationState.OPEN}' end)`;
};

function isOver(row: Row): string {
  return `coalesce(${row.column('overAt')} <= ${row.now('overAt')}, false)`;
}
