import { Webhook } from 'standardwebhooks';
import { Role } from '../src/content/access.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';
import { aDraft } from './support/schedules.js';
import { aWebhook, delivery, isFinished, isSigned, Receiver } from './support/webhooks.js';

let app: TestApplication;
let admin: Mutations;
let receiver: Receiver;
beforeAll(async () => {
  app = await startDemo({ webhookTargets: 'any' }, createLogger('warn'));
  app.startJobs();
  admin = new Mutations(app, await app.as(Role.ADMIN));
  receiver = await Receiver.start();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

test('smoke', async () => {
  const { id, secret } = await aWebhook(admin, {
    url: receiver.url,
    selection: 'fragment P on Organisation { name slug }',
  });
  const org = await aDraft(admin);
  await admin.done('organisationPublish', { ids: [org] });
  const [got] = await receiver.got(1);
  console.log(JSON.stringify(got, null, 1), JSON.stringify(await delivery(admin, id, isFinished), null, 1));
  expect(isSigned(got as never, secret)).toBe(true);
  expect(new Webhook(secret).verify(got?.body ?? '', got?.headers ?? {})).toBeDefined();
});
