import { article } from '../../src/articles/article.js';
import type { ContentType } from '../../src/content/model/content-type.js';
import { event } from '../../src/events/event.js';
import { venue } from '../../src/events/venue.js';
import { issue } from '../../src/issues/issue.js';
import { organisation } from '../../src/organisations/organisation.js';
import { person } from '../../src/people/person.js';
import { editor, type TestApplication } from './application.js';
import { articles, events, issues, moved, objects, oddEvent, sponsorships } from './odd-objects.js';
import { type Draft, publish, unpublish, writeDrafts } from './verbs.js';

/** An article as it could be published before titles were asked for. */
async function withoutTitle(app: TestApplication, ref: string): Promise<void> {
  for (const stage of ['draft', 'published'])
    await app.store.draft.query(
      `update ${stage}.article_text set title = null, sort_key = null, fallback = fallback - 'title'
        where content_id = (select id from draft.article where external_ref = $1)`,
      [ref],
    );
}

/**
 * Makes the demo content as uneven as real content becomes: objects with every field set, objects in one language,
 * drafts that differ from what is published, and links to what is not published (any more).
 */
export async function addOddContent(app: TestApplication): Promise<void> {
  const ids = new Map<string, string>();
  const write = async (...drafts: Draft[]) => {
    const written = await writeDrafts(app.store, editor, drafts);
    for (const [index, { externalRef }] of drafts.entries()) ids.set(externalRef, String(written[index]));
  };
  const idsOf = async (content: ContentType, refs: readonly string[]) => {
    const rows = (await app.store.draft.manager.find(content.entity)) as {
      id: string;
      externalRef: string;
    }[];
    return rows.filter(({ externalRef }) => refs.includes(externalRef)).map(({ id }) => id);
  };
  const show = async (content: ContentType, refs: string[], locales?: string[]) =>
    publish(app.store, editor, { content, ids: await idsOf(content, refs), ...(locales ? { locales } : {}) });
  const hide = async (content: ContentType, refs: string[], locales?: string[]) =>
    unpublish(app.store, editor, {
      content,
      ids: await idsOf(content, refs),
      ...(locales ? { locales } : {}),
    });

  await write(...objects, ...events, ...articles, ...issues, ...sponsorships);
  app.setNow('2024-06-10T13:00:00.25+08:00');
  await show(organisation, ['odd-organisation']);
  await show(person, ['odd-person']);
  await show(event, ['odd-event', 'odd-day', 'odd-india']);
  app.setNow('2024-06-11T09:30:00+08:00');
  await show(event, ['odd-chinese', 'information-security-3'], ['zh-Hant']);
  await show(article, ['odd-article', 'odd-untitled']);
  await withoutTitle(app, 'odd-untitled');
  await show(article, ['odd-chinese-article'], ['zh-HK']);
  await show(issue, ['odd-issue', 'odd-2023', 'odd-tomorrow']);
  // An address that changes keeps leading to the object; a draft that changes is not seen yet.
  app.setNow('2024-06-12T10:00:00.123+08:00');
  const india = events.filter(({ externalRef }) => externalRef === 'odd-india');
  const schedule = { precision: 'TIME', timeZone: 'Asia/Kolkata', start: '2024-06-10T00:20:00+05:30' };
  await write(...india.map((each) => ({ ...each, input: { ...each.input, schedule } })));
  await show(event, ['odd-india']);
  await write(oddEvent('odd-event-moved', 'The odd event, moved'), ...moved);
  for (const { content, externalRef } of moved) await show(content, [externalRef]);
  await show(event, ['odd-event']);
  await write(oddEvent('odd-event-draft', 'The odd event, in draft'));
  app.setNow('2024-06-13T10:00:00+08:00');
  await hide(organisation, ['hksia', 'geolab', 'hkej']);
  await hide(person, ['ma-yujie']);
  await hide(event, ['scc-pavilion-innoex-2024', 'digital-twin-talk-2024']);
  await hide(event, ['information-security-2', 'innoex-2024'], ['en']);
  await hide(venue, ['h6-conet']);
  await hide(article, ['hkej-column-2024-04-11']);
  await hide(organisation, ['scc-spatial-data'], ['zh-Hant']);
}
