import { HtmlValidate } from 'html-validate';
import { readChoices } from '../src/embed/builder/choices.js';
import type { EmbedSettings } from '../src/embed/embed-settings.js';
import { startDemo, type TestApplication } from './support/application.js';
import { readDocument } from './support/documents.js';
import { type EmbedSite, startEmbed } from './support/embed.js';
import { aFeed, anItem, sampleFeeds } from './support/embed-feed.js';
import { hostileFeed, hostileTexts } from './support/hostile.js';

let embed: EmbedSite;
beforeAll(async () => {
  embed = await startEmbed();
});
afterEach(() => embed.feeds(sample));
afterAll(() => embed.close());

const sample = (address: URL) => ({
  status: 200,
  json: sampleFeeds[address.searchParams.get('locale') ?? 'en'] ?? {},
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${embed.url}${path}`, { headers });
const htmlOf = async (path: string, headers = {}) => (await get(path, headers)).text();

describe('the script of the widget', () => {
  const path = '/embed/v1/scc-events.js';

  test('is for any site, and cached for an hour', async () => {
    const { status, headers } = await get(path);

    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    });
  });

  test.each(['gzip', 'br'])('is below 13 kB with %s', async (encoding) => {
    const { headers } = await get(path, { 'accept-encoding': encoding });

    expect(headers.get('content-encoding')).toBe(encoding);
    expect(Number(headers.get('content-length'))).toBeLessThan(13_000);
  });

  test('is not sent again to those who have it', async () => {
    const etag = (await get(path)).headers.get('etag') ?? '';

    expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
  });

  test('can only be read', async () => {
    const response = await fetch(`${embed.url}${path}`, { method: 'POST' });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('the page for an iframe', () => {
  test.each(['zh-HK', 'zh_HK', 'zh-yue-Hant-HK'])(
    'has the events without any script, in the language %s',
    async (tag) => {
      const html = await htmlOf(`/embed/feed/events?locale=${tag}&limit=5`);

      expect(html).toContain('<html lang="zh-Hant">');
      expect(html).toContain('<title>智慧城市聯盟活動</title>');
      expect(html.replaceAll(/<.*?>/g, '')).toContain('2024年6月14日（星期五）下午2時30分至5時');
      expect(html).toMatch(
        /<h2 class="title"[^>]* lang="en"><a href="https:\/\/scc.example[^"]*">buildingSMART/,
      );
      expect(html).not.toContain('<script');
    },
  );

  test('is made once a minute for a feed that stays the same', async () => {
    let now = new Date('2024-06-10T12:00:00+08:00');
    let readings = 0;
    const feed = (title: string) =>
      Object.defineProperty({ ...sampleFeeds.en, title }, 'items', {
        get() {
          readings += 1;
          return [];
        },
      });
    const site = await startEmbed({ clock: () => now });
    const come = async (query = '') =>
      (await fetch(`${site.url}/embed/feed/events?locale=en${query}`)).text();
    const readingsOf = async (query = '') => {
      const before = readings;
      await come(query);
      return readings - before;
    };
    const before = feed('Before');
    site.feeds(() => ({ status: 200, json: before }));
    const counts = [await readingsOf(), await readingsOf(), await readingsOf('&layout=compact')];
    now = new Date('2024-06-10T12:01:00+08:00');
    counts.push(await readingsOf(), await readingsOf());
    const after = feed('After');
    site.feeds(() => ({ status: 200, json: after }));
    const page = await come();
    await site.close();

    const [once] = counts;
    expect(once).toBeGreaterThan(0);
    expect(counts).toEqual([once, 0, once, once, 0]);
    expect(page).toContain('<title>After</title>');
  });

  test('without a language speaks that of the reader', async () => {
    const response = await get('/embed/feed/events', { 'accept-language': 'zh-TW,en;q=0.5' });

    expect(response.headers.get('content-language')).toBe('zh-Hant');
    expect(response.headers.get('vary')).toBe('Accept-Language, Accept-Encoding');
  });

  test('requests the feed of its URL, and upcoming events by default', async () => {
    const asked: string[] = [];
    embed.feeds((address) => {
      asked.push(`${address.pathname}${address.search}`);
      return sample(address);
    });
    await get('/embed/feed/events?locale=en&kind=TALK&kind=SEMINAR&organisation=organisation_1&theme=dark');
    await get('/embed/feed/events?locale=en&time=ALL');
    await get('/embed/feed/partner_feed_1?locale=en&limit=3&layout=compact');

    expect(asked).toEqual([
      '/feeds/events.json?locale=en&kind=TALK,SEMINAR&organisation=organisation_1&limit=50&time=UPCOMING',
      '/feeds/events.json?locale=en&limit=50',
      '/feeds/partner_feed_1.json?locale=en&limit=3',
    ]);
  });

  test('of a saved feed has the saved language and theme, unless the URL sets others', async () => {
    const asked: string[] = [];
    const theme = { layout: 'COMPACT', appearance: 'DARK', accentColour: '#ffb000' };
    embed.feeds((address) => {
      asked.push(`${address.pathname}${address.search}`);
      return { status: 200, json: aFeed([anItem()], 'Ours', { language: 'zh-Hant', _scc: { theme } }) };
    });
    const response = await get('/embed/feed/partner_feed_1', { 'accept-language': 'en' });
    const html = await response.text();

    expect(asked).toEqual(['/feeds/partner_feed_1.json?limit=50']);
    expect(response.headers.get('content-language')).toBe('zh-Hant');
    expect(html).toContain('<body class="frame" data-theme="dark">');
    expect(html).toContain('<div class="events compact"');
    // On light ground it could not be read.
    expect(html).toContain('.frame{--_dark:#ffb000}</style>');
    expect(await htmlOf('/embed/feed/partner_feed_1?theme=light&layout=list')).toMatch(
      /data-theme="light">.*<div class="events list"/s,
    );
  });

  test('lets in nothing but its own style sheet, and may be framed by any site', async () => {
    const { headers } = await get('/embed/feed/events');

    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors \*$/,
    );
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('set-cookie')).toBeNull();
  });

  test.each<[string, unknown, string]>([
    [
      'the origins of the feed',
      ['https://partner.example', 'https://*.partner.example:8443'],
      "'self' https://partner.example https://*.partner.example:8443",
    ],
    [
      'nobody, for origins that are none',
      ['https://a.example; script-src *', 'https://a.example b', 7],
      "'self'",
    ],
    ['all, for none', [], '*'],
  ])('may be framed by %s', async (_name, allowedOrigins, ancestors) => {
    embed.feeds(() => ({ status: 200, json: aFeed([], 'SCC events', { _scc: { allowedOrigins } }) }));
    const { headers } = await get('/embed/feed/partner_feed_1');

    expect(headers.get('content-security-policy')?.split('; ').at(-1)).toBe(`frame-ancestors ${ancestors}`);
  });

  test.each([
    [
      'a locale that there is not',
      '/embed/feed/events?locale=fr',
      400,
      'Unknown locale &quot;fr&quot;. Supported: en, zh-Hant, zh-Hans.',
    ],
    [
      'a locale that is none',
      '/embed/feed/events?locale=%3Cb%3E',
      400,
      'Unknown locale &quot;&lt;b&gt;&quot;.',
    ],
    [
      'a theme that there is not',
      '/embed/feed/events?theme=pink',
      400,
      'Unknown theme &quot;pink&quot;. Supported: auto, light, dark.',
    ],
    ['a layout that there is not', '/embed/feed/events?layout=grid', 400, 'Unknown layout &quot;grid&quot;.'],
    ['more events than a page has', '/embed/feed/events?limit=101', 400, 'from 1 to 100'],
    ['a limit that is none', '/embed/feed/events?limit=0', 400, 'from 1 to 100'],
    [
      'a parameter that there is not',
      '/embed/feed/events?colour=red',
      400,
      'Unknown parameter &quot;colour&quot;.',
    ],
    [
      'a filter beside that of a saved feed',
      '/embed/feed/partner_feed_1?kind=TALK',
      400,
      'Unknown parameter &quot;kind&quot;.',
    ],
    ['what cannot be a feed', '/embed/feed/..%2fevents', 404, 'Feed not found.'],
    ['no feed', '/embed/feed/', 404, 'Feed not found.'],
    ['nothing of ours', '/embed/v2/scc-events.js', 404, 'Not found.'],
  ])('reports %s', async (_name, path, status, sentence) => {
    const response = await get(path);

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(sentence);
  });

  test.each([
    [
      400,
      { errors: [{ message: 'There is no kind "PARTY".' }] },
      'en',
      400,
      'There is no kind &quot;PARTY&quot;.',
    ],
    [404, {}, 'en', 404, 'Feed not found.'],
    [410, {}, 'zh-Hant', 410, '這個活動清單已停止提供。'],
    [503, {}, 'en', 503, 'Events are temporarily unavailable.'],
    [500, undefined, 'zh-Hans', 503, '暫時未能顯示活動'],
  ])(
    'when the feed responds with %i, shows it to readers',
    async (status, json, locale, answered, sentence) => {
      embed.feeds(() => ({ status, json }));
      const response = await get(`/embed/feed/partner_feed_1?locale=${locale}`);

      expect(response.status).toBe(answered);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain(sentence);
    },
  );

  test('is not sent again to those who have it, until an event changes', async () => {
    const path = '/embed/feed/events?locale=en';
    const etag = (await get(path)).headers.get('etag') ?? '';
    const unchanged = await get(path, { 'if-none-match': etag });
    embed.feeds(() => ({ status: 200, json: aFeed([anItem({ title: 'Another one' })]) }));

    expect(unchanged.status).toBe(304);
    expect((await get(path, { 'if-none-match': etag })).status).toBe(200);
  });

  test('leads to the feed in every format, and to oEmbed', async () => {
    const html = await htmlOf('/embed/feed/events?locale=en&limit=5&layout=compact');
    const links = [...html.matchAll(/<link rel="alternate" type="([^"]+)" href="([^"]+)">/g)];
    const page = encodeURIComponent(`${embed.url}/embed/feed/events?locale=en&limit=5&layout=compact`);

    expect(links.map(([, type, href]) => [type, href?.replaceAll('&amp;', '&')])).toEqual([
      ['application/json+oembed', `${embed.url}/oembed?url=${page}&format=json`],
      ['text/xml+oembed', `${embed.url}/oembed?url=${page}&format=xml`],
      ['text/calendar', `${embed.url}/feeds/events.ics?locale=en`],
      ['application/rss+xml', `${embed.url}/feeds/events.rss?locale=en&limit=5&time=UPCOMING`],
      ['application/atom+xml', `${embed.url}/feeds/events.atom?locale=en&limit=5&time=UPCOMING`],
      ['application/feed+json', `${embed.url}/feeds/events.json?locale=en&limit=5&time=UPCOMING`],
    ]);
  });

  test('hostile content stays text', async () => {
    embed.feeds(() => ({ status: 200, json: hostileFeed() }));
    const html = await htmlOf('/embed/feed/events');

    expect(html.match(/<(script|img|iframe|svg onload|xmp|template|form|math)/g)).toBeNull();
    expect(html.match(/ (on\w+|style|srcdoc)="/g)).toBeNull();
    expect(html.match(/href="(?!http:|webcal:)[^"]*"/g)).toBeNull();
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});

test('the guide names every property and every part that a site can style', async () => {
  const guide = readDocument('docs/guides/partners.md');
  const section = guide.slice(guide.indexOf('\n## Your colours'), guide.indexOf('\n## Calendars'));
  const styles = (await import('../src/embed/built-files.js')).readBuiltFiles().pageStyles;
  const list = await htmlOf('/embed/feed/events?locale=en');
  const named = (text: string, pattern: RegExp) =>
    [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
  const [, parts = ''] = section.split('Parts for');

  expect(named(section.slice(section.indexOf('|')), /`(--scc-[a-z-]+)`/g)).toEqual(
    named(styles, /(--scc-[a-z-]+)/g),
  );
  // The sample has no event in which one takes part online.
  expect(named(parts, /`([a-z]+)`/g)).toEqual([...named(list, / part="([a-z]+)"/g), 'online'].sort());
});

describe('oEmbed', () => {
  const page = (path = '/embed/feed/events?locale=en&layout=compact') =>
    encodeURIComponent(`${embed.url}${path}`);

  test('turns the address of a page into its iframe', async () => {
    const response = await get(`/oembed?url=${page()}&maxwidth=300`);

    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual({
      version: '1.0',
      type: 'rich',
      title: 'SCC events',
      provider_name: 'Smart City Consortium',
      provider_url: embed.url,
      cache_age: 86_400,
      html: `<iframe src="${embed.url}/embed/feed/events?locale=en&amp;layout=compact" title="SCC events" width="300" height="420" loading="lazy" sandbox="allow-downloads allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" referrerpolicy="no-referrer"></iframe>`,
      width: 300,
      height: 420,
    });
  });

  test('returns the same as XML', async () => {
    const response = await get(`/oembed?url=${page()}&format=xml&maxheight=200`);
    const xml = await response.text();

    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="utf-8" standalone="yes"\?>\n<oembed><version>1.0<\/version>/,
    );
    expect(xml).toContain('<html>&lt;iframe src=&quot;');
    expect(xml).toContain('<width>480</width><height>200</height></oembed>');
  });

  test.each([
    ['another format', () => `url=${page()}&format=yaml`, 501],
    ['no address', () => '', 400],
    ['a width that is none', () => `url=${page()}&maxwidth=wide`, 400],
    ['another site', () => `url=${encodeURIComponent('https://evil.example/embed/feed/events')}`, 404],
    [
      'a site that begins like ours',
      () => `url=${encodeURIComponent(`${embed.url}.evil.example/embed/feed/events`)}`,
      404,
    ],
    ['a page of ours that is not one', () => `url=${page('/embed/')}`, 404],
    ['a way out of ours', () => `url=${page('/embed/feed/../../graphql')}`, 404],
    ['a page that is wrong', () => `url=${page('/embed/feed/events?layout=grid')}`, 404],
    ['what is no address', () => 'url=%00', 404],
  ])('refuses %s', async (_name, query, status) => {
    expect((await get(`/oembed?${query()}`)).status).toBe(status);
  });

  test('knows no page of a feed that is gone', async () => {
    embed.feeds(() => ({ status: 410, json: {} }));

    expect((await get(`/oembed?url=${page('/embed/feed/partner_feed_1')}`)).status).toBe(404);
  });

  test('is right below a path of a host', async () => {
    const below = await startEmbed({ publicUrl: 'https://scc.example/api' });
    const address = 'https://scc.example/api/embed/feed/events?locale=en';
    const response = await fetch(`${below.url}/oembed?url=${encodeURIComponent(address)}`);

    expect(await response.json()).toMatchObject({ html: expect.stringContaining(`src="${address}"`) });
    await below.close();
  });
});

describe('the page on which a snippet is put together', () => {
  const areaOf = (html: string, name: string) =>
    (new RegExp(`<textarea id="snippet-${name}"[^>]*>([^<]*)<`).exec(html)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');

  test('speaks English and Chinese', async () => {
    expect(await htmlOf('/embed/', { 'accept-language': 'zh-HK' })).toContain('<html lang="zh-Hant">');
    expect(await htmlOf('/embed/?locale=en', { 'accept-language': 'zh-HK' })).toContain('<html lang="en">');
    expect((await get('/embed/?locale=fr')).status).toBe(400);
  });

  test('is found without the slash at its end', async () => {
    const response = await fetch(`${embed.url}/embed?locale=en`, { redirect: 'manual' });

    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toBe('embed/?locale=en');
  });

  test('writes snippets of what is chosen', async () => {
    const html = await htmlOf(
      '/embed/?locale=en&language=zh-Hant&time=ALL&kind=TALK&kind=SEMINAR&organisation=organisation_1&role=ORGANISER&limit=5&layout=compact&theme=dark',
    );
    const query = 'time=ALL&kind=TALK,SEMINAR&organisation=organisation_1&role=ORGANISER';

    expect(areaOf(html, 'script')).toBe(
      [
        `<script src="${embed.url}/embed/v1/scc-events.js" async></script>`,
        '<scc-events locale="zh-Hant" time="ALL" kind="TALK,SEMINAR" organisation="organisation_1" role="ORGANISER" limit="5" layout="compact" theme="dark">',
        `  <a href="${embed.url}/embed/feed/events?locale=zh-Hant&amp;${query.replaceAll('&', '&amp;')}&amp;limit=5&amp;layout=compact&amp;theme=dark">智慧城市聯盟活動</a>`,
        '</scc-events>',
      ].join('\n'),
    );
    expect(areaOf(html, 'frame')).toContain(
      `<iframe src="${embed.url}/embed/feed/events?locale=zh-Hant&amp;${query.replaceAll('&', '&amp;')}&amp;limit=5&amp;layout=compact&amp;theme=dark" title="智慧城市聯盟活動" width="100%" height="420"`,
    );
    expect(areaOf(html, 'calendar').split('\n')[1]).toBe(
      `${embed.url}/feeds/events.ics?locale=zh-Hant&kind=TALK,SEMINAR&organisation=organisation_1&role=ORGANISER`,
    );
    expect(areaOf(html, 'feeds').split('\n')).toHaveLength(4);
  });

  test('writes the digest of the script into the snippet on request', async () => {
    const { widgetIntegrity } = (await import('../src/embed/built-files.js')).readBuiltFiles();

    expect(areaOf(await htmlOf('/embed/?locale=en&integrity=1'), 'script')).toContain(
      `integrity="${widgetIntegrity}" crossorigin="anonymous" async>`,
    );
  });

  test('for a saved feed writes its id, and no filter beside it', async () => {
    const html = await htmlOf('/embed/?locale=en&feed=partner_feed_1&kind=TALK');

    expect(areaOf(html, 'script')).toContain('<scc-events feed="partner_feed_1" locale="en" limit="10">');
    expect(areaOf(html, 'calendar')).toContain('/feeds/partner_feed_1.ics?locale=en');
  });

  test('takes what cannot be meant for nothing', async () => {
    const hostile = hostileTexts.map((text) => encodeURIComponent(text));
    const parameters = [
      'feed',
      'language',
      'time',
      'kind',
      'organisation',
      'role',
      'series',
      'limit',
      'layout',
      'theme',
    ];
    for (const text of hostile) {
      const html = await htmlOf(`/embed/?locale=en&${parameters.map((name) => `${name}=${text}`).join('&')}`);

      // Two words that might be the id of something are taken for one.
      if (!/^(__proto__|constructor)$/.test(text))
        expect(areaOf(html, 'script')).toContain('<scc-events locale="en" limit="10">');
      expect(html.match(/<script(?! src="(v1\/scc-events|builder)\.js")/g)).toBeNull();
    }
  });

  test('may load its two scripts and nothing else, and is framed by nobody', async () => {
    const { headers } = await get('/embed/');

    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'$/,
    );
  });

  describe('with the names of the public API', () => {
    let app: TestApplication;
    beforeAll(async () => {
      app = await startDemo();
    });
    afterAll(() => app.close());

    test('reads them once in a while, not for everybody who comes', async () => {
      let now = new Date('2024-06-10T12:00:00+08:00');
      let questions = 0;
      const named = await startEmbed({
        clock: () => now,
        readContent: (operation, variables) => {
          questions += 1;
          return app.data(operation.toString(), variables);
        },
      });
      const come = () => fetch(`${named.url}/embed/?locale=en`);
      await Promise.all([come(), come(), come()]);
      const once = questions;
      now = new Date('2024-06-10T12:06:00+08:00');
      await come();
      await named.close();

      expect(once).toBe(1);
      expect(questions).toBe(2);
    });

    test('offers organisations that have events, and series, by their names', async () => {
      const readContent: EmbedSettings['readContent'] = (operation, variables) =>
        app.data(operation.toString(), variables);
      const choices = await readChoices(readContent, 'zh-Hant');
      const named = await startEmbed({ readContent });
      const html = await (await fetch(`${named.url}/embed/?locale=zh-Hant`)).text();
      await named.close();

      expect(choices?.organisations.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['智慧城市聯盟']),
      );
      expect(choices?.series.length).toBeGreaterThan(0);
      expect(html).toMatch(/<option value="organisation_[0-9a-f-]{36}">智慧城市聯盟<\/option>/);
    });
  });
});

describe('the HTML of pages', () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:document'],
    rules: {
      // Our own scripts come from where the page comes from.
      'require-sri': ['error', { target: 'crossorigin' }],
      'form-dup-name': ['error', { shared: ['radio', 'checkbox'] }],
      // How long the title of a feed is, is not for us to say.
      'long-title': 'off',
    },
  });

  test.each([
    '/embed/feed/events?locale=en',
    '/embed/feed/events?locale=zh-Hant&theme=dark',
    '/embed/feed/events?locale=zh-Hans&layout=compact',
    '/embed/feed/events?layout=grid',
    '/embed/feed/nothing%20here',
    '/embed/?locale=en',
    '/embed/?locale=zh-Hant&kind=TALK&organisation=organisation_1&integrity=1&layout=compact&theme=light',
  ])('%s is valid', async (path) => {
    const report = await validator.validateString(await htmlOf(path));

    expect(
      report.results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`),
      ),
    ).toEqual([]);
  });

  test.each([
    ['a feed without events', () => aFeed([])],
    ['hostile content', () => hostileFeed()],
  ])('is valid for %s', async (_name, json) => {
    embed.feeds(() => ({ status: 200, json: json() }));
    const report = await validator.validateString(await htmlOf('/embed/feed/events?locale=en'));

    expect(
      report.results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      ),
    ).toEqual([]);
  });
});
