import { hash } from 'node:crypto';
import { snakeCase } from '../../foundation/naming.js';
import { globalId } from '../contract/global-id.js';
import type { ContentType } from '../model/content-type.js';
import { noteOf } from '../sql/published-changes.js';
import type { Sources, Subject } from '../sql/statement.js';

/** A header of an answer, and the list in a webhook, are no longer than that; coarser tags say the same in less. */
const MAX_HEADER = 4_000;
export const MAX_TAGS = 100;
/** A slug that would make a longer tag stands there as its digest. */
const MAX_SLUG = 200;
const SEARCH = 'search';

/** Slugs by locale. */
export type Slugs = Readonly<Record<string, string>>;

/** An object that changed: its slugs, those included that lead or led to it. */
export interface Changed {
  readonly content: ContentType;
  readonly id: string;
  readonly slugs: readonly string[];
  /** What was changed with it, as the database notes it; undefined where that is not known. */
  readonly noted?: readonly string[] | undefined;
  /** Whether nothing of its own changed but its `changedAt`, since it shows something that did. */
  readonly isTouched?: boolean;
}

/**
 * The words by which caches of others know what an answer was made from, and are told what is wrong from now on:
 *
 * - `event`: answers that show events beside the one that they were asked for, such as lists;
 * - `event-text`: those among them that show long texts of these events;
 * - `event:innoex-2024`, `event_0197…`: answers about one event, as it was asked for, with what belongs to it;
 * - `event-each`: all answers about one event;
 * - `event-changed`: answers that say when events changed, beside the one that they were asked for;
 * - `event-changed:innoex-2024`, `event-changed:event_0197…`: answers that say when the one changed that they were asked for;
 * - `search`: answers to a search.
 *
 * Answers have the tags of what was read, and messages those of what has changed, both by tables and groups of their columns.
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
      this.#typesOf.set(noteOf(content.table, 'changed_at'), new Set([changeTag(content.noun)]));
      this.#typesOf.set(noteOf(content.textTable, 'rich'), new Set([textTag(content.noun)]));
      for (const { shape, key } of content.parts) {
        this.#add(shape.table, content);
        this.#add(`${shape.table} ${snakeCase(key)}`, content);
      }
    }
    for (const [table, content] of Object.entries(others)) this.#add(table, content);
    this.#typesOf.set('search_document', new Set([SEARCH]));
  }

  /** What an answer was made from. */
  ofResponse({ tables, subjects }: Sources): readonly string[] {
    const types = this.#ofTables(tables);
    if (subjects.length === 0) return types;
    const tags = [...new Set([...types, ...subjects.flatMap((subject) => this.#ofSubject(subject))])];
    if (lengthOf(tags) <= MAX_HEADER) return tags;
    return [...new Set([...types, ...subjects.map(({ table }) => this.#noun(table))])];
  }

  /** What is wrong from now on where objects changed. */
  ofChanges(changed: readonly Changed[]): readonly string[] {
    const types = [...new Set(changed.map(({ content }) => content.noun))];
    const told = new Set(changed.flatMap((each) => this.#generalOf(each)));
    // Whatever shows more of a type has the name of the type, too.
    for (const noun of types.filter((each) => told.has(each))) {
      told.delete(textTag(noun));
      told.delete(changeTag(noun));
    }
    const general = [...told];
    const single = changed.flatMap(({ content: { table, noun }, id, slugs, isTouched }) => {
      const own = { id: globalId(table, id) };
      return [own, ...slugs.map((slug) => ({ slug }))].map((name) => nameTag(noun, name, isTouched));
    });
    const tags = [...general, ...new Set(single)];
    const isShort = tags.length <= MAX_TAGS && lengthOf(tags) <= MAX_HEADER;
    return isShort ? tags : [...general, ...types.map(eachTag)];
  }

  /** What answers have that show the object beside others. */
  #generalOf({ content: { noun }, noted, isTouched }: Changed): readonly string[] {
    if (isTouched) return [changeTag(noun)];
    if (!noted) return [noun, SEARCH];
    const tags = this.#ofTables(new Set(noted));
    return [noun, textTag(noun), changeTag(noun), SEARCH].filter((tag) => tags.includes(tag));
  }

  #add(source: string, { noun }: ContentType): void {
    const nouns = this.#typesOf.get(source) ?? new Set();
    this.#typesOf.set(source, nouns.add(noun));
  }

  /** What is in a table that nobody knows may change with everything. */
  #ofTables(tables: ReadonlySet<string>): readonly string[] {
    let tags = this.#known.get(tables);
    if (!tags) {
      const nouns = [...tables].flatMap((source) => {
        const [table = ''] = source.split(/[ .]/);
        return [...(this.#typesOf.get(source) ?? this.#typesOf.get(table) ?? this.#all)];
      });
      tags = [...new Set(nouns)].sort();
      this.#known.set(tables, tags);
    }
    return tags;
  }

  #ofSubject({ table, id, slug, isDated }: Subject): string[] {
    const noun = this.#noun(table);
    const named = [false, ...(isDated ? [true] : [])].map((dated) => nameTag(noun, { id, slug }, dated));
    return [...named, eachTag(noun)];
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
    const [kind = '', slug] = tag.split(':');
    const noun = kind.replace(/-changed$/, '');
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

/** On answers that show long texts. */
function textTag(noun: string): string {
  return `${noun}-text`;
}

/** On answers about an object, as they were asked for; `isDated` on those of them that say when it changed. */
function nameTag(noun: string, { id, slug = '' }: Pick<Subject, 'id' | 'slug'>, isDated = false): string {
  if (isDated) return `${changeTag(noun)}:${id ?? encoded(slug)}`;
  return id ?? `${noun}:${encoded(slug)}`;
}

/** A slug as printable ASCII without spaces and commas, as headers have it. */
function encoded(slug: string): string {
  const whole = encodeURIComponent(slug);
  return whole.length <= MAX_SLUG ? whole : `~${hash('sha256', slug, 'base64url').slice(0, 22)}`;
}
