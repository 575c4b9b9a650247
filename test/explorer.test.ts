import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { startBrowser } from './support/browser.js';
import { copyDataFolder } from './support/prepared.js';
import { Programs, type Started } from './support/program.js';

// The page is made when the program is built, so it is the built program that is asked for it.
let folder: string;
let programs: Programs;
let app: Started;
let browser: Browser | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scc-explorer-'));
  programs = new Programs({ DATA_DIR: join(folder, 'data') });
  await copyDataFolder(join(folder, 'data'));
  app = await programs.start();
  browser = await startBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  programs.kill();
  await rm(folder, { recursive: true, force: true });
});

test('the explorer may run its own scripts and contact this server, and nothing else', async () => {
  const response = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
  const keyed = { accept: 'text/html', authorization: 'Bearer of-somebody' };
  const own = await fetch(`${app.url}/graphql`, { headers: keyed });
  expect(own.headers.get('cache-control')).toBe('private, no-store');
  for (const { headers } of [response, own]) expect(headers.get('vary')).toBe('Accept, Authorization');
  expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
  expect([response.status, own.status]).toEqual([200, 200]);
  const policy = response.headers.get('content-security-policy');

  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/);
  expect(policy).toContain("connect-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
});

test('the explorer works under its policy', async () => {
  if (!browser) return;
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });

  await page.goto(`${app.url}/graphql`);
  await page.waitForSelector('.graphiql-execute-button');
  await page.click('.graphiql-execute-button');
  await page.waitForFunction(() =>
    document.querySelector('.result-window')?.textContent?.includes('latestIssue'),
  );

  expect(complaints).toEqual([]);
});
