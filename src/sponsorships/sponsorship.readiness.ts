import { Temporal } from 'temporal-polyfill';
import { entriesOf, type Finding, findingCode, Severity } from '../content/publishing/finding.js';
import type { Inspected } from '../content/publishing/readiness.js';
import type { Document } from '../content/writing/document.js';
import { hasText } from '../foundation/text.js';

export const DISCLAIMER_MISSING = findingCode(
  'DISCLAIMER_MISSING',
  'A disclaimer that has to be shown and cannot: no wording is in force, or it is not published.',
);

/** What funders demand of everything that they pay for. */
export function inspectSponsorship({ document, now, companion }: Inspected): Finding[] {
  const programme = companion(document.programme);
  // Documents leave out what is so by default: a disclaimer is mandatory.
  if (!programme || programme.isDisclaimerMandatory === false) return [];
  if (hasWordingInForce(programme, now)) return [];
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
    .toZonedDateTimeISO('Asia/Hong_Kong')
    .toPlainDate()
    .toString();
  return String(effectiveFrom) <= today && hasText(String(text));
}
