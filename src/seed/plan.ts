import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Locales } from '../content/language/locale.js';
import type { Content } from '../content/model/content.entity.js';
import { snakeCase } from '../foundation/naming.js';
import { ObjectTexts } from './phrase.js';
import { Choices } from './random.js';

export interface SeedSettings {
  /** 1 is 200 issues with all that belongs to them. */
  readonly scale: number;
  /** The date of the data: a fifth of the events are after it, everything else before. */
  readonly now: Date;
}

/** All counts are per issue, so that a smaller set has the same proportions. */
const PER_ISSUE = {
  organisation: 4,
  person: 10,
  venue: 1 / 2,
  eventSeries: 1 / 10,
  event: 25,
  articleSeries: 1 / 20,
  article: 30,
  issue: 1,
  fundingProgramme: 1 / 50,
  sponsorship: 40,
} as const;
const ISSUES_AT_SCALE_ONE = 200;
const PAST_SHARE = 0.8;

/** An interval of 30 days between issues, or less if there are too many for a century. */
const LONGEST_SPAN_DAYS = 30 * ISSUES_AT_SCALE_ONE;

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const LARGEST_SCALE = 20;

export type Kind = keyof typeof PER_ISSUE;

/** The counts, dates and ids of all objects: computed, never looked up. */
export class SeedPlan {
  readonly issues: number;
  readonly #now: number;
  readonly #begin: number;
  readonly #interval: number;

  /** @throws Error with a message for the operator */
  constructor(
    { scale, now }: SeedSettings,
    readonly locales: Locales,
  ) {
    if (!(scale > 0 && scale <= LARGEST_SCALE))
      throw new Error(`--scale must be a number above 0 and not above ${LARGEST_SCALE}.`);
    // UUIDs of version 7 count from 1970, and the data goes back 16 years.
    if (!(now.getTime() > Date.UTC(1990) && now.getTime() < Date.UTC(2200)))
      throw new Error('--now must be a date between 1990 and 2200, such as 2027-01-01.');
    this.issues = Math.max(1, Math.round(ISSUES_AT_SCALE_ONE * scale));
    this.#now = now.getTime();
    this.#interval = Math.min(30, LONGEST_SPAN_DAYS / this.issues) * DAY;
    this.#begin = this.#now - this.issues * this.#interval;
  }

  count(kind: Kind): number {
    return Math.ceil(this.issues * PER_ISSUE[kind]);
  }

  /** The number of past events, which come first. */
  get pastEvents(): number {
    return Math.round(this.count('event') * PAST_SHARE);
  }

  /** The columns of all content objects. */
  content(kind: Kind, index: number): Content {
    const publishedAt = this.#publishedAt(kind, index);
    return {
      id: this.id(kind, index),
      externalRef: `seed-${snakeCase(kind).replaceAll('_', '-')}-${index + 1}`,
      version: 1,
      createdAt: new Date(this.#createdAt(kind, index)),
      updatedAt: publishedAt,
      publishedAt,
    };
  }

  id(kind: Kind, index: number): string {
    return this.partId(kind, index, 'itself');
  }

  /** The id of a child row, such as the "contact 2" of an object. */
  partId(kind: Kind, index: number, part: string): string {
    const random = createHash('sha256').update(`${kind} ${index} ${part}`).digest();
    return v7({ msecs: Math.floor(this.#createdAt(kind, index)), random });
  }

  choices(kind: Kind, index: number): Choices {
    return new Choices(`${kind} ${index}`);
  }

  texts(kind: Kind, index: number): ObjectTexts {
    // 37 and 100 are coprime: each hundred objects get each position once, in a mixed order.
    return new ObjectTexts(this.locales, ((index * 37 + kind.length) % 100) / 100);
  }

  comesOutAt(issue: number): Date {
    return new Date(this.#begin + (issue + 1 - 1 / 60) * this.#interval);
  }

  /** The first instant of the period of an issue. */
  coversFrom(issue: number): Date {
    return new Date(this.#begin + issue * this.#interval);
  }

  /** The day of an event: past ones are spread evenly before now, the others over the year after it. */
  dayOfEvent(index: number): Date {
    const past = this.pastEvents;
    const margin = 5 * DAY;
    const instant =
      index < past
        ? this.#begin + ((this.#now - margin - this.#begin) * index) / past
        : this.#now + margin + (360 * DAY * (index - past)) / (this.count('event') - past);
    return new Date(Math.floor(instant / DAY) * DAY);
  }

  /** Objects of every kind are created evenly over the whole time. */
  #createdAt(kind: Kind, index: number): number {
    return this.#begin + (index / this.count(kind)) * (this.#now - this.#begin);
  }

  #publishedAt(kind: Kind, index: number): Date {
    if (kind === 'issue') return this.comesOutAt(index);
    if (kind !== 'article') return new Date(this.#createdAt(kind, index) + 20 * MINUTE);
    const { article: perIssue } = PER_ISSUE;
    const issue = Math.floor(index / perIssue);
    // At distinct instants, so that sorting by publication is deterministic.
    return new Date(this.comesOutAt(issue).getTime() - (perIssue - (index % perIssue)) * MINUTE);
  }
}

export function dateOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
