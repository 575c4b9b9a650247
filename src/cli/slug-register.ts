import { slugForm } from '../foundation/text.js';
import { type FileError, fileErrorAt, type LoadedFile, type PushSet } from './push-set.js';

/**
 * The slugs in files: two files with the same slug may be sent in different requests, where the server cannot notice.
 */
export class SlugRegister {
  readonly #owners = new Map<string, string>();

  enter({ file, entry, lineOf }: LoadedFile, set: PushSet): FileError[] {
    const { text } = entry.document;
    if (typeof text !== 'object' || text === null) return [];
    return Object.entries(text).flatMap(([locale, args]) => {
      const slug: unknown = (args as { slug?: unknown } | null)?.slug;
      if (typeof slug !== 'string') return [];
      const key = [file.kind, locale, slugForm(slug)].join(' ');
      const owner = this.#owners.get(key);
      if (owner === undefined) {
        this.#owners.set(key, set.placeOf(file));
        return [];
      }
      const line = lineOf(['text', locale, 'slug']);
      return [
        fileErrorAt(
          set.placeOf(file),
          line,
          `The slug "${slug}" is already used by ${owner}; choose another one.`,
        ),
      ];
    });
  }
}
