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
 * An object in the form of a content file: that of its GraphQL input, except that what is a list of entries per
 * locale there is a map by locale here, and `translations` is called `text`.
 */
export type Document = Readonly<Record<string, unknown>>;

/** Whether entries of a list of this type are the same thing in different languages. */
export function isLocalizedEntry(type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  return isInputObjectType(nullable) && /^(LocalizedText|\w*Translation)Input$/.test(nullable.name);
}

/** The input that a document stands for: `{ en: { title: … } }` becomes `[{ locale: en, title: … }]`. */
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
  return Object.entries(value).map(([locale, words]) =>
    isRecord(words) ? { ...words, locale } : { locale, text: words },
  );
}

/**
 * The document that an input stands for; the other way round. A document stays one, and its languages get the tags
 * that are configured. What `expand` would refuse stays as it is, and so do `text` and `translations` beside each other.
 */
export function collapse(type: GraphQLInputObjectType, input: Document, locales: Locales): Document {
  const { translations, text, ...rest } = input;
  const document = collapseValue(type, rest, locales) as Document;
  const words = (value: unknown) =>
    collapseValue(type.getFields().translations?.type ?? type, value, locales);
  if (translations === undefined) return text === undefined ? document : { ...document, text: words(text) };
  return text === undefined
    ? { ...document, text: words(translations) }
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

/** Undefined where there is no map for the entries. */
function mapOf(entries: readonly unknown[], locales: Locales): Document | undefined {
  if (!entries.every(isRecord)) return undefined;
  const words = entries.map(
    ({ locale, ...own }) => [textOf(locale), 'text' in own ? own.text : own] as const,
  );
  return byLocale(words, locales);
}

/** Undefined where two entries are for the same locale: a map would hide that. */
function byLocale(entries: readonly (readonly [string, unknown])[], locales: Locales): Document | undefined {
  const map = new Map(entries.map(([tag, words]) => [locales.lookup(tag) ?? tag, words]));
  return map.size === entries.length ? Object.fromEntries(map) : undefined;
}

/**
 * A document after a change: what the change does not mention stays, null clears, lists are replaced whole, and
 * translations are changed one by one in each locale. What nobody knows stays, for it is to be refused and not to vanish.
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
  return patched(known, value, (locale, own, words) => {
    if (words === null && locales.lookup(locale)) return undefined;
    return isRecord(words) && isInputObjectType(entry)
      ? merge(entry, isRecord(own) ? own : {}, words, locales)
      : words;
  });
}

/** What a change says of each name takes the place of what is there; undefined takes it out. */
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

/** The place in an input that a path in its document means. */
export function pathInInput(input: unknown, path: readonly string[], locales: Locales): string[] {
  const found: string[] = [];
  let at = input;
  for (const [index, segment] of path.entries()) {
    const isWords = index === 0 && segment === 'text' && !(isRecord(input) && 'text' in input);
    const name = isWords ? 'translations' : segment;
    const place = Array.isArray(at) ? placeOf(at, segment, locales) : keyOf(at, name, locales);
    found.push(place);
    at = isRecord(at) ? at[place] : Array.isArray(at) ? at[Number(place)] : undefined;
  }
  return found;
}

/** Languages have the tags of the configuration in paths, and may have others in what was given. */
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

/** What stands at a place of a document. */
export function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Document)[segment];
  }
  return value;
}

/** A value of a client as a text, whatever it is: its own `toString` need not be a function. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

export function isRecord(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(value: Document, map: (inner: unknown, name: string) => unknown): Document {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, map(inner, name)]));
}

/** Whether a document has words of its own in a language, beside an address. */
export function hasTextIn({ text }: Document, locale: string): boolean {
  const words = isRecord(text) ? text[locale] : undefined;
  return (
    isRecord(words) &&
    Object.entries(words).some(
      ([field, value]) => field !== 'slug' && typeof value === 'string' && hasText(value),
    )
  );
}

/** The same in the form of the GraphQL input. */
export type Input = Readonly<Record<string, unknown>>;
