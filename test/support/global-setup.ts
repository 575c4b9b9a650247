import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.js';

declare global {
  var testPostgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
}

// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default async function setUp(): Promise<void> {
  const run = `${Date.now().toString(36)}${process.pid}`;
  globalThis.testPostgres = await startPostgres();
  process.env.SCC_TEST_POSTGRES = globalThis.testPostgres.url;
  process.env.SCC_TEST_RUN = run;
  process.env.SCC_TEST_DATA_FOLDER = join(tmpdir(), `scc-prepared-${run}`);
}
