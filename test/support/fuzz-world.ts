import { Role } from '../../src/content/contract/access.js';
import type { Asking, TestApplication } from './application.js';
import type { FuzzWorld } from './fuzz-values.js';
import { idOf, Mutations } from './mutations.js';

/** Long after the keys that have expired. */
const LATER = '2024-06-10T18:00:00+08:00';

/** Who asks: nobody, every role, a key for one language, one that has expired, a preview, and what is no key. */
export async function askersOf(app: TestApplication): Promise<readonly (string | undefined)[]> {
  const roles = await Promise.all(Object.values(Role).map((role) => app.as(role)));
  const admin = new Mutations(app, await app.as(Role.ADMIN));
  const key = async (name: string, more: object) => {
    const input = { accountName: name, name, roles: ['EDITOR', 'PUBLISHER'], ...more };
    return (await admin.done('apiKeyCreate', input, 'secret')).secret;
  };
  const expired = await key('Expired', { expiresAt: '2024-06-10T13:00:00+08:00' });
  const chinese = await key('Chinese only', { locales: ['zh-Hant'] });
  const both = await key('Both', {});
  const { token } = await admin.done(
    'previewTokenCreate',
    { id: await idOf(app, 'event', 'innoex-2024'), minutes: 10_000 },
    'token',
  );
  app.setNow(LATER);
  const admins = roles.at(-1)?.secret;
  return [
    undefined,
    admins,
    admins,
    ...roles.map(({ secret }) => secret),
    admins,
    both,
    both,
    chinese,
    expired,
    token,
    'scc_nothing',
  ];
}

/** What can be asked for and changed, besides the keys by which this is done. */
export async function worldOf(who: Asking): Promise<FuzzWorld> {
  const nodes: { id: string; kind: string; externalRef: string; version: number; document: object }[] = [];
  for (let after: string | null = null; ; ) {
    const query = `query ($after: String) { contentDocuments(first: 100, after: $after) {
      nodes { id kind externalRef version document } pageInfo { endCursor hasNextPage } } }`;
    const { contentDocuments } = await who.data(query, { after });
    nodes.push(...contentDocuments.nodes);
    after = contentDocuments.pageInfo.endCursor;
    if (!contentDocuments.pageInfo.hasNextPage) break;
  }
  const others = await who.data(`{
    webhooks { nodes { id } } partnerFeeds { nodes { id } } schedules { nodes { id } } deletedObjects { nodes { id } }
    events(first: 5) { edges { cursor node { slug } } } articles(first: 5) { edges { cursor node { slug } } }
  }`);
  const all = Object.values(others) as {
    nodes?: { id: string }[];
    edges?: { cursor: string; node: { slug: string } }[];
  }[];
  const ids = all.flatMap((list) => (list.nodes ?? []).map(({ id }) => id));
  const edges = all.flatMap((list) => list.edges ?? []);
  return {
    ids: [...nodes.map(({ id }) => id), ...ids, 'event_00000000-0000-7000-8000-000000000000'],
    texts: [
      ...nodes.slice(0, 40).map(({ externalRef }) => externalRef),
      ...edges.flatMap(({ cursor, node }) => [cursor, node.slug]),
    ],
    versions: new Map(nodes.map(({ id, version }) => [id, version])),
    entries: nodes.map(({ kind, externalRef, document }) => ({ kind, externalRef, document })),
  };
}
