import { In } from 'typeorm';
import type { Stage } from '../contract/stage.js';
import type { PageText } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import { FormerSlug } from '../storage/former-slug.entity.js';
import type { Transaction } from '../storage/transaction.js';
import type { Rewriting } from './rewritten-references.js';

/** A former slug in a stage. */
export interface FormerSlugRow {
  readonly stage: Stage;
  readonly locale: string;
  readonly slug: string;
}

const STAGES = ['draft', 'published'] as const;

/** The slugs of a duplicate, read before it is deleted, and how to make them lead to the other object afterwards. */
export async function movedSlugs(
  transaction: Transaction,
  content: ContentType,
  { from, to }: Rewriting,
): Promise<{ readonly former: readonly FormerSlugRow[]; redirect(): Promise<void> }> {
  const former: FormerSlugRow[] = [];
  const present: FormerSlugRow[] = [];
  const { text, table: type } = content;
  for (const stage of STAGES) {
    if (!text || !content.isPage) continue;
    const texts = (await transaction[stage].findBy(text, { contentId: from })) as PageText[];
    present.push(...texts.map(({ locale, slug }) => ({ stage, locale, slug })));
    const rows = await transaction[stage].findBy(FormerSlug, { type, contentId: from });
    former.push(...rows.map(({ locale, slug }) => ({ stage, locale, slug })));
  }
  return {
    former,
    async redirect() {
      for (const stage of STAGES)
        await transaction[stage].upsert(
          FormerSlug,
          [...former, ...present]
            .filter((each) => each.stage === stage)
            .map(({ locale, slug }) => ({ type, locale, slug, contentId: to })),
          ['type', 'locale', 'slug'],
        );
    },
  };
}

/** Gives former slugs back that have not been taken meanwhile. */
export async function giveSlugsBack(
  transaction: Transaction,
  content: ContentType,
  slugs: readonly FormerSlugRow[],
  { from, to }: Rewriting,
): Promise<void> {
  for (const stage of STAGES) {
    const own = slugs.filter((each) => each.stage === stage).map(({ slug }) => slug);
    if (own.length === 0) continue;
    const where = { type: content.table, contentId: to, slug: In(own) };
    await transaction[stage].update(FormerSlug, where, { contentId: from });
  }
}
