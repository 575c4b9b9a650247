import { isDeepStrictEqual } from 'node:util';
import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { Temporal } from 'temporal-polyfill';
import { hasText } from '../../foundation/text.js';
import { globalId } from '../contract/global-id.js';
import { type LocalizedText, type OwnText, ownPartText } from '../language/translation.js';
import type { Columns, ContentType, Writing } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import { columnTypesOf, type Ownership, type Shape } from '../model/shape.js';
import type { StoredObject } from '../storage/stored-objects.js';

/** What a document is made from. */
export interface DocumentSource extends Pick<StoredObject, 'translations' | 'parts'> {
  readonly root: Columns;
}

/** In nanoseconds. */
const MINUTE = 60_000_000_000;

/** How a document names the objects that it refers to. */
export type NameOf = (target: Shape, id: string) => string;

const byGlobalId: NameOf = (target, id) => globalId(target.table, id);

/** The document of a stored object, without derived values. */
export function documentOf(
  content: ContentType,
  type: GraphQLInputObjectType,
  stored: DocumentSource,
  nameOf: NameOf = byGlobalId,
): Document {
  const fields = new DocumentBuilder(stored.parts, nameOf).fields(content, type, stored.root);
  const text = textByLocale(content, stored);
  return Object.keys(text).length > 0 ? { ...fields, text } : fields;
}

/** The text of each locale, without derived text. */
function textByLocale(content: ContentType, { root, translations }: DocumentSource): Document {
  const { deriveText } = content.declaration;
  const entries = Object.entries(translations).flatMap(([locale, text]) => {
    const own = Object.entries(text).filter(([field, value]) => {
      if (!hasText(value)) return false;
      if (!deriveText || !content.textFields.includes(field)) return true;
      const without: OwnText = { ...text, [field]: null };
      return deriveText(without, locale, root)[field] !== value;
    });
    const isSlug = ([field]: readonly [string, unknown]) => field === 'slug';
    const slugFirst = [...own.filter(isSlug), ...own.filter((entry) => !isSlug(entry))];
    return own.length > 0 ? [[locale, Object.fromEntries(slugFirst)] as const] : [];
  });
  return Object.fromEntries(entries);
}

class DocumentBuilder {
  constructor(
    readonly parts: ReadonlyMap<Shape, readonly Columns[]>,
    readonly nameOf: NameOf,
  ) {}

  fields(
    shape: Shape & { readonly declaration?: Writing },
    type: GraphQLInputObjectType,
    row: Columns,
  ): Document {
    const values = Object.values(type.getFields())
      .filter((field) => !(field.name === 'translations' && shape.text))
      .map((field) => [field.name, this.#field(shape, field, row)] as const);
    return present(values);
  }

  #field(shape: Shape & { readonly declaration?: Writing }, field: GraphQLInputField, row: Columns): unknown {
    const owned = shape.owned.get(field.name);
    if (owned) return this.#owned(owned, field.type, row);
    const group = shape.declaration?.groups?.[field.name];
    if (typeof group === 'object') {
      const inner = present(
        Object.entries(group).map(([name, property]) => [name, value(shape, property, row)]),
      );
      return Object.keys(inner).length > 0 ? inner : undefined;
    }
    const reference = shape.references.get(field.name);
    if (reference) {
      const id = row[reference.key];
      return typeof id === 'string' ? this.nameOf(reference.target(), id) : undefined;
    }
    return value(shape, group ?? field.name, row);
  }

  #owned({ shape, key, target, inner }: Ownership, fieldType: GraphQLInputType, row: Columns): unknown {
    const type = getNamedType(fieldType);
    const rows = (this.parts.get(shape()) ?? []).filter((part) => part[key] === row.id);
    if (target) return rows.map((part) => this.nameOf(target.shape(), String(part[target.key])));
    if (!isInputObjectType(type)) return undefined;
    return rows.map((part) => {
      const fields = this.fields(shape(), type, part);
      const innerType = getNamedType(type.getFields()[inner?.field ?? '']?.type);
      if (!inner || !isInputObjectType(innerType)) return fields;
      const within = (this.parts.get(inner.shape()) ?? []).filter((each) => each[inner.key] === part.id);
      const entries = within.map((each) => this.fields(inner.shape(), innerType, each));
      return entries.length > 0 ? { ...fields, [inner.field]: entries } : fields;
    });
  }
}

/** The value of a column in a document; undefined to leave it out. */
function value(shape: Shape & { readonly declaration?: Writing }, property: string, row: Columns): unknown {
  const stored = row[property];
  if (stored === null || stored === undefined || isImplied(shape, property, row)) return undefined;
  if (shape.localized.part.includes(property)) return ownPartText(stored as LocalizedText);
  if (shape.localized.list.includes(property)) {
    return (stored as LocalizedText[]).map((entry) => ownPartText(entry));
  }
  return plain(shape, property, stored, row);
}

function plain(
  shape: Shape & { readonly declaration?: Writing },
  property: string,
  stored: unknown,
  row: Columns,
): unknown {
  const column = columnTypesOf(shape.entity).get(property);
  switch (column?.type) {
    case 'timestamptz':
      return wallTime(stored, String(row[shape.declaration?.zone ?? ''] ?? 'UTC'));
    case 'numeric':
      return Number(stored).toFixed(column.scale ?? 0);
    default:
      return stored;
  }
}

const derivedColumns = new WeakMap<Columns, ReadonlySet<string>>();

/** Derived columns of a row, computed once for each row. */
function derivedIn(derive: Writing['derive'], row: Columns): ReadonlySet<string> {
  const known = derivedColumns.get(row) ?? new Set(Object.keys(derive?.(row) ?? {}));
  derivedColumns.set(row, known);
  return known;
}

/** Whether the column would have this value by default or derivation. */
function isImplied(
  shape: Shape & { readonly declaration?: Writing },
  property: string,
  row: Columns,
): boolean {
  const { defaults = {}, derive } = shape.declaration ?? {};
  const byDefault = defaults[property] ?? null;
  if (!derivedIn(derive, row).has(property)) return isSame(byDefault, row[property]);
  const without = { ...row, [property]: byDefault };
  return isSame({ ...without, ...derive?.(without) }[property], row[property]);
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Date || other instanceof Date)
    return String(one && +new Date(String(one))) === String(other && +new Date(String(other)));
  return isDeepStrictEqual(one ?? null, other ?? null);
}

function wallTime(stored: unknown, zone: string): string {
  const instant = stored instanceof Date ? stored.toISOString() : String(stored);
  const time = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  // Offsets have whole minutes, but those from before standard time have seconds.
  const isExact = time.offsetNanoseconds % MINUTE === 0;
  return (isExact ? time : time.withTimeZone('UTC')).toString({ timeZoneName: 'never' });
}

function present(entries: readonly (readonly [string, unknown])[]): Document {
  return Object.fromEntries(entries.filter(([, entry]) => !isNothing(entry)));
}

function isNothing(entry: unknown): boolean {
  return entry === null || entry === undefined || (Array.isArray(entry) && entry.length === 0);
}
