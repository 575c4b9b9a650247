import { memoize } from '../../foundation/bounded-map.js';
import { refuse } from '../../foundation/errors.js';
import { sentences } from '../contract/sentences.js';
import { asWritten, canonicalTag, withScript } from './language-tag.js';

/** A language that content is published in. */
export interface LocaleDefinition {
  /** BCP 47 tag, for example `zh-Hant`. */
  readonly code: string;
  /** The fallback chain, best first, without `code` itself. */
  readonly fallbacks: readonly string[];
}

/** The configured locales with their fallback chains, and the matching of tags to them. */
export class Locales {
  readonly all: readonly LocaleDefinition[];
  readonly codes: readonly string[];
  readonly default: string;
  readonly #byCode: ReadonlyMap<string, LocaleDefinition>;
  /** The codes by their tags with script: `zh-HK` is `zh-Hant-HK`. */
  readonly #codes: ReadonlyMap<string, string>;
  /** The configured locale that Chinese is in if nothing else is said. */
  readonly chinese: string | undefined;

  /**
   * @param definition chains separated by commas, the default locale first: `en>zh-Hant, zh-Hant>en`
   * @param plainChinese the locale that the bare tag `zh` means
   * @throws Error when a chain names a locale that has no chain of its own
   */
  constructor(definition: string, plainChinese: string) {
    this.all = definition.split(',').map((chain) => {
      const [code, ...fallbacks] = chain.split('>').map(canonical);
      if (!code) throw new Error(`LOCALES has an empty chain: "${definition}".`);
      return { code, fallbacks };
    });
    this.#byCode = new Map(this.all.map((locale) => [locale.code, locale]));
    this.codes = this.all.map((locale) => locale.code);
    this.#codes = new Map(this.codes.map((code) => [withScript(code), code]));
    this.default = this.all[0]?.code ?? '';
    this.chinese = this.#byCode.has(plainChinese) ? plainChinese : undefined;
    for (const { code, fallbacks } of this.all) {
      const unknown = fallbacks.find((fallback) => !this.#byCode.has(fallback) || fallback === code);
      if (unknown) throw new Error(`LOCALES: "${code}" cannot fall back to "${unknown}".`);
    }
  }

  /** The configured locale that matches a tag (RFC 4647 lookup); of Chinese languages, the Chinese that they are read in. */
  readonly lookup = memoize((tag) => (isTag(tag) ? this.#lookup(tag) : undefined));

  /** Negotiates the locale of an `Accept-Language` header (RFC 9110, section 12.5.4); the default if none matches. */
  negotiate(header = ''): string {
    return header === '' ? this.default : this.#negotiate(header);
  }

  readonly #negotiate = memoize((header) => this.#bestOf(acceptedRanges(header)));

  #lookup(tag: string): string | undefined {
    const wanted = withScript(canonical(tag));
    if (wanted === 'zh' && this.chinese) return this.chinese;
    for (const start of [wanted, asWritten(wanted)]) {
      for (let range = start; range !== ''; range = truncate(range)) {
        const code = this.#codes.get(range);
        if (code) return code;
      }
    }
    return undefined;
  }

  /** @throws Refusal INVALID_LOCALE that lists the configured locales */
  match(tag: string, path: readonly string[] = ['locale']): string {
    return this.lookup(tag) ?? refuse('INVALID_LOCALE', sentences.noSuchLocale(tag, this.codes), path);
  }

  #bestOf(accepted: readonly AcceptedRange[]): string {
    const ranges = accepted.map(({ tag, weight }) => ({
      weight,
      locale: tag === '*' ? tag : this.lookup(tag),
    }));
    const named = new Set(ranges.map(({ locale }) => locale));
    for (const { locale, weight } of ranges) {
      if (weight === 0 || !locale) continue;
      if (locale !== '*') return locale;
      // "*" matches every language that the header does not name; those with weight 0 stay excluded.
      const other = this.codes.find((code) => !named.has(code));
      if (other) return other;
    }
    return this.default;
  }

  /** The fallback chain of a locale, itself first. */
  chain(locale: string): readonly string[] {
    return [locale, ...(this.#byCode.get(locale)?.fallbacks ?? [])];
  }

  /** Identifies the configured chains; when they change, stored text is filled in again. */
  get fingerprint(): string {
    return this.all.map((locale) => this.chain(locale.code).join('>')).join(',');
  }
}

/** RFC 5646, section 4.4.1, requires 35 characters; lookup takes time with the length. */
const MAX_TAG_LENGTH = 100;
/** Browsers send ten at most. */
const MAX_RANGES = 50;

/** Canonicalises a tag. @throws Refusal INVALID_LOCALE for anything but a language tag */
export const canonical = memoize(canonicalForm);

function canonicalForm(tag: string): string {
  if (tag.length > MAX_TAG_LENGTH)
    refuse('INVALID_LOCALE', `A language tag has at most ${MAX_TAG_LENGTH} characters.`, ['locale']);
  return canonicalTag(tag) ?? refuse('INVALID_LOCALE', `"${tag}" is not a BCP 47 language tag.`, ['locale']);
}

/** RFC 4647, section 3.4: drops the last subtag, and a single letter before it. */
function truncate(range: string): string {
  return range.split('-').slice(0, -1).join('-').replace(/-\w$/, '');
}

interface AcceptedRange {
  readonly tag: string;
  readonly weight: number;
}

function acceptedRanges(header: string): AcceptedRange[] {
  return header
    .split(',', MAX_RANGES)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => weight >= 0 && (tag === '*' || isTag(tag)))
    .sort((a, b) => b.weight - a.weight);
}

/** Invalid tags in a header are ignored, not refused. */
function isTag(text: string): boolean {
  try {
    return canonical(text) !== '';
  } catch {
    return false;
  }
}
