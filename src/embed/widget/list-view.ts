import type { Choice } from './addresses.js';
import type { DateStyle } from './dates.js';
import type { WidgetWords } from './words.js';

export const layouts = ['list', 'compact'] as const;
export type Layout = (typeof layouts)[number];

/** How a feed is shown. */
export interface ListView {
  readonly words: WidgetWords;
  readonly dates: DateStyle;
  readonly layout: Layout;
  /** The level of the headings, from 2 to 6. */
  readonly heading: number;
  /** The address of the program that the feeds are of, without a slash at the end. */
  readonly base: string;
  /** What was asked for: the calendar to subscribe to has the same events. */
  readonly choice: Choice;
}
