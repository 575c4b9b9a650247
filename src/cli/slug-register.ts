import { type FileMistake, type LoadedFile, mistakeAt, type PushSet } from './push-set.js';

/** The slugs that files ask for: two that ask for the same are never in the same request, and so not noticed there. */
export class SlugRegister {
  readonly #owners = new Map<string, string>();

  enter({ file, entry, lineOf }: LoadedFile, set: PushSet): FileMistake[] {
    const { text } = entry.document;
    if (typeof text !== 'object' || text === null) return [];
    return Object.entries(text).flatMap(([locale, words]) => {
      const slug: unknown = (words as { slug?: unknown } | null)?.slug;
      if (typeof slug !== 'string') return [];
      const key = [file.kind, locale, slug].join(' ');
      const owner = this.#owners.get(key);
      if (owner === undefined) {
        this.#owners.set(key, set.placeOf(file));
        return [];
      }
      const line = lineOf(['text', locale, 'slug']);
      return [
        mistakeAt(
          set.placeOf(file),
          line,
          `The slug "${slug}" is that of ${owner}, too; choose another one.`,
        ),
      ];
    });
  }
}
