import { globalId } from '../../src/content/contract/global-id.js';
import type { ContentType } from '../../src/content/model/content-type.js';
import { editor, type TestApplication } from './application.js';
import { publish, unpublish, writeDrafts } from './verbs.js';

/** What an editor writes, in the form of the content files: texts by locale, others by their names. */
export type Values = Readonly<Record<string, unknown>>;

/** An object that a test needs: its type, the name others refer to it by, and what is written about it. */
export interface Piece {
  readonly type: string;
  readonly ref: string;
  readonly values: Values;
}

let pieces = 0;

function piece(type: string, defaults: (ref: string) => Values, { ref, ...values }: Values): Piece {
  pieces += 1;
  const name = String(ref ?? `${type.toLowerCase()}-${pieces}`);
  return { type, ref: name, values: { ...defaults(name), ...values } };
}

const titled = (ref: string) => ({ text: { en: { title: ref } } });
const named = (ref: string) => ({ text: { en: { name: ref } } });

export const anEvent = (values: Values = {}): Piece =>
  piece('Event', (ref) => ({ kind: 'TALK', schedule: { precision: 'TBA' }, ...titled(ref) }), values);

export const anArticle = (values: Values = {}): Piece =>
  piece('Article', (ref) => ({ kind: 'NEWS', ...titled(ref) }), values);

export const anIssue = (values: Values = {}): Piece => piece('Issue', titled, values);

export const anOrganisation = (values: Values = {}): Piece =>
  piece('Organisation', (ref) => ({ kind: 'ASSOCIATION', ...named(ref) }), values);

export const aPerson = (values: Values = {}): Piece => piece('Person', named, values);

export const aVenue = (values: Values = {}): Piece => piece('Venue', named, values);

export const anEventSeries = (values: Values = {}): Piece => piece('EventSeries', titled, values);

export const anArticleSeries = (values: Values = {}): Piece => piece('ArticleSeries', titled, values);

export const aProgramme = (values: Values = {}): Piece => piece('FundingProgramme', named, values);

export const aSponsorship = (values: Values = {}): Piece =>
  piece('Sponsorship', () => ({ type: 'SPONSORED' }), values);

/** The same object, written anew with other values. */
export const changed = ({ type, ref, values }: Piece, changes: Values): Piece => ({
  type,
  ref,
  values: { ...values, ...changes },
});

export interface PublishOptions {
  readonly locales?: readonly string[];
  /** Whether what an issue lists is published with it, as far as the rule goes. */
  readonly withContents?: boolean;
}

/** Where editors work: writes, publishes and unpublishes through the same verbs that the program uses. */
export class Desk {
  readonly #ids = new Map<string, string>();

  private constructor(readonly app: TestApplication) {}

  static async open(app: TestApplication): Promise<Desk> {
    return new Desk(app);
  }

  /** Writes drafts in one transaction; returns their ids as clients know them. */
  async write(...objects: Piece[]): Promise<string[]> {
    const drafts = objects.map(({ type, ref, values }) => {
      const content = this.#contentOf(type);
      return { content, externalRef: ref, input: values as Record<string, unknown> };
    });
    const ids = await writeDrafts(this.app.store, editor, drafts);
    for (const [index, object] of objects.entries()) this.#ids.set(keyOf(object), String(ids[index]));
    return objects.map((object) => this.id(object));
  }

  /** Publishes what was written, one transaction for each object. */
  async publish(objects: Piece | readonly Piece[], options: PublishOptions = {}): Promise<void> {
    const { withContents, ...rest } = options;
    for (const object of [objects].flat()) {
      const chosen = { ...rest, withContents: withContents ? null : [] };
      const request = { content: this.#contentOf(object.type), ids: [this.#uuid(object)], ...chosen };
      await publish(this.app.store, editor, request);
    }
  }

  async unpublish(object: Piece, locales?: readonly string[]): Promise<void> {
    const request = { content: this.#contentOf(object.type), ids: [this.#uuid(object)] };
    await unpublish(this.app.store, editor, locales ? { ...request, locales } : request);
  }

  /** Writes and publishes; returns the ids. */
  async release(...objects: Piece[]): Promise<string[]> {
    const ids = await this.write(...objects);
    await this.publish(objects);
    return ids;
  }

  /** The id by which clients know an object that was written. */
  id(object: Piece): string {
    return globalId(this.#contentOf(object.type).table, this.#uuid(object));
  }

  #uuid(object: Piece): string {
    const id = this.#ids.get(keyOf(object));
    if (!id) throw new Error(`${object.type} "${object.ref}" has not been written.`);
    return id;
  }

  #contentOf(type: string): ContentType {
    const content = this.app.store.types.find(({ name }) => name === type);
    if (!content) throw new Error(`There is no content type ${type}.`);
    return content;
  }
}

function keyOf({ type, ref }: Piece): string {
  return `${type} ${ref}`;
}
