import type { Children, Running } from './children.js';
import type { Contestant } from './contest.js';
import { LOCALE } from './pages.js';
import { get } from './requests.js';

/** At this scale there are 10,000 events, the most that a feed has. */
export const LARGE_FEED_SCALE = 2;

const FORMATS = ['ics', 'json'];
/** Such feeds are fetched now and then, and one at a time. */
const CONNECTIONS = 1;

/** Feeds of 10,000 events beside one hand-written statement over them, and beside their own bytes. */
export async function largeFeeds(
  children: Children,
  { databaseUrl, cold, warm }: { databaseUrl: string; cold: Running; warm: Running },
): Promise<Contestant[]> {
  const reference = await children.server('reference-server.js', {
    DATABASE_URL: databaseUrl,
    POOL_SIZE: '1',
  });
  const bytes = await children.server('bytes-server.js', {});
  const limit: Contestant = {
    title: '10,000 events: SQL by hand, as JSON over bare HTTP',
    server: reference,
    requests: [get('/feed?')],
    connections: CONNECTIONS,
  };
  const contestants = [limit];
  for (const format of FORMATS) {
    const path = `/feeds/events.${format}?locale=${LOCALE}`;
    const answer = await fetch(`http://127.0.0.1:${warm.port}${path}`, {
      headers: { 'accept-encoding': 'identity' },
    });
    const etag = answer.headers.get('etag') ?? '';
    bytes.tell(new Map([[path, new Uint8Array(await answer.arrayBuffer())]]));
    const each = { connections: CONNECTIONS, requests: [get(path)] };
    const sent = { title: `Feed .${format} of 10,000 events: bytes from a map`, server: bytes, ...each };
    const title = (how: string) => `**Feed .${format} of 10,000 events, ${how}**`;
    contestants.push(
      { title: title('cold'), server: cold, against: limit, ...each },
      sent,
      { title: title('warm'), server: warm, against: sent, ...each },
      { title: title('304'), server: warm, ...each, requests: [get(path, { 'if-none-match': etag })] },
    );
  }
  return contestants;
}
