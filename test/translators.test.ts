import { issueKey } from '../src/accounts/first-key.js';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
let translator: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  const key = {
    accountName: 'Translator',
    name: 'k',
    roles: [Role.EDITOR, Role.PUBLISHER],
    locales: ['zh-Hant'],
  };
  translator = new Mutations(app, app.withKey(await issueKey(app.store, key)));
});
afterAll(() => app.close());

async function aVenue() {
  const input = { district: 'Kowloon', translations: [{ locale: 'en', name: 'The hall' }] };
  const { venue } = await editor.done('venueCreate', input, 'venue { id }');
  await editor.done('venuePublish', { ids: [venue.id] });
  return venue.id;
}

describe('a key for one language', () => {
  test('is reported to its holder', async () => {
    expect(await translator.who.data('{ viewer { locales } }')).toEqual({ viewer: { locales: ['zh-Hant'] } });
  });

  test('changes the text in that language, and publishes it', async () => {
    const id = await aVenue();

    await translator.done('venueUpdate', {
      id,
      expectedVersion: 1,
      translations: [{ locale: 'zh-HK', name: '禮堂' }],
    });
    await translator.done('venuePublish', { ids: [id], locales: ['zh-Hant'] });

    const { nodes } = await app.data(
      `query ($ids: [ID!]!) { nodes(ids: $ids, locale: "zh-Hant") { ... on Venue { name } } }`,
      { ids: [id] },
    );
    expect(nodes).toEqual([{ name: '禮堂' }]);
  });

  test('changes nothing else: other languages, what all share, new objects, deleting', async () => {
    const id = await aVenue();
    const update = (fields: object) => translator.ask('venueUpdate', { id, expectedVersion: 1, ...fields });

    expect(await update({ translations: [{ locale: 'en', name: 'Other' }] })).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN', path: ['input', 'translations', '0', 'name'] }],
    });
    expect(
      await update({ district: null, translations: [{ locale: 'zh-Hant', name: '禮堂' }] }),
    ).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN', path: ['input', 'district'] }],
    });
    const create = { translations: [{ locale: 'zh-Hant', name: '新' }] };
    expect(await translator.ask('venueCreate', create)).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    expect(await translator.ask('venueDelete', { id, expectedVersion: 1 })).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    const entry = { kind: 'VENUE', externalRef: 'new', document: { text: { 'zh-Hant': { name: '新' } } } };
    expect(await translator.ask('contentPush', { entries: [entry] })).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
  });

  test('publishes neither other languages nor what all of them share', async () => {
    const id = await aVenue();
    for (const locales of [undefined, ['en'], ['en', 'zh-Hant']]) {
      expect(await translator.ask('venuePublish', { ids: [id], locales })).toMatchObject({
        userErrors: [{ code: 'FORBIDDEN', path: ['input', 'locales'] }],
      });
      expect(await translator.ask('venueUnpublish', { ids: [id], locales })).toMatchObject({
        userErrors: [{ code: 'FORBIDDEN' }],
      });
    }

    const planned = async (locales?: string[]) => {
      const query =
        'query ($ids: [ID!]!, $locales: [Locale!]) { publishPlan(ids: $ids, locales: $locales) { isReady findings { code severity path } } }';
      return (await translator.who.data(query, { ids: [id], locales })).publishPlan;
    };
    const restricted = (path: string[]) => ({
      isReady: false,
      findings: expect.arrayContaining([{ code: 'KEY_RESTRICTED', severity: 'ERROR', path }]),
    });
    expect(await planned()).toEqual(restricted([]));
    expect(await planned(['zh-Hant'])).toMatchObject({ isReady: true });

    await editor.done('venueUpdate', { id, expectedVersion: 1, district: 'Sha Tin' });

    expect(await planned(['zh-Hant'])).toEqual(restricted(['district']));
    expect(await translator.ask('venuePublish', { ids: [id], locales: ['zh-Hant'] })).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
  });
});
