import { Temporal } from 'temporal-polyfill';
import type { Document } from '../content/model/document.js';
import type { CheckContext } from '../content/model/finding.js';
import { entriesOf, type Finding, findingCode, Severity } from '../content/model/finding.js';
import { leftBehind } from '../content/publishing/belonging-dates.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { hasText } from '../foundation/text.js';

export const DISCLAIMER_MISSING = findingCode(
  'DISCLAIMER_MISSING',
  'A disclaimer that has to be shown and cannot: no wording is in force, or it is not published.',
);

export const DISCLAIMER_DROPPED = findingCode(
  'DISCLAIMER_DROPPED',
  'Something public would not show a disclaimer any more that it shows now, since what demands it is published without that.',
);

export function checkSponsorship(context: CheckContext): Finding[] {
  return [
    ...withoutDisclaimer(context),
    ...leftBehind(context, ['startsOn'], ['endsOn'], (days) => ({
      en: `The first day of the sponsorship has moved by ${days} days since it was published, and the last has not; check the last day.`,
      'zh-Hant': `贊助的開始日期在發布後改動了 ${days} 日，結束日期卻沒有改動；請檢查結束日期。`,
    })),
  ];
}

const hiddenProgramme = {
  en: 'The programme was taken out, so the disclaimer that it demands could not be shown; publish the programme, too: name it in "withContents".',
  'zh-Hant': '資助計劃已撤回，無法顯示其要求的免責聲明；請把該計劃列入「withContents」一併發布。',
};

/** What funders demand of everything that they pay for. */
function withoutDisclaimer({ document, now, companion, hidden }: CheckContext): Finding[] {
  const programme = companion(document.programme);
  const withdrawn = hidden(document.programme);
  // Documents leave out what is so by default: a disclaimer is mandatory.
  if ((programme ?? withdrawn)?.isDisclaimerMandatory === false) return [];
  if (withdrawn)
    return [
      { code: DISCLAIMER_MISSING, severity: Severity.ERROR, path: ['programme'], sentence: hiddenProgramme },
    ];
  if (!programme || hasWordingInForce(programme, now)) return [];
  return [
    {
      code: DISCLAIMER_MISSING,
      severity: Severity.ERROR,
      path: ['programme'],
      sentence: {
        en: 'A sponsored item whose programme demands a disclaimer cannot go live without it; add the wording in force to the programme.',
        'zh-Hant': '資助計劃要求附上免責聲明，未附聲明的受資助項目不可發佈；請在計劃中加入現行的聲明文本。',
      },
    },
  ];
}

function hasWordingInForce(programme: Document, now: Date): boolean {
  return entriesOf(programme, 'disclaimers').some(({ entry }) => isWordingInForce(entry, now));
}

/** Whether there is something to read, from today on at the latest. */
export function isWordingInForce(
  { text, effectiveFrom }: { readonly text?: unknown; readonly effectiveFrom?: unknown },
  now: Date,
): boolean {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(HOME_TIME_ZONE)
    .toPlainDate()
    .toString();
  return String(effectiveFrom) <= today && hasText(String(text));
}
