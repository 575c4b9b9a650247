import { type EntityManager, In, Not } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { Locales } from '../language/locale.js';
import { fill, type Translations } from '../language/translation.js';
import type { Content, PageText } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { Transaction } from '../storage/transaction.js';
import type { DescribedObject } from './described-objects.js';
import { merge } from './merge-rows.js';
import type { Considered } from './publish-choice.js';
import type { InLocales } from './publish-request.js';

/**
 * Slugs are unique in each stage: an object that has given up its slug in the draft still has it in public.
 * @param moving the objects with other slugs in the draft
 * @throws Refusal TAKEN that says what to publish along
 */
export async function assertSlugsFree(
  stages: Pick<Transaction, 'draft' | 'published'>,
  moving: readonly (Considered & InLocales)[],
  locales: Locales,
): Promise<void> {
  for (const [content, own] of groupBy(moving, (object) => object.content)) {
    const texts = own.map(
      ({ id, draft, published, locales: chosen }) =>
        [id, merge(draft.stored.translations, published?.stored.translations, chosen)] as const,
    );
    await assertFree(stages, content, new Map(texts), locales);
  }
}

/** Whether its slugs in the draft are not those that it has in public. */
export function hasOtherSlugs({ draft, published }: Considered): boolean {
  const slugs = (object: DescribedObject | undefined) =>
    object?.stored.texts.map(({ locale, slug }) => `${locale} ${slug}`).join(' ');
  return slugs(draft) !== slugs(published);
}

async function assertFree(
  { draft, published }: Pick<Transaction, 'draft' | 'published'>,
  content: ContentType,
  texts: ReadonlyMap<string, Translations>,
  locales: Locales,
): Promise<void> {
  const wanted = new Set<string>();
  const slugs = new Set<string>();
  for (const translations of texts.values()) {
    for (const { locale, values } of fill(translations, ['slug'], locales)) {
      wanted.add(keyOf(locale, String(values.slug)));
      slugs.add(String(values.slug));
    }
  }
  const others = await rowsWith(published, content, [...slugs], [...texts.keys()]);
  const placeOf = ({ locale }: PageText) => locales.codes.indexOf(locale);
  const taken = others
    .filter(({ locale, slug }) => wanted.has(keyOf(locale, slug)))
    .sort((one, other) => placeOf(one) - placeOf(other));
  if (taken.length === 0) return;
  const drafts = await rowsWith(draft, content, [...slugs], [...texts.keys()]);
  const draftSlugs = new Set(
    drafts.map(({ contentId, locale, slug }) => `${contentId} ${keyOf(locale, slug)}`),
  );
  const ids = taken.map(({ contentId }) => contentId);
  const roots = (await draft.find(content.entity, { where: { id: In(ids) } })) as Content[];
  const names = new Map(roots.map(({ id, externalRef }) => [id, externalRef]));
  const problems = new Map<string, Problem>();
  for (const { contentId, locale, slug } of taken) {
    const name = names.get(contentId) ?? globalId(content.table, contentId);
    const isInDraft = draftSlugs.has(`${contentId} ${keyOf(locale, slug)}`);
    const sentence = (isInDraft ? sentences.slugBorrowed : sentences.slugStillPublished)(slug, locale, name);
    // A slug that fills several languages is reported once.
    if (!problems.has(`${contentId} ${slug}`))
      problems.set(`${contentId} ${slug}`, problem('TAKEN', sentence, ['input', 'ids']));
  }
  throw new Refusal([...problems.values()]);
}

function keyOf(locale: string, slug: string): string {
  return `${locale} ${slug}`;
}

function rowsWith(
  manager: EntityManager,
  content: ContentType,
  slugs: readonly string[],
  but: readonly string[],
): Promise<PageText[]> {
  if (!content.text) throw new Error(`${content.name} has no text.`);
  const where = { slug: In([...slugs]), contentId: Not(In([...but])) };
  return manager.find(content.text, { where }) as Promise<PageText[]>;
}
