import type { Document } from '../content/model/document.js';
import type { CheckContext, Finding } from '../content/model/finding.js';
import { daysBetween, leftBehind, momentAt, unlikely } from '../content/publishing/belonging-dates.js';

const MAX_COVERAGE_DAYS = 366;
const MONTHS_IN_QUARTER = 3;
const MONTHS_IN_YEAR = 12;

const [FIRST, LAST, DAY] = [['coverageStart'], ['coverageEnd'], ['publishedOn']];

/** Dates that were not moved along with others, or are unlikely together. */
export function checkIssue({ document, before }: CheckContext): Finding[] {
  const dates = { document, before };
  const coverage = Math.floor(daysBetween(document, FIRST, LAST) ?? 0) + 1;
  return [
    ...leftBehind(dates, FIRST, LAST, (days) => ({
      en: `The first day of the period has moved by ${days} days since the publication, but the last has not; check the last day.`,
      'zh-Hant': `報道期間的第一天在發布後改動了 ${days} 日，最後一天卻沒有改動；請檢查最後一天。`,
    })),
    ...unlikely(coverage > MAX_COVERAGE_DAYS, LAST, {
      en: `The issue covers ${coverage} days; check the first and the last.`,
      'zh-Hant': `本期將報道 ${coverage} 日的內容；請檢查第一天及最後一天。`,
    }),
    ...unlikely((daysBetween(document, FIRST, DAY) ?? 0) < 0, DAY, {
      en: 'The issue is published before the first day of its period; check both dates.',
      'zh-Hant': '本期的出版日期早於報道期間的第一天；請檢查兩者。',
    }),
    ...outsideOfCoverage(document),
  ];
}

/** The period does not overlap the quarter or the year of the issue. */
function outsideOfCoverage(document: Document): Finding[] {
  const [first, last] = [momentAt(document, FIRST), momentAt(document, LAST)];
  const { year, quarter } = document;
  if (first === undefined || last === undefined || typeof year !== 'number') return [];
  const hasQuarter = typeof quarter === 'number';
  const month = hasQuarter ? (quarter - 1) * MONTHS_IN_QUARTER : 0;
  const begins = Date.UTC(year, month);
  const ends = Date.UTC(year, month + (hasQuarter ? MONTHS_IN_QUARTER : MONTHS_IN_YEAR));
  return unlikely(last < begins || first >= ends, [hasQuarter ? 'quarter' : 'year'], {
    en: 'The period of the issue does not overlap its quarter or year; check both.',
    'zh-Hant': '本期的報道期間並不在所屬的季度或年份之內；請檢查兩者。',
  });
}
