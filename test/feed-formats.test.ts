import type { EventItem } from '../src/feeds/feed-item.js';
import { feedFormats, formatNamed } from '../src/feeds/formats/formats.js';
import { aHead, anArticle, anEvent, oddEvents, uuidOf, written } from './support/feed-items.js';

/** Events as a database hands them over: one after the other, and only when asked. */
async function* counted(count: number, counter: { asked: number }): AsyncGenerator<EventItem> {
  for (let index = 0; index < count; index += 1) {
    counter.asked += 1;
    yield anEvent({ uuid: uuidOf(index) });
  }
}

describe.each(feedFormats)('a feed in the format $extension', ({ extension, kinds, write }) => {
  test('is found by its extension', () => {
    expect(formatNamed(extension)?.write).toBe(write);
  });

  test('comes in pieces while the events are read', async () => {
    const counter = { asked: 0 };
    const sizes: number[] = [];
    let askedForFirst = 0;

    for await (const chunk of write(aHead(), counted(1_000, counter))) {
      askedForFirst ||= counter.asked;
      sizes.push(Buffer.byteLength(chunk));
    }

    expect(counter.asked).toBe(1_000);
    expect(askedForFirst).toBeLessThan(150);
    expect(sizes.length).toBeGreaterThan(8);
    expect(Math.max(...sizes)).toBeLessThan(50_000);
  });

  test('is the same text for the same input, whenever and however it is written', async () => {
    const events = oddEvents(50, 5);
    const once = await written(write, events);
    let again = '';
    for await (const chunk of write(aHead(), counted(0, { asked: 0 }))) again += chunk;

    expect(await written(write, events)).toBe(once);
    expect(again).toBe(await written(write, []));
  });

  test('shows what its format declares', async () => {
    const shown = (text: string, uuid: string) => text.includes(uuid);
    const text = await written(write, [anEvent({ uuid: uuidOf(1) }), anArticle({ uuid: uuidOf(2) })]);

    expect([shown(text, uuidOf(1)) && 'Event', shown(text, uuidOf(2)) && 'Article']).toEqual(
      (['Event', 'Article'] as const).map((kind) => kinds.includes(kind) && kind),
    );
  });

  test('has every character of the scripts of the world, byte for byte', async () => {
    const text = '﨑裡凞 𠮷𠀀𪚥𫠠 👩‍👩‍👧‍👦🏳️‍🌈 e\u0301o\u0302\u0323 한국어 हिन्दी';

    const feed = await written(write, [anEvent({ title: { text, language: 'zh-Hant' } })]);

    expect(feed.replaceAll('\r\n ', '')).toContain(text);
  });

  test('never turns the direction of what comes after a title', async () => {
    const title = { text: 'abc\u202edef\u2066\u200fghi\u061c', language: 'en' };

    const feed = await written(write, [anEvent({ title, summary: title, kindLabel: title.text })]);

    expect(feed).toContain('abcdefghi');
    expect(feed).not.toMatch(/\p{Bidi_Control}/u);
  });
});

test('there is no format by another name', () => {
  expect(formatNamed('exe')).toBeUndefined();
  expect(new Set(feedFormats.map(({ extension }) => extension)).size).toBe(feedFormats.length);
});
