import { isEmail } from 'class-validator';
import { type Document, isRecord } from '../content/model/document.js';
import type { CheckContext } from '../content/model/finding.js';
import { entriesOf, type Finding, findingCode, Severity } from '../content/model/finding.js';
import { BROKEN_EMAIL } from '../content/publishing/broken-email.js';
import { SchedulePrecision } from './event.enum.js';
import { checkEventDates } from './event-dates.checks.js';

const LINK_WITHOUT_ADDRESS = findingCode('LINK_WITHOUT_ADDRESS', 'A link without a URL.');
const SESSION_WITHOUT_DATE = findingCode('SESSION_WITHOUT_DATE', 'A session of a series without a date.');

/** Publish checks of events. */
export function checkEvent(context: CheckContext): Finding[] {
  const { document } = context;
  return [
    ...linksWithoutAddress(document),
    ...sessionWithoutDate(document),
    ...brokenContacts(document),
    ...checkEventDates(context),
  ];
}

/** Links without a URL, which have the status MISSING. */
export function linksWithoutAddress(document: Document): Finding[] {
  return entriesOf(document, 'links')
    .filter(({ entry }) => !entry.url)
    .map(({ path }) => ({
      code: LINK_WITHOUT_ADDRESS,
      severity: Severity.WARNING,
      path,
      sentence: {
        en: 'The link has no URL yet, so readers cannot follow it.',
        'zh-Hant': '連結尚未有網址，讀者無法開啟。',
      },
    }));
}

function sessionWithoutDate({ series, schedule }: Document): Finding[] {
  if (!series || !isRecord(schedule) || schedule.precision !== SchedulePrecision.TBA) return [];
  const sentence = {
    en: 'The session of the series has no date yet.',
    'zh-Hant': '此系列的這一場次尚未定下日期。',
  };
  return [
    {
      code: SESSION_WITHOUT_DATE,
      severity: Severity.WARNING,
      path: ['schedule', 'precision'],
      sentence,
    },
  ];
}

/** Inputs are validated; this finds addresses that were stored in another way. */
function brokenContacts(document: Document): Finding[] {
  return entriesOf(document, 'contacts')
    .filter(({ entry }) => entry.email !== undefined && !isEmail(entry.email))
    .map(({ entry, path }) => ({
      code: BROKEN_EMAIL,
      severity: Severity.ERROR,
      path: [...path, 'email'],
      sentence: {
        en: `"${entry.email}" is not a valid e-mail address; it needs a complete domain.`,
        'zh-Hant': `「${entry.email}」不是有效的電郵地址；請填寫完整的網域。`,
      },
    }));
}
