import type { Locales } from '../content/localization/locale.js';
import type { Clock } from '../foundation/clock.js';

/** What embedding needs of the rest of the program. */
export interface EmbedSettings {
  /** Under which address the world reaches this program; without a slash at the end. */
  readonly publicUrl: string;
  readonly locales: Locales;
  readonly clock: Clock;
  /**
   * What a feed answers, without going over the network.
   * @param address path and query, such as `/feeds/events.json?locale=en`
   */
  readonly readFeed: (address: string) => Promise<FeedAnswer>;
  /**
   * The data of a query of the public API, from which partners choose their organisation by its name; without it they
   * type its id.
   */
  readonly readContent?: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

export interface FeedAnswer {
  readonly status: number;
  readonly json: unknown;
}
