import type { UserError } from './api.js';
import { type PlaceInEntries, valueAt } from './content-push.js';
import type { ContentPushEntry } from './operations.generated.js';
import type { LoadedFile, PushFile, PushSet } from './push-set.js';

type Fields = Readonly<Record<string, unknown>>;

/** Words that are longer are no titles or names. */
const LONG = 300;

/** Which fields objects cannot be without, by kind; as refusals tell. */
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
 * An object that is only in the files yet, sent with a dry run of others that refer to it: with its title, and what it
 * cannot be without. Sent whole, it would need all that it refers to itself, and so on.
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
      ...(text === undefined ? {} : { text: words(text, isShort) }),
    };
  }

  /** As it was sent last. */
  get sent(): ContentPushEntry {
    return { ...this.#whole, document: this.#sent };
  }

  /** As it is to be sent next. */
  send(): ContentPushEntry {
    this.#sent = this.#fields;
    return this.sent;
  }

  /** Adds what is missed. Returns false where nothing is left to add. */
  complete({ path }: PlaceInEntries): boolean {
    const [name = ''] = path;
    const { kind, document } = this.#whole;
    if (Object.hasOwn(document, name) && !Object.hasOwn(this.#sent, name)) {
      this.#fields = { ...this.#fields, [name]: document[name] };
      this.required.learn(kind, name);
      return true;
    }
    // Another mistake of the same answer may have made it whole already.
    const isNews = !this.#isWhole || this.#sent !== this.#fields;
    this.#isWhole = true;
    this.#fields = isNews ? { ...document, text: words(document.text, () => true) } : this.#fields;
    return isNews;
  }
}

/** The files that an error misses as objects: those named like what was not found. */
export function missedBy(
  { code }: UserError,
  { document }: ContentPushEntry,
  { path }: PlaceInEntries,
  set: PushSet,
): readonly PushFile[] {
  const name = code === 'NOT_FOUND' ? valueAt(document, path) : undefined;
  return typeof name === 'string' ? set.named(name) : [];
}

/** Without slugs: the server makes some then, which are in nobody's way. */
function words(text: unknown, isKept: (value: unknown) => boolean): unknown {
  if (typeof text !== 'object' || text === null) return text;
  return Object.fromEntries(
    Object.entries(text).map(([locale, own]) => {
      if (typeof own !== 'object' || own === null) return [locale, own];
      const kept = Object.entries(own).filter(([name, value]) => name !== 'slug' && isKept(value));
      return [locale, Object.fromEntries(kept)];
    }),
  );
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= LONG && !value.includes('\n');
}
