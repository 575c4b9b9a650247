import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { hasText } from '../../foundation/text.js';
import type { Locales } from '../language/locale.js';

/**
 * An object in the form of a content file: like its GraphQL input, but lists of entries per locale are maps by locale,
 * and `translations` is called `text`.
 */
export type Document = Readonly<Record<string, unknown>>;

/** Whether the entries of a list are translations of each other. */
export function isLocalizedEntry(type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  return isInputObjectType(nullable) && /^(LocalizedText|\w*Translation)Input$/.test(nullable.name);
}

/** Converts a document to input: `{ en: { title: … } }` becomes `[{ locale: en, title: … }]`. */
export function expand(type: GraphQLInputObjectType, document: Document, locales: Locales): unknown {
  const { text, ...rest } = document;
  return expandValue(type, text === undefined ? rest : { ...rest, translations: text }, locales);
}

function expandValue(type: GraphQLInputType, value: unknown, locales: Locales): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const entries = isLocalizedEntry(nullable.ofType) && isRecord(value) ? entriesOf(value) : value;
    return Array.isArray(entries)
      ? entries.map((entry) => expandValue(nullable.ofType, entry, locales))
      : entries;
  }
  if (!isInputObjectType(nullable) || !isRecord(value)) return value;
  const fields = nullable.getFields();
  return mapValues(value, (inner, name) =>
    fields[name] ? expandValue(fields[name].type, inner, locales) : inner,
  );
}

function entriesOf(value: Document): Document[] {
  return Object.entries(value).map(([locale, translation]) =>
    isRecord(translation) ? { ...translation, locale } : { locale, text: translation },
  );
}

/**
 * Converts input to a document. A document stays one, with canonical locales. What `expand` would refuse is left as it
 * is, and so are `text` and `translations` beside each other.
 */
export function collapse(type: GraphQLInputObjectType, input: Document, locales: Locales): Document {
  const { translations, text, ...rest } = input;
  const document = collapseValue(type, rest, locales) as Document;
  const translation = (value: unknown) =>
    collapseValue(type.getFields().translations?.type ?? type, value, locales);
  if (translations === undefined)
    return text === undefined ? document : { ...document, text: translation(text) };
  return text === undefined
    ? { ...document, text: translation(translations) }
    : { ...document, text, translations };
}

function collapseValue(type: GraphQLInputType, value: unknown, locales: Locales): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable) && isLocalizedEntry(nullable.ofType)) {
    if (isRecord(value)) return byLocale(Object.entries(value), locales) ?? entriesOf(value);
    return Array.isArray(value) ? (mapOf(value, locales) ?? value) : value;
  }
  if (isListType(nullable) && Array.isArray(value))
    return value.map((entry) => collapseValue(nullable.ofType, entry, locales));
  if (!isInputObjectType(nullable) || !isRecord(value)) return value;
  const fields = nullable.getFields();
  return mapValues(value, (inner, name) =>
    fields[name] ? collapseValue(fields[name].type, inner, locales) : inner,
  );
}

/** Undefined if the entries cannot be a map. */
function mapOf(entries: readonly unknown[], locales: Locales): Document | undefined {
  if (!entries.every(isRecord)) return undefined;
  const translation = entries.map(
    ({ locale, ...own }) => [textOf(locale), 'text' in own ? own.text : own] as const,
  );
  return byLocale(translation, locales);
}

/** Undefined for two entries of one locale, one of which a map would hide. */
function byLocale(entries: readonly (readonly [string, unknown])[], locales: Locales): Document | undefined {
  const map = new Map(entries.map(([tag, translation]) => [locales.lookup(tag) ?? tag, translation]));
  return map.size === entries.length ? Object.fromEntries(map) : undefined;
}

/**
 * Merges a change into a document: omitted fields stay, null clears, lists are replaced, and translations are merged
 * one by one. Unknown fields stay, so that they are refused and not lost.
 */
export function merge(
  type: GraphQLInputObjectType,
  before: Document,
  change: Document,
  locales: Locales,
): Document {
  const fields = type.getFields();
  const typeOf = (name: string) => fields[name === 'text' ? 'translations' : name]?.type;
  return patched(before, change, (name, known, value) => {
    const inner = typeOf(name);
    if (value === null && inner) return undefined;
    return mergeValue(inner, known, value, locales);
  });
}

function mergeValue(
  type: GraphQLInputType | undefined,
  before: unknown,
  value: unknown,
  locales: Locales,
): unknown {
  const nullable = type && getNullableType(type);
  if (!nullable || !isRecord(value)) return value;
  const known = isRecord(before) ? before : {};
  if (isInputObjectType(nullable)) return merge(nullable, known, value, locales);
  if (!isListType(nullable)) return value;
  const entry = getNullableType(nullable.ofType);
  return patched(known, value, (locale, own, translation) => {
    if (translation === null && locales.lookup(locale)) return undefined;
    return isRecord(translation) && isInputObjectType(entry)
      ? merge(entry, isRecord(own) ? own : {}, translation, locales)
      : translation;
  });
}

/** The values of a change replace existing ones by name; undefined removes one. */
function patched(
  before: Document,
  change: Document,
  wanted: (name: string, before: unknown, value: unknown) => unknown,
): Document {
  const merged = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) continue;
    const after = wanted(name, merged.get(name), value);
    if (after === undefined) merged.delete(name);
    else merged.set(name, after);
  }
  return Object.fromEntries(merged);
}

/** Converts a path of a document to one of its input. */
export function pathInInput(input: unknown, path: readonly string[], locales: Locales): string[] {
  const found: string[] = [];
  let at = input;
  for (const [index, segment] of path.entries()) {
    const isTranslation = index === 0 && segment === 'text' && !(isRecord(input) && 'text' in input);
    const name = isTranslation ? 'translations' : segment;
    const place = Array.isArray(at) ? placeOf(at, segment, locales) : keyOf(at, name, locales);
    found.push(place);
    at = isRecord(at) ? at[place] : Array.isArray(at) ? at[Number(place)] : undefined;
  }
  return found;
}

/** Paths have configured locales, for which the input may have other tags. */
function keyOf(value: unknown, name: string, locales: Locales): string {
  if (!isRecord(value) || Object.hasOwn(value, name) || !locales.codes.includes(name)) return name;
  return Object.keys(value).find((tag) => locales.lookup(tag) === name) ?? name;
}

function placeOf(entries: readonly unknown[], segment: string, locales: Locales): string {
  if (/^\d+$/.test(segment)) return segment;
  const index = entries.findIndex(
    (entry) => isRecord(entry) && locales.lookup(textOf(entry.locale)) === segment,
  );
  return index < 0 ? segment : String(index);
}

/** The value at a path of a document. */
export function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Document)[segment];
  }
  return value;
}

/** A client's value as text; it may be an object without a working `toString`. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

export function isRecord(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(value: Document, map: (inner: unknown, name: string) => unknown): Document {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, map(inner, name)]));
}

/** Whether a document has text in a locale, other than a slug. */
export function hasTextIn({ text }: Document, locale: string): boolean {
  const translation = isRecord(text) ? text[locale] : undefined;
  return (
    isRecord(translation) &&
    Object.entries(translation).some(
      ([field, value]) => field !== 'slug' && typeof value === 'string' && hasText(value),
    )
  );
}

/** The same, in the form of the GraphQL input. */
export type Input = Readonly<Record<string, unknown>>;
