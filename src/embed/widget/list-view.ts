import type { Choice } from './addresses.js';
import type { DateStyle } from './dates.js';
import type { WidgetTexts } from './texts.js';

export const layouts = ['list', 'compact'] as const;
export type Layout = (typeof layouts)[number];

/** How a feed is shown. */
export interface ListView {
  readonly texts: WidgetTexts;
  readonly dates: DateStyle;
  readonly layout: Layout;
  /** The level of the headings, from 2 to 6. */
  readonly heading: number;
  /** The URL of the server of the feeds, without a slash at the end. */
  readonly base: string;
  /** The selected events: the calendar to subscribe to has the same. */
  readonly choice: Choice;
}
