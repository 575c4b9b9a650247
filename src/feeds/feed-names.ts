import type { Locales } from '../content/language/locale.js';

/** The texts of feeds about themselves, by language. */
const texts: Readonly<Record<string, Readonly<Record<'events' | 'articles' | 'of', string>>>> = {
  en: { events: 'Events', articles: 'Articles', of: ' – ' },
  'zh-Hant': { events: '活動', articles: '文章', of: '：' },
  'zh-Hans': { events: '活动', articles: '文章', of: '：' },
};

/** Parses the names of the association by language, in the form `en: Its name; zh-Hant: 名稱`. */
export function siteNamesOf(definition: string): ReadonlyMap<string, string> {
  return new Map(
    definition.split(';').map((part) => {
      const [locale = '', ...name] = part.split(':');
      return [locale.trim(), name.join(':').trim()] as const;
    }),
  );
}

/** The titles of feeds, in the requested language or the first of its fallback chain that has one. */
export class FeedNames {
  constructor(
    readonly siteNames: ReadonlyMap<string, string>,
    readonly locales: Locales,
  ) {}

  site(locale: string): string {
    return this.#first(locale, (each) => this.siteNames.get(each)) ?? [...this.siteNames.values()][0] ?? '';
  }

  of(list: 'events' | 'articles', locale: string): string {
    const { of, [list]: name } = this.#first(locale, (each) => texts[each]) ?? {
      of: ' – ',
      [list]: 'Events',
    };
    return `${this.site(locale)}${of}${name}`;
  }

  #first<Value>(locale: string, find: (locale: string) => Value | undefined): Value | undefined {
    for (const each of this.locales.chain(locale)) {
      const value = find(each);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}
