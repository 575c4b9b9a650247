import type { Document } from '../content/model/document.js';
import type { CheckContext, Finding } from '../content/model/finding.js';
import { daysBetween, leftBehind, momentAt, unlikely } from '../content/publishing/belonging-dates.js';

const LONGEST_COVERAGE = 366;
const MONTHS_IN_QUARTER = 3;
const MONTHS_IN_YEAR = 12;

const [FIRST, LAST, DAY] = [['coverageStart'], ['coverageEnd'], ['publishedOn']];

/** Dates of an issue that were left behind when others moved, or that hardly belong together. */
export function checkIssue({ document, before }: CheckContext): Finding[] {
  const dates = { document, before };
  const coverage = Math.floor(daysBetween(document, FIRST, LAST) ?? 0) + 1;
  return [
    ...leftBehind(dates, FIRST, LAST, (days) => ({
      en: `The first day that is reported on has moved by ${days} days since this was published, and the last has not; check the last day.`,
      'zh-Hant': `報道期間的第一天在發布後改動了 ${days} 日，最後一天卻沒有改動；請檢查最後一天。`,
    })),
    ...unlikely(coverage > LONGEST_COVERAGE, LAST, {
      en: `The issue would report on ${coverage} days; check the first and the last.`,
      'zh-Hant': `本期將報道 ${coverage} 日的內容；請檢查第一天及最後一天。`,
    }),
    ...unlikely((daysBetween(document, FIRST, DAY) ?? 0) < 0, DAY, {
      en: 'The issue would come out before the first day that it reports on; check both dates.',
      'zh-Hant': '本期的出版日期早於報道期間的第一天；請檢查兩者。',
    }),
    ...outsideOfCoverage(document),
  ];
}

/** The quarter, or the year, that the issue belongs to has no day in common with those that it reports on. */
function outsideOfCoverage(document: Document): Finding[] {
  const [first, last] = [momentAt(document, FIRST), momentAt(document, LAST)];
  const { year, quarter } = document;
  if (first === undefined || last === undefined || typeof year !== 'number') return [];
  const hasQuarter = typeof quarter === 'number';
  const month = hasQuarter ? (quarter - 1) * MONTHS_IN_QUARTER : 0;
  const begins = Date.UTC(year, month);
  const ends = Date.UTC(year, month + (hasQuarter ? MONTHS_IN_QUARTER : MONTHS_IN_YEAR));
  return unlikely(last < begins || first >= ends, [hasQuarter ? 'quarter' : 'year'], {
    en: 'None of the days that the issue reports on is in the quarter or year that it belongs to; check both.',
    'zh-Hant': '本期的報道期間並不在所屬的季度或年份之內；請檢查兩者。',
  });
}
