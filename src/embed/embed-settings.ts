import type { Locales } from '../content/localization/locale.js';
import type { Clock } from '../foundation/clock.js';
import type { Headers } from '../http/answer.js';
import type { RateLimits } from '../http/rate-limits.js';

/** What embedding needs of the rest of the program. */
export interface EmbedSettings {
  /** Under which address the world reaches this program; without a slash at the end. */
  readonly publicUrl: string;
  readonly locales: Locales;
  readonly clock: Clock;
  readonly rateLimits: RateLimits;
  /**
   * What a feed answers, without going over the network; a refusal has its sentence in `errors`, as GraphQL has.
   * @param address path and query, such as `/feeds/events.json?locale=en`
   */
  readonly readFeed: (address: string, pay: Pay) => Promise<FeedAnswer>;
  /**
   * The data of a query of the public API, from which partners choose their organisation by its name; without it they
   * type its id.
   */
  readonly readContent?: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** Takes points for a feed that has to be made. @throws TooMuch */
export type Pay = (points: number) => void;

export interface FeedAnswer {
  readonly status: number;
  readonly json: unknown;
  /** The headers that say what it was made from. */
  readonly tags?: Headers;
}
