import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';
import type { Locales } from '../../src/content/language/locale.js';
import { hasName } from './naive-printing.js';

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };
export type Args = Readonly<Record<string, unknown>>;

/** A row as an operation meets it: in a stage, in a language, at a time. */
export interface Thing {
  readonly __typename: string;
  readonly row: Row;
  readonly scope: Scope;
  /** The slug that the object was asked for by. */
  readonly requestedSlug?: string;
  /** Where it was reached through links: its first place among them. */
  readonly place?: number;
}

export interface Scope {
  readonly rows: Rows;
  readonly locales: Locales;
  readonly locale: string;
  readonly fallback: boolean;
  readonly now: Date;
}

/** What a row cannot be shown without: of each group at least one, by foreign key. */
const REQUIRED: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  Participation: [{ organisationId: 'Organisation' }],
  OrganisationRelation: [{ otherId: 'Organisation' }],
  Office: [{ organisationId: 'Organisation' }, { personId: 'Person' }],
  Credit: [{ personId: 'Person' }, { eventId: 'Event', articleId: 'Article' }],
  IssueItem: [{ eventId: 'Event', articleId: 'Article' }],
  Sponsorship: [
    { organisationId: 'Organisation' },
    { eventId: 'Event', seriesId: 'EventSeries', articleId: 'Article', issueId: 'Issue' },
  ],
};

/** By what key a part belongs to its object: the first that is set. Other rows: by that of the text, or their own id. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  ArticleEvent: ['articleId'],
  ArticleOrganisation: ['articleId'],
  ArticlePerson: ['articleId'],
  ArticleSeriesPartner: ['seriesId'],
  Contact: ['eventId'],
  Credit: ['eventId', 'articleId'],
  Disclaimer: ['programmeId'],
  IssueItem: ['issueId'],
  IssueSection: ['issueId'],
  Link: ['eventId', 'articleId'],
  Office: ['personId'],
  OrganisationName: ['organisationId'],
  OrganisationRelation: ['organisationId'],
  Participation: ['eventId'],
  PersonName: ['personId'],
};

/** All tables of a stage in memory, by the name of their entity. */
export class Rows {
  readonly #tables = new Map<string, Row[]>();
  readonly #byId = new Map<string, Row>();
  readonly #texts = new Map<string, Row>();
  readonly #tableNames = new Map<string, string>();

  static async load(source: DataSource): Promise<Rows> {
    const rows = new Rows();
    for (const { name, target, tableName } of source.entityMetadatas) {
      rows.#add(name, tableName, (await source.manager.find(target)) as Row[]);
    }
    return rows;
  }

  /** What a preview of some objects shows: those as they are in drafts, all others as they are published. */
  static previewed(draft: Rows, published: Rows, ids: ReadonlySet<string>): Rows {
    const rows = new Rows();
    for (const [name, tableName] of draft.#tableNames) {
      const isPreviewed = (row: Row) => ids.has(ownerOf(name, row));
      const others = published.all(name).filter((row) => !isPreviewed(row));
      rows.#add(name, tableName, [...draft.all(name).filter(isPreviewed), ...others]);
    }
    return rows;
  }

  #add(name: string, tableName: string, loaded: Row[]): void {
    this.#tables.set(name, loaded);
    this.#tableNames.set(name, tableName);
    for (const row of loaded) {
      if (name.endsWith('Text')) this.#texts.set(`${name} ${row.contentId} ${row.locale}`, row);
      else this.#byId.set(`${name} ${row.id}`, row);
    }
  }

  all(entity: string): readonly Row[] {
    const table = this.#tables.get(entity);
    if (!table) throw new Error(`There is no entity ${entity}.`);
    return table;
  }

  has(entity: string): boolean {
    return this.#tables.has(entity);
  }

  /** Whether its objects have pages, and so slugs. */
  isPage(entity: string): boolean {
    return this.has(`${entity}Text`) && this.all(`${entity}Text`).some((row) => 'slug' in row);
  }

  get(entity: string, id: unknown): Row | undefined {
    return this.#byId.get(`${entity} ${id}`);
  }

  text(entity: string, id: string, locale: string): Row | undefined {
    return this.#texts.get(`${entity}Text ${id} ${locale}`);
  }

  /** The text rows of locales that have words of their own. */
  ownTexts(entity: string, id: string): Row[] {
    const texts = this.all(`${entity}Text`).filter((text) => text.contentId === id && text.own === true);
    return texts.sort((a, b) => compareBytes(String(a.locale), String(b.locale)));
  }

  tableName(entity: string): string {
    return this.#tableNames.get(entity) ?? '';
  }

  entityOf(table: string): string | undefined {
    return [...this.#tableNames].find(([, name]) => name === table)?.[0];
  }

  /** A row is there when everything is that it makes no sense without. In drafts everything is. */
  isVisible(entity: string, row: Row): boolean {
    return (REQUIRED[entity] ?? []).every((group) =>
      Object.entries(group).some(([key, target]) => {
        const other = this.get(target, row[key]);
        return (other !== undefined && this.isVisible(target, other)) || hasName(this, entity, row, key);
      }),
    );
  }
}

function ownerOf(entity: string, row: Row): string {
  const keys = OWNERS[entity] ?? ['contentId', 'id'];
  return String(keys.map((key) => row[key]).find((value) => typeof value === 'string'));
}

/** The row of an entity as a thing of the same scope; null where it is not there or may not be shown. */
export function thing(scope: Scope, entity: string, id: unknown): Thing | null {
  const row = scope.rows.get(entity, id);
  return row && scope.rows.isVisible(entity, row) ? { __typename: entity, row, scope } : null;
}

/** The rows whose foreign key is the thing, by position and id. */
export function parts(
  { scope, row }: Thing,
  entity: string,
  key: string,
  test = (_row: Row) => true,
): Thing[] {
  return ordered(
    scope,
    entity,
    scope.rows.all(entity).filter((other) => other[key] === row.id && test(other)),
  );
}

/** Those of the rows that may be shown, by position and id. */
export function ordered(scope: Scope, entity: string, rows: readonly Row[]): Thing[] {
  return rows
    .filter((row) => scope.rows.isVisible(entity, row))
    .map((row) => ({ __typename: entity, row, scope }))
    .sort((a, b) => Number(a.row.position) - Number(b.row.position) || compareBytes(a.row.id, b.row.id));
}

export interface Link {
  readonly entity: string;
  readonly key: string;
  readonly target: string;
  readonly to: string;
}

/** What links lead to, each once at its first place. */
export function linked(from: Thing, link: Link, test = (_link: Row) => true): Thing[] {
  const { scope, row } = from;
  const slots = new Map<unknown, number>();
  for (const other of scope.rows.all(link.entity)) {
    if (other[link.key] !== row.id || !test(other)) continue;
    const id = other[link.target];
    slots.set(id, Math.min(slots.get(id) ?? Number.POSITIVE_INFINITY, Number(other.position)));
  }
  return [...slots]
    .flatMap(([id, place]) => {
      const target = thing(scope, link.to, id);
      return target ? [{ ...target, place }] : [];
    })
    .sort((a, b) => a.place - b.place || compareBytes(a.row.id, b.row.id));
}

/** A field of a text row, as far as the scope allows. */
export function text({ __typename, row, scope }: Thing, field: string, { locale, format }: Args): unknown {
  const tag = typeof locale === 'string' ? scope.locales.match(locale) : scope.locale;
  const words = scope.rows.text(__typename, row.id, tag);
  const isBorrowed = field in ((words?.fallback ?? {}) as object);
  if (!words || (isBorrowed && !scope.fallback && field !== 'slug')) return null;
  const suffix = { HTML: 'Html', TEXT: 'Text', MARKDOWN: '' }[String(format)] ?? '';
  return words[field + suffix] ?? null;
}

export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** An instant as PostgreSQL writes it into JSON in UTC. */
export function instant(value: Date): string {
  return value.toISOString().replace(/\.?0*Z$/, '+00:00');
}

/** Whose slug it is or was: in the language asked for, else in the first other one. */
export function holderOf({ rows, locale, locales }: Scope, type: string, slug: string): unknown {
  const former = rows.all('FormerSlug').filter((row) => row.type === rows.tableName(type));
  for (const candidates of [[locale], locales.codes]) {
    for (const table of [rows.all(`${type}Text`), former]) {
      for (const candidate of candidates) {
        const found = table.find((row) => row.slug === slug && row.locale === candidate);
        if (found) return found.contentId;
      }
    }
  }
  return undefined;
}

/** The day that an article is dated. */
export const dateOf = ({ publishedOn, publishedAt }: Row): string | null => {
  if (publishedOn !== null || !(publishedAt instanceof Date)) return publishedOn as string | null;
  return Temporal.Instant.fromEpochMilliseconds(publishedAt.getTime())
    .toZonedDateTimeISO('Asia/Hong_Kong')
    .toPlainDate()
    .toString();
};
