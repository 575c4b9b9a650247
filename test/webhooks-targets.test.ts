import { lookup } from 'node:dns';
import type pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { systemClock } from '../src/foundation/clock.js';
import { Refusal } from '../src/foundation/errors.js';
import { WebhookTargets } from '../src/webhooks/target.js';
import { WebhookSender } from '../src/webhooks/webhook-sender.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';
import { aDraft, connect } from './support/schedules.js';
import { aWebhook, delivery, hasTried, Receiver, startDelivering } from './support/webhooks.js';

/** IP addresses that lead inside, or nowhere. */
const ADDRESSES = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.254'],
  ...['127.0.0.1', '127.1.2.3', '127.255.255.255', '169.254.0.1', '169.254.169.254', '169.254.170.2'],
  ...[
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.0.192',
    '192.0.2.1',
    '192.31.196.1',
    '192.52.193.1',
  ],
  ...['192.88.99.1', '192.168.0.1', '192.168.255.255', '192.175.48.1', '198.18.0.1', '198.19.255.255'],
  ...['198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...['168.63.129.16', '::', '::1', '::2', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:a00:1', '::7f00:1'],
  ...['64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::1', '100::1', '2001::1', '2001:0:4136:e378::1'],
  ...['2001:10::1', '2001:20::1', '2001:db8::1', '2002:7f00:1::', '2002:808:808::1', '2620:4f:8000::1'],
  ...['3fff::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fdff::1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  ...['fec0::1', 'ff02::1', 'ff0e::1', '4000::1', '1000::1', 'not an address'],
];
const PUBLIC = [
  '8.8.8.8',
  '1.1.1.1',
  '93.184.215.14',
  '2606:4700:4700::1111',
  '2001:4860:4860::8888',
  '2400:3200::1',
];

/** Addresses on the web that are refused as they stand. */
const URLS = [
  ...[
    'http://example.org/',
    'HTTP://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'gopher://example.org/',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/plain,x',
    'ws://example.org/',
    'unix:/var/run/docker.sock',
    'https:example.org',
  ],
  ...[
    'https:/example.org',
    'https:///example.org',
    '//example.org',
    'example.org',
    '',
    ' ',
    'https://',
    'https://?',
  ],
  ...[
    'https://example.org:80/',
    'https://example.org:22/',
    'https://example.org:8080/',
    'https://example.org:5432/',
  ],
  ...[
    'https://example.org:0/',
    'https://example.org:65535/',
    'https://example.org:99999/',
    'https://example.org:443x/',
  ],
  ...[
    'https://user@example.org/',
    'https://user:secret@example.org/',
    'https://@example.org/',
    'https://:@example.org/',
  ],
  ...[
    'https://example.org@127.0.0.1/',
    'https://127.0.0.1@example.org/',
    'https://example.org:443@10.0.0.1/',
  ],
  ...[
    'https://127.0.0.1/',
    'https://127.1/',
    'https://127.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
  ],
  ...[
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://0x7f.0x0.0x0.0x1/',
    'https://0/',
  ],
  ...[
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
  ],
  ...[
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://8.8.8.8/',
    'https://8.8.8.8./',
  ],
  ...[
    'https://１２７.０.０.１/',
    'https://①②⑦.⓪.⓪.①/',
    'https://127。0。0。1/',
    'https://%31%32%37.0.0.1/',
    'https://127.0.0.1./',
  ],
  ...[
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[fe80::1]/',
  ],
  ...[
    'https://[fd00:ec2::254]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2606:4700::1111]/',
  ],
  ...['https://[::1%25eth0]/', 'https://[0:0:0:0:0:0:0:1]:443/', 'https://[::127.0.0.1]/'],
  ...[
    'https://localhost/',
    'https://LOCALHOST/',
    'https://localhost./',
    'https://a.localhost/',
    'https://localhost.localdomain/',
  ],
  ...[
    'https://ｌｏｃａｌｈｏｓｔ/',
    'https://%6c%6f%63%61%6c%68%6f%73%74/',
    'https://intranet/',
    'https://printer.local/',
  ],
  ...[
    'https://metadata.google.internal/',
    'https://router.lan/',
    'https://nas.home.arpa/',
    'https://db.corp/',
  ],
  ...[
    'https://example.org./',
    'https://api.default.svc.cluster.local/',
    'https://1.0.0.127.in-addr.arpa/',
    'https://x.onion/',
  ],
  ...[
    'https://x.test/',
    'https://x.invalid/',
    'https://example.org/#fragment',
    'https://example.org\\@127.0.0.1/',
  ],
  ...[
    'https://example.org/ x',
    'https://exam\tple.org/',
    'https://example.org/\n',
    'https://\u0000example.org/',
    'https://.org/',
  ],
  `https://example.org/${'x'.repeat(2_000)}`,
];

const FORBIDDEN = 'Webhooks can only be sent to public HTTPS hosts.';
const MESSAGE = { id: 'webhook_delivery_1', payload: '{}', secrets: [`whsec_${'A'.repeat(43)}=`] };

let app: TestApplication;
let admin: Mutations;
let client: pg.Client;
beforeAll(async () => {
  app = await startDemo({ jobs: false });
  admin = new Mutations(app, await app.as(Role.ADMIN));
  client = await connect(app);
});
afterAll(async () => {
  await client?.end();
  await app?.close();
});

/** What came of sending to an address, with name servers of the test's own. */
async function sent(
  url: string,
  addresses: readonly string[],
  change: (targets: WebhookTargets) => void = () => {},
) {
  const targets = new WebhookTargets('public', async () => addresses);
  change(targets);
  const sender = new WebhookSender(targets, systemClock, { connect: 200, total: 400, slow: 400, body: 100 });
  try {
    return await sender.send({ ...MESSAGE, url }, sender.headersOf(MESSAGE));
  } finally {
    await sender.close();
  }
}

describe('an address', () => {
  test('of which there are more than eighty is refused when a webhook is created', async () => {
    const accepted: string[] = [];
    for (const url of URLS) {
      const input = { name: 'x', url, topics: ['*'] };
      const { webhook, userErrors } = await admin.ask('webhookCreate', input, 'webhook { url }');
      const [mistake] = userErrors;
      if (webhook || mistake.path.join('.') !== 'input.url') accepted.push(url);
      else expect(mistake.code).toMatch(/INVALID_(INPUT|TEXT)/);
    }

    expect(new Set(URLS).size).toBeGreaterThanOrEqual(80);
    expect(accepted).toEqual([]);
  });

  test('is refused when a webhook is changed, too', async () => {
    const { id } = await aWebhook(admin, { url: 'https://hooks.example.org/a' });

    const { userErrors } = await admin.ask('webhookUpdate', { id, url: 'https://127.0.0.1/' });

    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'url'] }]);
  });

  test('that was saved somehow all the same is refused when it is sent to', async () => {
    const reached: string[] = [];
    for (const url of URLS) {
      const { error } = await sent(url, ['127.0.0.1']);
      if (error !== FORBIDDEN) reached.push(`${url}: ${error}`);
    }

    expect(reached).toEqual([]);
  });

  test.each([
    ['https://hooks.example.org', 'https://hooks.example.org/'],
    ['https://HOOKS.example.org:443/a?b=c', 'https://hooks.example.org/a?b=c'],
    ['https://hooks.example.org:8443/a', 'https://hooks.example.org:8443/a'],
    ['https://智慧城市.example.org/', 'https://xn--uis47lp2cp2g.example.org/'],
    // Letters of another script that look the same are shown as what they are.
    ['https://hооks.example.org/', 'https://xn--hks-seda.example.org/'],
  ])('%s is stored as %s', async (url, kept) => {
    const input = { name: 'x', url, topics: ['*'] };
    const { webhook } = await admin.done('webhookCreate', input, 'webhook { url }');

    expect(webhook.url).toBe(kept);
  });
});

describe('a name', () => {
  const url = 'https://hooks.example.org/';

  test('that leads inside is refused when a webhook is saved', async () => {
    for (const address of ADDRESSES) {
      for (const answer of [[address], ['8.8.8.8', address], [address, '2606:4700:4700::1111']]) {
        const reading = new WebhookTargets('public', async () => answer).read(url);
        await expect(reading.then(() => answer)).rejects.toThrow(Refusal);
      }
    }
    expect(ADDRESSES.length).toBeGreaterThan(60);
  });

  test('that leads to the public Internet, or nowhere so far, is not', async () => {
    for (const address of PUBLIC)
      expect(await new WebhookTargets('public', async () => [address]).read(url)).toBe(url);
    const unknown = new WebhookTargets('public', () => Promise.reject(new Error('ENOTFOUND')));
    expect(await unknown.read(url)).toBe(url);
  });

  test('that leads inside when the connection is made is refused then, also among others', async () => {
    const reached: string[] = [];
    for (const address of ADDRESSES) {
      for (const answer of [[address], ['8.8.8.8', address]]) {
        const { error } = await sent(url, answer);
        if (error !== FORBIDDEN) reached.push(`${answer}: ${error}`);
      }
    }

    expect(reached).toEqual([]);
  });

  test('is looked up once for a connection, which is made to what was looked at', async () => {
    const answers = [['8.8.8.8'], ['127.0.0.1']];
    const targets = new WebhookTargets('public', async () => answers.shift() ?? []);
    const looked = await new Promise((resolve) =>
      targets.lookup('hooks.example.org', { all: true }, (_error, addresses) => resolve(addresses)),
    );

    expect(looked).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(answers).toHaveLength(1);
  });

  test('that was good when it was saved, and leads inside later, is not reached', async () => {
    const answers = [['8.8.8.8'], ['127.0.0.1']];
    const resolve = async () => answers.shift() ?? ['127.0.0.1'];
    expect(await new WebhookTargets('public', resolve).read(url)).toBe(url);
    const { id } = await aWebhook(admin, { url });
    const worker = startDelivering(app, { reach: 'public', resolve });
    await admin.done('organisationPublish', { ids: [await aDraft(admin)] });

    const { state, attempts } = await delivery(admin, id, hasTried(1));
    await worker.stop();

    expect(state).toBe('PENDING');
    expect(attempts).toMatchObject([{ responseStatus: null, error: FORBIDDEN }]);
  });
});

test('a connection that came about all the same is closed before anything is sent', async () => {
  const receiver = await Receiver.start();
  const open = (targets: WebhookTargets) =>
    Object.assign(targets, { parse: (text: string) => new URL(text), lookup });

  const ends = [
    await sent(receiver.url, [], open),
    await sent(receiver.url.replace('127.0.0.1', 'localhost'), [], open),
  ];
  await receiver.close();

  expect(ends.map(({ error }) => error)).toEqual([FORBIDDEN, FORBIDDEN]);
  expect(receiver.received).toEqual([]);
});

test('the machine itself is a target if the settings allow it, and URLs with passwords are not', async () => {
  const targets = new WebhookTargets('any');

  expect(await targets.read('http://localhost:8000/x')).toBe('http://localhost:8000/x');
  for (const url of ['http://user:secret@localhost/', 'ftp://localhost/', 'localhost:8000', 'http://a/#b'])
    await expect(targets.read(url)).rejects.toThrow(Refusal);
});

test('a webhook from the time when the settings allowed more is not sent to any more', async () => {
  const receiver = await Receiver.start();
  const { id } = await aWebhook(admin, { url: 'https://hooks.example.org/a' });
  await client.query('update system.webhook set url = $1', [receiver.url]);
  const worker = startDelivering(app, { reach: 'public' });
  await admin.done('webhookTest', { id });

  const { attempts } = await delivery(admin, id, hasTried(1));
  await worker.stop();
  await receiver.close();

  expect(attempts[0].error).toBe(FORBIDDEN);
  expect(receiver.received).toEqual([]);
});
