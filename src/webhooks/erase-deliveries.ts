import { withoutSlugs } from '../content/reading/cache-tags.js';
import type { ErasureListener } from '../content/storage/listeners.js';
import type { Slugs } from '../content/storage/published-slugs.js';
import type { WebhookDelivery } from './webhook.entity.js';

type Recipient = Pick<WebhookDelivery, 'id' | 'contentId' | 'slugs' | 'consequences'>;

/**
 * Erases an object from stored payloads and responses. Pending payloads are rendered again from what is left. Caches
 * can still purge, by ids, kinds, and slugs that contain no name.
 */
export const eraseDeliveries: ErasureListener = async (
  { system },
  { content, id, target, pattern, condition },
) => {
  // First, so that no payload rendered before can be claimed from here on.
  await system.query('update system.webhook set erasures = erasures + 1');
  const names = pattern === '' ? undefined : new RegExp(pattern, 'iu');
  const isNamed = (text: string) => names?.test(text) ?? false;
  const rows: Recipient[] = await system.query(
    `select id, content_id as "contentId", slugs, consequences from system.webhook_delivery
      where content_id = $1 or strpos(payload, $2) > 0
        or ($3 <> '' and concat_ws(' ', payload, slugs::text, consequences::text) ~* $3)`,
    [id, target, condition],
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
    condition,
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
