import type { UserError } from './api.js';
import { type PlaceInEntries, valueAt } from './content-push.js';
import type { ContentPushEntry } from './operations.generated.js';
import type { LoadedFile, PushFile, PushSet } from './push-set.js';

type Fields = Readonly<Record<string, unknown>>;

/** Longer texts are not titles or names. */
const MAX_TITLE = 300;

/** The required fields by kind, learnt from errors. */
export class RequiredFields {
  readonly #byKind = new Map<string, Set<string>>();

  of(kind: string): ReadonlySet<string> {
    return this.#byKind.get(kind) ?? new Set();
  }

  learn(kind: string, field: string): void {
    this.#byKind.set(kind, new Set([...this.of(kind), field]));
  }
}

/**
 * A stand-in for a new object, sent with the dry run of others that refer to it: only its title and required fields.
 * Sent whole, it would need all that it refers to itself, and so on.
 */
export class StandIn {
  readonly #whole: ContentPushEntry;
  #fields: Fields;
  #sent: Fields = {};
  #isWhole = false;

  constructor(
    { entry }: LoadedFile,
    readonly required: RequiredFields,
  ) {
    const { text, ...rest } = entry.document;
    const { expectedVersion: _version, ...whole } = entry;
    this.#whole = whole;
    const own = Object.entries(rest).filter(([name]) => required.of(entry.kind).has(name));
    this.#fields = {
      ...Object.fromEntries(own),
      ...(text === undefined ? {} : { text: args(text, isShort) }),
    };
  }

  /** The entry as last sent. */
  get sent(): ContentPushEntry {
    return { ...this.#whole, document: this.#sent };
  }

  /** The entry to send next. */
  send(): ContentPushEntry {
    this.#sent = this.#fields;
    return this.sent;
  }

  /** Adds a missing field. Returns false if nothing is left to add. */
  complete({ path }: PlaceInEntries): boolean {
    const [name = ''] = path;
    const { kind, document } = this.#whole;
    if (Object.hasOwn(document, name) && !Object.hasOwn(this.#sent, name)) {
      this.#fields = { ...this.#fields, [name]: document[name] };
      this.required.learn(kind, name);
      return true;
    }
    // Another error of the same response may have made it whole already.
    const isNews = !this.#isWhole || this.#sent !== this.#fields;
    this.#isWhole = true;
    this.#fields = isNews ? { ...document, text: args(document.text, () => true) } : this.#fields;
    return isNews;
  }
}

/** The files whose objects an error does not find. */
export function missedBy(
  { code }: UserError,
  { document }: ContentPushEntry,
  { path }: PlaceInEntries,
  set: PushSet,
): readonly PushFile[] {
  const name = code === 'NOT_FOUND' ? valueAt(document, path) : undefined;
  return typeof name === 'string' ? set.named(name) : [];
}

/** Without slugs: the server generates some, which do not collide. */
function args(text: unknown, isIncluded: (value: unknown) => boolean): unknown {
  if (typeof text !== 'object' || text === null) return text;
  return Object.fromEntries(
    Object.entries(text).map(([locale, own]) => {
      if (typeof own !== 'object' || own === null) return [locale, own];
      const entries = Object.entries(own).filter(([name, value]) => name !== 'slug' && isIncluded(value));
      return [locale, Object.fromEntries(entries)];
    }),
  );
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_TITLE && !value.includes('\n');
}
