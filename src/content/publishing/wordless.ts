import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { hasText } from '../../foundation/text.js';
import { globalId } from '../global-id.js';
import { readTranslations } from '../localization/text-rows.js';
import type { Translations } from '../localization/translation.js';
import type { Transaction } from '../store.js';
import { sentences } from '../writing/sentences.js';
import type { Selection } from './closure.js';
import type { PublishRequest } from './publish-request.js';

/**
 * Leaves out pages that would have no words at all: in none of the languages that are published now or were before.
 * They stay drafts, and what lists them shows them once they can be read.
 * @throws Refusal NOT_READY when one of them is what was asked for
 */
export async function withoutWordless(
  { draft, published }: Transaction,
  request: PublishRequest,
  selection: Selection,
  locales: readonly string[],
): Promise<Selection> {
  // In all languages even an object without words is published: nothing was left away.
  if (!request.locales) return selection;
  const readable: Selection = new Map();
  const problems: Problem[] = [];
  for (const [content, ids] of selection) {
    if (!content.isPage) readable.set(content, ids);
    if (!content.isPage) continue;
    const wanted = await readTranslations(draft, content, [...ids]);
    const seen = await readTranslations(published, content, [...ids]);
    const left = [...ids].filter((id) => {
      const words = [
        ...ownIn(wanted.get(id), locales),
        ...ownIn(seen.get(id), Object.keys(seen.get(id) ?? {})),
      ];
      if (words.length > 0) return true;
      if (content === request.content && request.ids.includes(id)) {
        const sentence = sentences.hasNoWords(locales);
        problems.push(problem('NOT_READY', sentence, ['input', 'locales', globalId(content.table, id)]));
      }
      return false;
    });
    if (left.length > 0) readable.set(content, new Set(left));
  }
  if (problems.length > 0) throw new Refusal(problems);
  return readable;
}

/** What is said in these languages, addresses aside. */
function ownIn(translations: Translations = {}, locales: readonly string[]): string[] {
  return locales.flatMap((locale) =>
    Object.entries(translations[locale] ?? {}).flatMap(([field, words]) =>
      field !== 'slug' && hasText(words) ? [words] : [],
    ),
  );
}
