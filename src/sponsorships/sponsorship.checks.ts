import { Temporal } from 'temporal-polyfill';
import type { Document } from '../content/model/document.js';
import type { CheckContext } from '../content/model/finding.js';
import { entriesOf, type Finding, findingCode, Severity } from '../content/model/finding.js';
import { leftBehind } from '../content/publishing/belonging-dates.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { hasText } from '../foundation/text.js';

export const DISCLAIMER_MISSING = findingCode(
  'DISCLAIMER_MISSING',
  'A required disclaimer that cannot be shown: none is in force, or it is not published.',
);

export const DISCLAIMER_DROPPED = findingCode(
  'DISCLAIMER_DROPPED',
  'Public content would lose a disclaimer, because the object that requires it is published without it.',
);

export function checkSponsorship(context: CheckContext): Finding[] {
  return [
    ...withoutDisclaimer(context),
    ...leftBehind(context, ['startsOn'], ['endsOn'], (days) => ({
      en: `The first day of the sponsorship has moved by ${days} days since the publication, but the last has not; check the last day.`,
      'zh-Hant': `贊助的開始日期在發布後改動了 ${days} 日，結束日期卻沒有改動；請檢查結束日期。`,
    })),
  ];
}

const hiddenProgramme = {
  en: 'The programme was withdrawn, so its required disclaimer could not be shown; publish the programme, too: add it to "withContents".',
  'zh-Hant': '資助計劃已撤回，無法顯示其要求的免責聲明；請把該計劃列入「withContents」一併發布。',
};

/** The publish check of required disclaimers. */
function withoutDisclaimer({ document, now, companion, hidden }: CheckContext): Finding[] {
  const programme = companion(document.programme);
  const withdrawn = hidden(document.programme);
  // Documents omit defaults: a disclaimer is mandatory.
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
        en: 'A sponsored item whose programme requires a disclaimer cannot be published without it; add the text in force to the programme.',
        'zh-Hant': '資助計劃要求附上免責聲明，未附聲明的受資助項目不可發布；請在計劃中加入現行的聲明文本。',
      },
    },
  ];
}

function hasWordingInForce(programme: Document, now: Date): boolean {
  return entriesOf(programme, 'disclaimers').some(({ entry }) => isWordingInForce(entry, now));
}

/** Whether there is a text, in force today or earlier. */
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
