import { hash } from 'node:crypto';
import { snakeCase } from '../../foundation/naming.js';
import { slugForm } from '../../foundation/text.js';
import { globalId } from '../contract/global-id.js';
import type { ContentType } from '../model/content-type.js';
import type { Sources, Subject } from '../sql/compiled-statement.js';
import { noteOf } from '../sql/published-changes.js';

/** The maximum length of the header and of the list in a webhook; beyond that coarser tags are used. */
const MAX_HEADER = 4_000;
export const MAX_TAGS = 100;
/** A longer slug is replaced by its digest. */
const MAX_SLUG = 200;
const SEARCH = 'search';

/** Slugs by locale. */
export type Slugs = Readonly<Record<string, string>>;

/** A changed object, with its current and former slugs. */
export interface Changed {
  readonly content: ContentType;
  readonly id: string;
  readonly slugs: readonly string[];
  /** The changed tables and groups of columns, as the database notes them; undefined if unknown. */
  readonly changedSources?: readonly string[] | undefined;
  /** Whether only its `changedAt` has changed, because of something that it shows. */
  readonly isTouched?: boolean;
}

/**
 * Cache tags, by which CDNs purge what a publication changes:
 *
 * - `event`: responses that show events other than as their subject, such as lists;
 * - `event-text`: those of them that show rich text of these events;
 * - `event:innoex-2024`, `event_0197…`: responses about one event, as it was requested, with its parts;
 * - `event-each`: all responses about one event;
 * - `event-changed`: responses that show when events changed, other than their subject;
 * - `event-changed:innoex-2024`, `event-changed:event_0197…`: responses that show when their subject changed;
 * - `search`: search results.
 *
 * Responses are tagged by the tables and groups of columns that were read, and messages by those that have changed.
 */
export class CacheTags {
  readonly #typesOf = new Map<string, Set<string>>();
  readonly #all: readonly string[];
  readonly #nouns: ReadonlyMap<string, string>;
  readonly #known = new WeakMap<ReadonlySet<string>, readonly string[]>();

  /** @param others tables that belong to no type, and the type that they count as */
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
    this.#typesOf.set('search_entry', new Set([SEARCH]));
  }

  /** The tags of a response. */
  ofResponse({ tables, subjects }: Sources): readonly string[] {
    const types = this.#ofTables(tables);
    if (subjects.length === 0) return types;
    const tags = [...new Set([...types, ...subjects.flatMap((subject) => this.#ofSubject(subject))])];
    if (lengthOf(tags) <= MAX_HEADER) return tags;
    return [...new Set([...types, ...subjects.map(({ table }) => this.#noun(table))])];
  }

  /** The tags to purge after changes. */
  ofChanges(changed: readonly Changed[]): readonly string[] {
    const types = [...new Set(changed.map(({ content }) => content.noun))];
    const found = new Set(changed.flatMap((each) => this.#generalOf(each)));
    // The tag of the type covers its narrower tags.
    for (const noun of types.filter((each) => found.has(each))) {
      found.delete(textTag(noun));
      found.delete(changeTag(noun));
    }
    const general = [...found];
    const single = changed.flatMap(({ content: { table, noun }, id, slugs, isTouched }) => {
      const own = { id: globalId(table, id) };
      return [own, ...slugs.map((slug) => ({ slug }))].map((name) => nameTag(noun, name, isTouched));
    });
    const tags = [...general, ...new Set(single)];
    const isShort = tags.length <= MAX_TAGS && lengthOf(tags) <= MAX_HEADER;
    return isShort ? tags : [...general, ...types.map(eachTag)];
  }

  /** The tags of responses that show the object other than as their subject. */
  #generalOf({ content: { noun }, changedSources, isTouched }: Changed): readonly string[] {
    if (isTouched) return [changeTag(noun)];
    if (!changedSources) return [noun, SEARCH];
    const tags = this.#ofTables(new Set(changedSources));
    return [noun, textTag(noun), changeTag(noun), SEARCH].filter((tag) => tags.includes(tag));
  }

  #add(source: string, { noun }: ContentType): void {
    const nouns = this.#typesOf.get(source) ?? new Set();
    this.#typesOf.set(source, nouns.add(noun));
  }

  /** An unknown table may change with any type. */
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

/** Replaces tags that would reveal hidden slugs with the tag of all objects of their type. */
export function withoutSlugs(
  tags: readonly string[],
  isHidden: (noun: string, slug: string) => boolean,
): string[] {
  const visible = tags.map((tag) => {
    const [kind = '', slug] = tag.split(':');
    const noun = kind.replace(/-changed$/, '');
    return slug !== undefined && isHidden(noun, decodeURIComponent(slug)) ? eachTag(noun) : tag;
  });
  return [...new Set(visible)];
}

function lengthOf(tags: readonly string[]): number {
  return tags.join(', ').length;
}

function eachTag(noun: string): string {
  return `${noun}-each`;
}

/** For responses that show when objects changed. */
export function changeTag(noun: string): string {
  return `${noun}-changed`;
}

/** For responses that show rich text. */
function textTag(noun: string): string {
  return `${noun}-text`;
}

/** For responses about one object, as it was requested; `isDated` for those that show when it changed. */
function nameTag(noun: string, { id, slug = '' }: Pick<Subject, 'id' | 'slug'>, isDated = false): string {
  if (isDated) return `${changeTag(noun)}:${id ?? encoded(slug)}`;
  return id ?? `${noun}:${encoded(slug)}`;
}

/** A slug in printable ASCII without spaces and commas, as headers require. */
function encoded(slug: string): string {
  const form = slugForm(slug);
  const whole = encodeURIComponent(form);
  return whole.length <= MAX_SLUG ? whole : `~${hash('sha256', form, 'base64url').slice(0, 22)}`;
}
