import type { EventTimes } from './event-details.js';
import { type FactWords, scriptOf } from './words.js';

/**
 * Dates as a Hong Kong newsletter prints them, of the wall clock of the place: "Friday, 31 May 2024, 4:00–6:00 pm",
 * 2024年5月31日（星期五）下午4時至6時. Not by Intl: its forms differ between engines, and its Chinese ranges are
 * numbers with slashes.
 */
export interface DateText {
  /** Runs that should not be broken into two lines, and the text between them. */
  readonly runs: readonly string[];
  readonly text: string;
}

/** When it takes place, without its time zone; undefined without a date. */
export function whenOf(times: EventTimes, words: FactWords): DateText | undefined {
  const { start, end, startDate, endDate, dayPart } = times;
  const style = styleOf(words);
  if (times.precision === 'TIME' && start) {
    const [from, to] = [momentOf(start), end ? momentOf(end) : undefined];
    if (!to) return runs(style.dayTime(from.day, style.clock(from)));
    return from.day.text === to.day.text
      ? runs(style.dayTime(from.day, style.clockRange(from, to)))
      : runs(style.momentRange(from, to));
  }
  if (times.precision === 'TBA' || !startDate) return undefined;
  const first = dayOf(startDate);
  if (endDate && endDate > startDate) return runs(style.dayRange(first, dayOf(endDate)));
  return runs(dayPart ? style.dayTime(first, words.dayParts[dayPart]) : [style.day(first)]);
}

/** An instant with its offset, such as a deadline, as local time. */
export function momentText(instant: string, words: FactWords): string {
  const style = styleOf(words);
  const moment = momentOf(instant);
  return style.dayTime(moment.day, style.clock(moment)).join('');
}

/** A day, YYYY-MM-DD. */
export function dayText(day: string, words: FactWords): string {
  return styleOf(words).day(dayOf(day));
}

function runs(parts: readonly string[]): DateText {
  return { runs: parts, text: parts.join('') };
}

interface Day {
  readonly text: string;
  readonly year: number;
  readonly month: number;
  readonly date: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

interface Moment {
  readonly day: Day;
  readonly hour: number;
  readonly minute: number;
}

function dayOf(text: string): Day {
  const [year = 0, month = 1, date = 1] = text.slice(0, 10).split('-').map(Number);
  return {
    text: text.slice(0, 10),
    year,
    month,
    date,
    weekday: new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay(),
  };
}

function momentOf(text: string): Moment {
  return { day: dayOf(text), hour: Number(text.slice(11, 13)), minute: Number(text.slice(14, 16)) };
}

/** Each text in runs, with what is between them as a part of the latter. */
interface Style {
  day(day: Day): string;
  dayTime(day: Day, time: string): string[];
  clock(moment: Moment): string;
  clockRange(from: Moment, to: Moment): string;
  dayRange(from: Day, to: Day): string[];
  momentRange(from: Moment, to: Moment): string[];
}

function styleOf({ language }: FactWords): Style {
  const script = scriptOf(language);
  if (script === 'zh-Hant') return chinese('時', '至');
  return script === 'zh-Hans' ? chinese('时', '至') : english;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const english: Style = {
  day: (day) => `${WEEKDAYS[day.weekday]}, ${day.date} ${MONTHS[day.month - 1]} ${day.year}`,
  dayTime: (day, time) => [`${english.day(day)}, `, time],
  clock: (moment) => `${hours(moment)} ${half(moment)}`,
  clockRange: (from, to) =>
    half(from) === half(to)
      ? `${hours(from)}–${english.clock(to)}`
      : `${english.clock(from)} – ${english.clock(to)}`,
  dayRange: (from, to) => {
    const month = from.month === to.month && from.year === to.year ? '' : ` ${MONTHS[from.month - 1]}`;
    const year = from.year === to.year ? '' : ` ${from.year}`;
    return [`${WEEKDAYS[from.weekday]}, ${from.date}${month}${year} – `, english.day(to)];
  },
  momentRange: (from, to) => [
    ...english.dayTime(from.day, `${english.clock(from)} – `),
    ...english.dayTime(to.day, english.clock(to)),
  ],
};

function hours({ hour, minute }: Moment): string {
  return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, '0')}`;
}

function half({ hour, minute }: Moment): string {
  if (minute === 0 && hour === 12) return 'noon';
  if (minute === 0 && hour === 0) return 'midnight';
  return hour < 12 ? 'am' : 'pm';
}

function chinese(hourWord: string, to: string): Style {
  const weekday = (day: Day) => `（星期${'日一二三四五六'[day.weekday]}）`;
  const clock = ({ hour, minute }: Moment) =>
    `${hour % 12 === 0 ? 12 : hour % 12}${hourWord}${minute === 0 ? '' : `${minute}分`}`;
  const style: Style = {
    day: (day) => `${day.year}年${day.month}月${day.date}日${weekday(day)}`,
    dayTime: (day, time) => [style.day(day), time],
    clock: (moment) => period(moment) + clock(moment),
    clockRange: (from, until) =>
      `${style.clock(from)}${to}${period(from) === period(until) ? clock(until) : style.clock(until)}`,
    dayRange: (from, until) => [style.day(from), to + later(from, until)],
    momentRange: (from, until) => [
      style.day(from.day),
      style.clock(from),
      to + later(from.day, until.day),
      style.clock(until),
    ],
  };
  /** Without the year and the month that have just been read. */
  const later = (from: Day, until: Day) => {
    if (from.year !== until.year) return style.day(until);
    return `${from.month === until.month ? '' : `${until.month}月`}${until.date}日${weekday(until)}`;
  };
  return style;
}

function period({ hour, minute }: Moment): string {
  if (hour === 0) return '午夜';
  if (hour < 6) return '凌晨';
  if (hour < 12) return '上午';
  if (hour === 12 && minute === 0) return '中午';
  return hour < 19 ? '下午' : '晚上';
}
