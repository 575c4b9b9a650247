import { hash } from 'node:crypto';
import { snakeCase } from '../foundation/naming.js';
import type { ContentType } from './content-type.js';
import { globalId } from './global-id.js';
import { changeSource } from './planner/row.js';
import type { Sources, Subject } from './planner/statement.js';

/** A header of an answer, and the list in a webhook, are no longer than that; coarser tags say the same in less. */
const MAX_HEADER = 4_000;
export const MAX_TAGS = 100;
/** A slug that would make a longer tag stands there as its digest. */
const MAX_SLUG = 200;

/** Slugs by locale. */
export type Slugs = Readonly<Record<string, string>>;

/** An object that changed: its slugs, those included that lead or led to it. */
export interface Changed {
  readonly content: ContentType;
  readonly id: string;
  readonly slugs: readonly string[];
  /** Whether nothing of its own changed but its `changedAt`, since it shows something that did. */
  readonly isTouched?: boolean;
}

/**
 * The words by which caches of others know what an answer was made from, and are told what is wrong from now on:
 *
 * - `event`: answers that show events beside the one that they were asked for, such as lists;
 * - `event:innoex-2024`, `event_0197…`: answers about one event, as it was asked for, with what belongs to it;
 * - `event-each`: all answers about one event;
 * - `event-changed`: answers that say when events changed, beside the one that they were asked for.
 */
export class CacheTags {
  readonly #typesOf = new Map<string, Set<string>>();
  readonly #all: readonly string[];
  readonly #nouns: ReadonlyMap<string, string>;
  readonly #known = new WeakMap<ReadonlySet<string>, readonly string[]>();

  /** @param others tables of none of the types, and the type that they tell about */
  constructor(types: readonly ContentType[], others: Readonly<Record<string, ContentType>> = {}) {
    this.#nouns = new Map(types.map(({ table, noun }) => [table, noun]));
    this.#all = [...this.#nouns.values()];
    for (const content of types) {
      this.#add(content.table, content);
      this.#add(content.textTable, content);
      this.#typesOf.set(changeSource(content), new Set([changeTag(content.noun)]));
      for (const { shape, key } of content.parts) {
        this.#add(shape.table, content);
        this.#add(`${shape.table} ${snakeCase(key)}`, content);
      }
    }
    for (const [table, content] of Object.entries(others)) this.#add(table, content);
  }

  /** What an answer was made from. */
  ofAnswer({ tables, subjects }: Sources): readonly string[] {
    const types = this.#ofTables(tables);
    if (subjects.length === 0) return types;
    const tags = [...new Set([...types, ...subjects.flatMap((subject) => this.#ofSubject(subject))])];
    if (lengthOf(tags) <= MAX_HEADER) return tags;
    return [...new Set([...types, ...subjects.map(({ table }) => this.#noun(table))])];
  }

  /** What is wrong from now on where objects changed. */
  ofChanges(changed: readonly Changed[]): readonly string[] {
    const types = [...new Set(changed.map(({ content }) => content.noun))];
    const own = new Set(changed.filter(({ isTouched }) => !isTouched).map(({ content }) => content.noun));
    const general = types.map((noun) => (own.has(noun) ? noun : changeTag(noun)));
    const single = changed.flatMap(({ content, id, slugs }) => [
      globalId(content.table, id),
      ...slugs.map((slug) => slugTag(content.noun, slug)),
    ]);
    const tags = [...general, ...new Set(single)];
    const isShort = tags.length <= MAX_TAGS && lengthOf(tags) <= MAX_HEADER;
    return isShort ? tags : types.flatMap((noun, at) => [general[at] ?? noun, eachTag(noun)]);
  }

  #add(source: string, { noun }: ContentType): void {
    const nouns = this.#typesOf.get(source) ?? new Set();
    this.#typesOf.set(source, nouns.add(noun));
  }

  /** What is in a table that nobody knows may change with everything, such as the index of the search. */
  #ofTables(tables: ReadonlySet<string>): readonly string[] {
    let tags = this.#known.get(tables);
    if (!tags) {
      const nouns = [...tables].flatMap((source) => {
        const [table = ''] = source.split(' ');
        return [...(this.#typesOf.get(source) ?? this.#typesOf.get(table) ?? this.#all)];
      });
      tags = [...new Set(nouns)].sort();
      this.#known.set(tables, tags);
    }
    return tags;
  }

  #ofSubject({ table, id, slug }: Subject): string[] {
    const noun = this.#noun(table);
    return [id ?? slugTag(noun, slug ?? ''), eachTag(noun)];
  }

  #noun(table: string): string {
    return this.#nouns.get(table) ?? table;
  }
}

/** Tags by which no hidden slug is told: with it goes what is known of any object of its kind. */
export function withoutSlugs(
  tags: readonly string[],
  isHidden: (noun: string, slug: string) => boolean,
): string[] {
  const told = tags.map((tag) => {
    const [noun = '', slug] = tag.split(':');
    return slug !== undefined && isHidden(noun, decodeURIComponent(slug)) ? eachTag(noun) : tag;
  });
  return [...new Set(told)];
}

function lengthOf(tags: readonly string[]): number {
  return tags.join(', ').length;
}

function eachTag(noun: string): string {
  return `${noun}-each`;
}

/** On answers that say when objects changed. */
export function changeTag(noun: string): string {
  return `${noun}-changed`;
}

/** Printable ASCII without spaces and commas, as headers have it. */
function slugTag(noun: string, slug: string): string {
  const encoded = encodeURIComponent(slug);
  const short = encoded.length <= MAX_SLUG ? encoded : `~${hash('sha256', slug, 'base64url').slice(0, 22)}`;
  return `${noun}:${short}`;
}
