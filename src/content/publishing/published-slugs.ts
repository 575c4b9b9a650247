import { type EntityManager, In, Not } from 'typeorm';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { Locales } from '../language/locale.js';
import { fill, type Translations } from '../language/translation.js';
import type { Content, PageText } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { Transaction } from '../storage/transaction.js';

/**
 * Slugs are unique in each stage: one that was given up in the draft is still that of its former owner in public.
 * @throws Refusal TAKEN that says what to publish along
 */
export async function assertSlugsFree(
  { draft, published }: Pick<Transaction, 'draft' | 'published'>,
  content: ContentType,
  texts: ReadonlyMap<string, Translations>,
  locales: Locales,
): Promise<void> {
  if (!content.isPage) return;
  const wanted = new Set<string>();
  const slugs = new Set<string>();
  for (const translations of texts.values()) {
    for (const { locale, values } of fill(translations, ['slug'], locales)) {
      wanted.add(keyOf(locale, String(values.slug)));
      slugs.add(String(values.slug));
    }
  }
  const others = await rowsWith(published, content, [...slugs], [...texts.keys()]);
  const taken = others.filter(({ locale, slug }) => wanted.has(keyOf(locale, slug)));
  if (taken.length === 0) return;
  const kept = await rowsWith(draft, content, [...slugs], [...texts.keys()]);
  const keeps = new Set(kept.map(({ contentId, locale, slug }) => `${contentId} ${keyOf(locale, slug)}`));
  const ids = taken.map(({ contentId }) => contentId);
  const roots = (await draft.find(content.entity, { where: { id: In(ids) } })) as Content[];
  const names = new Map(roots.map(({ id, externalRef }) => [id, externalRef]));
  const problems = new Map<string, Problem>();
  for (const { contentId, locale, slug } of taken) {
    const name = names.get(contentId) ?? globalId(content.table, contentId);
    const isKept = keeps.has(`${contentId} ${keyOf(locale, slug)}`);
    const sentence = (isKept ? sentences.slugBorrowed : sentences.slugStillPublished)(slug, locale, name);
    // Filled in elsewhere, the slug of one language is in the way in several; that is told once.
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
