import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { FieldChange } from '../history/changes.js';
import { ERASED } from '../history/terms.js';
import type { ContentType } from '../model/content-type.js';
import { type Document, isLocalizedEntry, isRecord } from '../model/document.js';
import type { InputReader } from '../writing/input.js';
import { TextForm } from '../writing/input-rules.js';

/** What is erased from the history. */
export interface Erased {
  /** The global id of the object; absent when only names are erased. */
  readonly target?: string;
  /** Its names; undefined if it had none. */
  readonly names: RegExp | undefined;
  /** Locales, which are preserved. */
  readonly locales: readonly string[];
}

/** What becomes of a value; undefined for an unknown place. */
interface Place {
  readonly type?: GraphQLInputType | undefined;
  readonly form: TextForm;
}

const ANYWHERE: Place = { form: TextForm.FREE };

/**
 * Removes references to an object, and its names, from documents. List entries that refer to it are removed. In free
 * text a name is replaced; values of another format, such as a URL, are removed since they must stay valid, and so are
 * entries that require them.
 */
export class Scrubber {
  constructor(
    readonly inputs: InputReader,
    readonly erased: Erased,
  ) {}

  document(content: ContentType | undefined, document: Document): Document {
    return Object.fromEntries(this.#fields(this.#typeOf(content), document).filter(isThere));
  }

  /** The changes of a revision; those within a list entry that refers to the object lose their values. */
  changes(
    content: ContentType | undefined,
    changes: readonly FieldChange[],
    documents: readonly (Document | null)[],
  ): FieldChange[] {
    return changes.map((change) => {
      const path = change.path.split('.');
      const isInside = documents.some((document) => document && this.#isWithin(document, path));
      if (isInside) return { ...change, before: null, after: null };
      const place = this.#placeAt(this.#typeOf(content), path);
      const [before, after] = [change.before, change.after].map((value) =>
        this.#refersTo(value) ? null : (this.#value(value, place) ?? null),
      );
      return { ...change, before, after };
    });
  }

  #typeOf(content: ContentType | undefined): GraphQLInputObjectType | undefined {
    return content && this.inputs.typeOf(content);
  }

  /** Undefined to remove the value. */
  #value(value: unknown, place: Place): unknown {
    if (typeof value === 'string') return this.#text(value, place.form);
    const type = place.type && getNullableType(place.type);
    const inner = isListType(type) ? { ...place, type: type.ofType } : place;
    if (Array.isArray(value)) {
      const others = value.filter((entry) => !this.#refersTo(entry));
      return others.map((entry) => this.#value(entry, inner)).filter((entry) => entry !== undefined);
    }
    if (!isRecord(value)) return value;
    if (isListType(type) && isLocalizedEntry(type.ofType)) {
      const texts = Object.entries(value).map(
        ([locale, each]) => [locale, this.#value(each, inner)] as const,
      );
      return Object.fromEntries(texts.filter(isThere));
    }
    const known = isInputObjectType(type) ? type : undefined;
    const fields = this.#fields(known, value);
    const isLost = fields.some(
      ([name, each]) => each === undefined && isNonNullType(fieldOf(known, name)?.type),
    );
    return isLost ? undefined : Object.fromEntries(fields.filter(isThere));
  }

  #fields(type: GraphQLInputObjectType | undefined, record: Document): [string, unknown][] {
    return Object.entries(record).map(([name, each]) => [name, this.#value(each, this.#placeOf(type, name))]);
  }

  #text(text: string, form: TextForm): string | undefined {
    const { target, names, locales } = this.erased;
    if (text === target) return undefined;
    // Enum values and locales are words of the program.
    const isOurs = /^[A-Z][A-Z_]*$/.test(text) || locales.includes(text);
    if (!names || isOurs || form === TextForm.NAMELESS) return text;
    const without = text.replace(names, ERASED);
    return without === text || form === TextForm.FREE ? without : undefined;
  }

  #placeOf(type: GraphQLInputObjectType | undefined, name: string): Place {
    const field = fieldOf(type, name);
    if (!type || !field) return ANYWHERE;
    const leaf = getNamedType(field.type);
    if (isInputObjectType(leaf)) return { type: field.type, form: TextForm.FREE };
    if (leaf.name === 'String')
      return { type: field.type, form: this.inputs.rulesOf(type).formOf(field.name) };
    return { type: field.type, form: leaf.name === 'URL' ? TextForm.FORMED : TextForm.NAMELESS };
  }

  #placeAt(root: GraphQLInputObjectType | undefined, path: readonly string[]): Place {
    let place: Place = { type: root, form: TextForm.FREE };
    for (const segment of path) {
      const type = place.type && getNullableType(place.type);
      if (isListType(type)) place = { ...place, type: type.ofType };
      else place = this.#placeOf(isInputObjectType(type) ? type : undefined, segment);
    }
    return place;
  }

  #refersTo(value: unknown): boolean {
    const { target } = this.erased;
    if (target === undefined) return false;
    return value === target || (isRecord(value) && Object.values(value).includes(target));
  }

  /** Whether a path is within a list entry that refers to the object. */
  #isWithin(document: Document, path: readonly string[]): boolean {
    let value: unknown = document;
    for (const segment of path) {
      const isEntry: boolean = Array.isArray(value);
      value = isEntry || isRecord(value) ? (value as Readonly<Record<string, unknown>>)[segment] : undefined;
      if (isEntry && this.#refersTo(value)) return true;
    }
    return false;
  }
}

/** A document that was valid once, without what was erased since: what replaces it must be valid, too. */
export function withoutErased(value: unknown): unknown {
  if (typeof value === 'string') return value.includes(ERASED) ? null : value;
  if (Array.isArray(value)) return value.map(withoutErased);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutErased(each)]));
}

function isThere([, value]: readonly [string, unknown]): boolean {
  return value !== undefined;
}

/** Documents call the translations `text`. */
function fieldOf(type: GraphQLInputObjectType | undefined, name: string): GraphQLInputField | undefined {
  const fields = type?.getFields() ?? {};
  return fields[name] ?? (name === 'text' ? fields.translations : undefined);
}
