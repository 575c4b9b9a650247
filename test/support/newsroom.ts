import { Role } from '../../src/content/contract/access.js';
import type { Asking, TestApplication } from './application.js';
import { Mutations, type Payload } from './mutations.js';

type Words = Readonly<Record<string, string>>;

/**
 * Two editors and a publisher, who work on one issue: what it lists is new, was changed by one or another, or was
 * taken out. Everything has English and Chinese words, and is called by what it is.
 */
export class Newsroom {
  readonly ids = new Map<string, string>();
  readonly #versions = new Map<string, number>();

  private constructor(
    readonly app: TestApplication,
    readonly anna: Mutations,
    readonly ben: Mutations,
    readonly chief: Mutations,
    readonly chiefKey: string,
  ) {}

  static async open(app: TestApplication): Promise<Newsroom> {
    const [anna, ben] = [await app.as(Role.EDITOR), await app.as(Role.EDITOR)];
    const chief = await app.as(Role.EDITOR, Role.PUBLISHER);
    const by = (who: typeof anna) => new Mutations(app, who);
    return new Newsroom(app, by(anna), by(ben), by(chief), chief.secret);
  }

  id(name: string): string {
    const id = this.ids.get(name);
    if (!id) throw new Error(`Nobody has written "${name}".`);
    return id;
  }

  /** Creates an object under a name, which is its title with the language behind it. */
  async create(who: Mutations, noun: string, name: string, values: object = {}): Promise<string> {
    const input = { ...values, translations: inBoth(noun, `${name} 1`) };
    const payload = await who.done(`${noun}Create`, input, `${noun} { id }`);
    this.ids.set(name, payload[noun].id);
    this.#versions.set(name, 1);
    return payload[noun].id;
  }

  /** Gives an object other words, in some languages. */
  async change(who: Mutations, noun: string, name: string, words: Words): Promise<void> {
    const expectedVersion = this.#versions.get(name) ?? 1;
    const title = titleOf(noun);
    const translations = Object.entries(words).map(([locale, text]) => ({ locale, [title]: text }));
    await who.done(`${noun}Update`, { id: this.id(name), expectedVersion, translations });
    this.#versions.set(name, expectedVersion + 1);
  }

  /**
   * An issue by Anna with a new article, whose author nobody knows yet and which is about an event at a new venue that
   * is not listed; with an event that Ben has changed, one that the chief has changed, one that is the same, and
   * an article that the chief took out. The event that is the same is at a venue that Ben has changed.
   */
  async anIssue(): Promise<string> {
    const { anna, ben, chief } = this;
    const talk = { kind: 'TALK', schedule: { precision: 'TBA' } };
    await this.create(anna, 'venue', 'hall');
    const events = {
      bens: await this.create(anna, 'event', 'bens', talk),
      chiefs: await this.create(anna, 'event', 'chiefs', talk),
      same: await this.create(anna, 'event', 'same', { ...talk, venue: this.id('hall') }),
    };
    const withdrawn = await this.create(anna, 'article', 'withdrawn', { kind: 'NEWS' });
    await chief.done('eventPublish', { ids: Object.values(events) });
    await chief.done('articlePublish', { ids: [withdrawn] });
    await chief.done('articleUnpublish', { ids: [withdrawn] });
    await this.change(ben, 'event', 'bens', both('bens 2'));
    await this.change(chief, 'event', 'chiefs', both('chiefs 2'));
    await this.change(ben, 'venue', 'hall', both('hall 2'));
    const author = await this.create(ben, 'person', 'author');
    const mentioned = await this.create(ben, 'event', 'mentioned', talk);
    const article = await this.create(anna, 'article', 'new', {
      kind: 'NEWS',
      aboutEvents: [mentioned],
      credits: [{ person: author, role: 'AUTHOR' }],
    });
    const items = [
      ...[article, withdrawn].map((id) => ({ article: id })),
      ...Object.values(events).map((id) => ({ event: id })),
    ];
    return this.create(anna, 'issue', 'issue', { sections: [{ kind: 'LEAD', items }] });
  }

  /** What the public sees of each object: its title in a language, null where it sees nothing. */
  seen(locale: string, ...names: string[]): Promise<Record<string, string | null>> {
    return this.#seenBy(this.app, 'PUBLISHED', locale, names);
  }

  /** What the holder of a preview token sees. */
  previewed(token: string, locale: string): Promise<Record<string, string | null>> {
    return this.#seenBy(this.app.withKey(token), 'DRAFT', locale, []);
  }

  async #seenBy(who: Pick<Asking, 'data'>, stage: string, locale: string, names: readonly string[]) {
    const wanted = names.length > 0 ? names : [...this.ids.keys()];
    const { nodes } = await who.data(
      `query ($ids: [ID!]!, $locale: Locale!, $stage: Stage!) { nodes(ids: $ids, locale: $locale, stage: $stage) {
        ... on Issue { issue: title } ... on Article { article: title } ... on Event { event: title }
        ... on Person { person: name } ... on Venue { venue: name }
      } }`,
      { ids: wanted.map((name) => this.id(name)), locale, stage },
    );
    return Object.fromEntries(
      wanted.map((name, index) => [
        name,
        nodes[index] === null ? null : String(Object.values(nodes[index])[0]),
      ]),
    );
  }

  /** The names of objects with the reasons for which they were left out. */
  leftOut(entries: Payload[]): Record<string, string> {
    const names = new Map([...this.ids].map(([name, id]) => [id, name]));
    return Object.fromEntries(
      entries.map(({ object, reason }) => [names.get(object.id) ?? object.id, reason]),
    );
  }
}

export function both(text: string): Words {
  return { en: `${text} en`, 'zh-Hant': `${text} zh` };
}

function inBoth(noun: string, text: string): object[] {
  return Object.entries(both(text)).map(([locale, words]) => ({ locale, [titleOf(noun)]: words }));
}

function titleOf(noun: string): string {
  return noun === 'venue' || noun === 'person' ? 'name' : 'title';
}
