import {
  enforcedByDatabase,
  inFourDigits,
  inOrder,
  isAnother,
  isRequired,
  mustHold,
  needs,
  onlyOnce,
  rules,
  where,
} from '../content/model/rules.js';
import { AdmissionType, LinkStatus, SchedulePrecision } from './event.enum.js';

const notPartOfItself = {
  path: ['parent'],
  sentence: {
    en: 'An event cannot be a part of itself, directly or indirectly.',
    'zh-Hant': '活動不可從屬於自身，亦不可經其他活動間接從屬於自身。',
  },
};

const endsBeforeItBegins = {
  path: ['schedule', 'end'],
  sentence: {
    en: 'The event must not end before it begins.',
    'zh-Hant': '活動的結束時間不可早於開始時間。',
  },
};

export const eventRules = rules(
  isAnother('parentId', 'id', { constraint: 'event_check', ...notPartOfItself }),
  enforcedByDatabase({ constraint: 'event_ancestor_check', ...notPartOfItself }),
  where(
    'precision',
    SchedulePrecision.TIME,
    isRequired('startsAt', {
      constraint: 'event_time_check',
      path: ['schedule', 'start'],
      sentence: {
        en: '"start" is required when "precision" is TIME.',
        'zh-Hant': '「precision」為 TIME 時，必須填寫「start」。',
      },
    }),
  ),
  ...Object.entries({
    startsAt: ['schedule', 'start'],
    endsAt: ['schedule', 'end'],
    registrationOpensAt: ['registration', 'opensAt'],
    registrationDeadline: ['registration', 'deadline'],
  }).map(([property, path]) => inFourDigits(property, path)),
  where('precision', SchedulePrecision.DATE, inFourDigits('startDate', ['schedule', 'startDate'])),
  where('precision', SchedulePrecision.DATE, inFourDigits('endDate', ['schedule', 'endDate'])),
  inOrder('startsAt', 'endsAt', { constraint: 'event_check1', ...endsBeforeItBegins }),
  where(
    'precision',
    SchedulePrecision.DATE,
    isRequired('startDate', {
      constraint: 'event_date_check',
      path: ['schedule', 'startDate'],
      sentence: {
        en: '"startDate" is required when "precision" is DATE.',
        'zh-Hant': '「precision」為 DATE 時，必須填寫「startDate」。',
      },
    }),
  ),
  // For precision TIME the days are derived.
  where(
    'precision',
    SchedulePrecision.DATE,
    inOrder('startDate', 'endDate', {
      constraint: 'event_check2',
      path: ['schedule', 'endDate'],
      sentence: {
        en: 'The last day of the event must not be before its first day.',
        'zh-Hant': '活動的最後一天不可早於第一天。',
      },
    }),
  ),
  enforcedByDatabase({ constraint: 'event_check3', ...endsBeforeItBegins }),
  inOrder('registrationOpensAt', 'registrationDeadline', {
    constraint: 'event_check4',
    path: ['registration', 'deadline'],
    sentence: {
      en: 'Registration must not close before it opens.',
      'zh-Hant': '截止報名的時間不可早於開始報名的時間。',
    },
  }),
  mustHold(({ registrationOpensAt, overAt }) => !isReachedBy(registrationOpensAt, overAt), {
    path: ['registration', 'opensAt'],
    sentence: {
      en: 'Registration must not open after the event is over; change that date, too.',
      'zh-Hant': '開始報名的時間不可在活動結束之後；請一併更改。',
    },
  }),
  where(
    'admissionType',
    AdmissionType.FREE,
    mustHold(({ price, currency }) => !price && !currency, {
      path: ['admission', 'type'],
      sentence: {
        en: 'A free event has no price; set "price" and "currency" to null, or choose another type.',
        'zh-Hant': '免費活動不可設有價格；請將「price」及「currency」設為 null，或選擇其他類型。',
      },
    }),
  ),
  needs('price', 'currency', {
    path: ['admission', 'currency'],
    sentence: {
      en: 'A price needs a currency, such as "HKD".',
      'zh-Hant': '填寫價格時，須同時填寫貨幣，例如「HKD」。',
    },
  }),
  needs('session', 'seriesId', {
    constraint: 'event_session_in_series_check',
    path: ['series'],
    sentence: {
      en: 'A session number needs a series.',
      'zh-Hant': '填寫場次時，須同時指明所屬的活動系列。',
    },
  }),
  enforcedByDatabase({
    constraint: 'event_series_id_session_key',
    path: ['session'],
    sentence: {
      en: 'The series already has an event with this session number; choose another number, or change the other event first.',
      'zh-Hant': '另一項活動已是該系列的同一場次；請改用其他場次，或先更改該項活動。',
    },
  }),
  enforcedByDatabase({
    constraint: 'event_planned_session_check',
    path: ['session'],
    sentence: {
      en: 'The series does not have so many planned sessions.',
      'zh-Hant': '場次超出該系列預定的總場數。',
    },
  }),
);

function isReachedBy(opens: unknown, over: unknown): boolean {
  return Boolean(opens && over) && new Date(String(opens)).getTime() >= new Date(String(over)).getTime();
}

export const participationRules = rules(
  onlyOnce(['organisationId', 'role'], {
    constraint: 'participation_event_id_organisation_id_role_key',
    path: ['organisation'],
    sentence: {
      en: 'The organisation already has this role.',
      'zh-Hant': '該機構已以同一角色列出。',
    },
  }),
);

const missingMeansNoAddress = {
  en: 'The status must be MISSING if there is no address, and only then.',
  'zh-Hant': '連結沒有網址時，狀態才是 MISSING；有網址的連結不可用此狀態。',
};

export const linkRules = rules(
  mustHold(({ url, status }) => Boolean(url) || status === LinkStatus.MISSING, {
    constraint: 'link_url_check',
    path: ['url'],
    sentence: missingMeansNoAddress,
  }),
  mustHold(({ url, status }) => !url || status !== LinkStatus.MISSING, {
    constraint: 'link_url_check',
    path: ['status'],
    sentence: missingMeansNoAddress,
  }),
);
