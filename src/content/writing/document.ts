import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { Locales } from '../localization/locale.js';

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
    isRecord(words) ? { locale, ...words } : { locale, text: words },
  );
}

/** The document that an input stands for; the other way round. Keeps what `expand` would refuse as it is. */
export function collapse(type: GraphQLInputObjectType, input: Document, locales: Locales): Document {
  const { translations, ...rest } = collapseValue(type, input, locales) as Document;
  return translations === undefined ? rest : { ...rest, text: translations };
}

function collapseValue(type: GraphQLInputType, value: unknown, locales: Locales): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable) && Array.isArray(value)) {
    const entries = value.map((entry) => collapseValue(nullable.ofType, entry, locales));
    return isLocalizedEntry(nullable.ofType) ? (mapOf(entries as Document[], locales) ?? entries) : entries;
  }
  if (!isInputObjectType(nullable) || !isRecord(value)) return value;
  const fields = nullable.getFields();
  return mapValues(value, (inner, name) =>
    fields[name] ? collapseValue(fields[name].type, inner, locales) : inner,
  );
}

/** Undefined where two entries are for the same locale: a map would hide that. */
function mapOf(entries: readonly Document[], locales: Locales): Document | undefined {
  const map = new Map<string, unknown>();
  for (const { locale, ...words } of entries) {
    const key = locales.lookup(String(locale)) ?? String(locale);
    if (map.has(key)) return undefined;
    map.set(key, 'text' in words ? words.text : words);
  }
  return Object.fromEntries(map);
}

/**
 * A document after a change: what the change does not mention stays, null clears, lists are replaced whole, and
 * words are changed one by one in each locale.
 */
export function merge(type: GraphQLInputObjectType, before: Document, change: Document): Document {
  const merged = new Map(Object.entries(before));
  const fields = type.getFields();
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) continue;
    const known = fields[name === 'text' ? 'translations' : name]?.type;
    if (value === null) merged.delete(name);
    else merged.set(name, mergeValue(known, merged.get(name), value));
  }
  // Not by assignment: a field may be called `__proto__`, and has to be refused like any other that there is not.
  return Object.fromEntries(merged);
}

function mergeValue(type: GraphQLInputType | undefined, before: unknown, value: unknown): unknown {
  const nullable = type && getNullableType(type);
  if (!nullable || !isRecord(value)) return value;
  const known = isRecord(before) ? before : {};
  if (isInputObjectType(nullable)) return merge(nullable, known, value);
  if (!isListType(nullable)) return value;
  const merged = new Map(Object.entries(known));
  for (const [locale, words] of Object.entries(value)) {
    if (words === null) merged.delete(locale);
    else if (!isRecord(words)) merged.set(locale, words);
    else merged.set(locale, withoutNulls({ ...(merged.get(locale) as Document | undefined), ...words }));
  }
  return Object.fromEntries(merged);
}

function withoutNulls(words: Document): Document {
  return Object.fromEntries(
    Object.entries(words).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** The place in an input that a path in its document means. */
export function pathInInput(input: unknown, path: readonly string[], locales: Locales): string[] {
  const found: string[] = [];
  let at = input;
  for (const [index, segment] of path.entries()) {
    const name = index === 0 && segment === 'text' ? 'translations' : segment;
    const place = Array.isArray(at) ? placeOf(at, segment, locales) : name;
    found.push(place);
    at = isRecord(at) ? at[place] : Array.isArray(at) ? at[Number(place)] : undefined;
  }
  return found;
}

function placeOf(entries: readonly unknown[], segment: string, locales: Locales): string {
  if (/^\d+$/.test(segment)) return segment;
  const index = entries.findIndex(
    (entry) => isRecord(entry) && locales.lookup(String(entry.locale)) === segment,
  );
  return index < 0 ? segment : String(index);
}

export function isRecord(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(value: Document, map: (inner: unknown, name: string) => unknown): Document {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, map(inner, name)]));
}
