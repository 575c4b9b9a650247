import pg from 'pg';
import { openApplication } from '../../src/app/application.js';
import { type Config, readConfig } from '../../src/config.js';
import { createLogger, type Logger } from '../../src/foundation/logger.js';
import type { TestApplication } from './application.js';
import type { Mutations, Payload } from './mutations.js';
import { TEST_NOW } from './prepared.js';

/** An instant of the real clock, which schedules go by whatever the program is told. */
export function inMilliseconds(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

/**
 * Asks again and again until the answer is good; what it was in the end when that takes too long. By far longer than it
 * takes anywhere: on a machine with much else to do, seconds become a minute.
 */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isGood: (answer: Answer) => boolean,
  timeout = 60_000,
): Promise<Answer> {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (isGood(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Another process on the database of an application, which does nothing but background work. */
export async function startWorker(
  { databaseUrl }: TestApplication,
  settings: Partial<Config> = {},
  logger: Logger = createLogger('silent'),
): Promise<{ close(): Promise<void> }> {
  const config = { ...readConfig({}), databaseUrl, databasePoolSize: 4, demoContent: false, ...settings };
  const worker = await openApplication(config, logger, () => new Date(TEST_NOW));
  worker.startJobs();
  return worker;
}

/** A connection of the test's own, to look at the queue and to be in the way. */
export async function connect({ databaseUrl }: TestApplication): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

/** Creates a draft that nobody has seen so far; returns its id. */
export async function aDraft(editor: Mutations, name = 'The new institute'): Promise<string> {
  const input = { kind: 'LAB', translations: [{ locale: 'en', name: `${name} ${Math.random()}` }] };
  return (await editor.done('organisationCreate', input, 'organisation { id }')).organisation.id;
}

export const SCHEDULE = `schedule {
  id kind ids action at locales state createdAt createdBy finishedAt problems { code message path }
}`;

/** Schedules an organisation, or several; returns the schedule. */
export async function scheduled(
  publisher: Mutations,
  input: object,
  noun = 'organisation',
): Promise<Payload> {
  return (await publisher.done(`${noun}Schedule`, input, SCHEDULE)).schedule;
}

/** The schedules of an object, the latest first. */
export async function schedulesOf({ who }: Mutations, contentId: string): Promise<Payload[]> {
  const fields = 'id state at finishedAt problems { code message path }';
  const query = `query ($contentId: ID!) { schedules(contentId: $contentId) { nodes { ${fields} } } }`;
  return (await who.data(query, { contentId })).schedules.nodes;
}

/** The latest schedule of an object, once it is not pending any more. */
export function finished(who: Mutations, contentId: string): Promise<Payload> {
  const latest = async () => (await schedulesOf(who, contentId))[0];
  return until(latest, (schedule) => schedule.state !== 'PENDING');
}

/** What the audit log has of the background work, the latest first. */
export async function auditOf({ who }: Mutations, operation: string): Promise<Payload[]> {
  const query = `query ($operation: String!) {
    auditLog(first: 100, operation: $operation) { nodes { viewer targets outcome reasons } }
  }`;
  return (await who.data(query, { operation })).auditLog.nodes;
}
