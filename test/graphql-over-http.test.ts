import 'reflect-metadata';
import { type AuditResult, serverAudits } from 'graphql-http';
import { startDemo, type TestApplication } from './support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

/** The audits of the GraphQL Foundation (https://github.com/graphql/graphql-http#audits); those that did not pass. */
async function failedAudits(headers: Record<string, string>): Promise<string[]> {
  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } });
  const audits = serverAudits({ url: `${app.url}/graphql`, fetchFn });
  expect(audits).toHaveLength(61);
  const results: AuditResult[] = [];
  for (const audit of audits) results.push(await audit.fn());
  return results.flatMap((result) => (result.status === 'ok' ? [] : [`${result.id} ${result.status}`]));
}

test('all audits of GraphQL over HTTP pass for a client that passes the check against request forgery', async () => {
  expect(await failedAudits({ 'apollo-require-preflight': 'true' })).toEqual([]);
});

test('without it, GET requests that any page could send are refused, and nothing else', async () => {
  expect(await failedAudits({})).toEqual(['5A70 notice', 'D6D5 notice', '6A70 notice']);
});
