import { withoutSlugs } from '../content/reading/cache-tags.js';
import type { ErasureListener } from '../content/storage/listeners.js';
import type { Slugs } from '../content/storage/published-slugs.js';
import type { WebhookDelivery } from './webhook.entity.js';

type Told = Pick<WebhookDelivery, 'id' | 'contentId' | 'slugs' | 'consequences'>;

/**
 * Removes what webhooks were told, and are being told, of an object that is erased. What has not been delivered is made
 * anew, from what there is then. Caches and pages are still told what is wrong, by ids, kinds, and slugs without a name.
 */
export const eraseDeliveries: ErasureListener = async ({ system }, { content, id, target, pattern }) => {
  // First, so that nothing is claimed from here on that was written before.
  await system.query('update system.webhook set erasures = erasures + 1');
  const names = pattern === '' ? undefined : new RegExp(pattern, 'iu');
  const isNamed = (text: string) => names?.test(text) ?? false;
  const rows: Told[] = await system.query(
    `select id, content_id as "contentId", slugs, consequences from system.webhook_delivery
      where content_id = $1 or strpos(payload, $2) > 0
        or ($3 <> '' and concat_ws(' ', payload, slugs::text, consequences::text) ~* $3)`,
    [id, target, pattern],
  );
  for (const { id: delivery, contentId, slugs, consequences } of rows) {
    const isOwn = contentId === id;
    const isHidden = (noun: string, slug: string) => (isOwn && noun === content.noun) || isNamed(slug);
    await system.query(
      'update system.webhook_delivery set payload = null, slugs = $2::jsonb, consequences = $3::jsonb where id = $1',
      [
        delivery,
        isOwn || !slugs ? null : JSON.stringify(without(slugs, isNamed)),
        consequences && JSON.stringify(withoutNames(consequences, isNamed, isHidden)),
      ],
    );
  }
  if (pattern === '') return;
  await system.query('update system.webhook_attempt set response_start = null where response_start ~* $1', [
    pattern,
  ]);
};

function withoutNames(
  { previousSlugs, ...consequences }: NonNullable<WebhookDelivery['consequences']>,
  isNamed: (slug: string) => boolean,
  isHidden: (noun: string, slug: string) => boolean,
): NonNullable<WebhookDelivery['consequences']> {
  return {
    ...consequences,
    affected: consequences.affected.map((each) => ({ ...each, slugs: without(each.slugs, isNamed) })),
    cacheTags: withoutSlugs(consequences.cacheTags, isHidden),
  };
}

function without(slugs: Slugs, isNamed: (slug: string) => boolean): Slugs {
  return Object.fromEntries(Object.entries(slugs).filter(([, slug]) => !isNamed(slug)));
}
