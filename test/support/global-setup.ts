import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.js';

declare global {
  var testPostgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
}

// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default async function setUp(): Promise<void> {
  globalThis.testPostgres = await startPostgres();
  const { url, folder = await mkdtemp(join(tmpdir(), 'scc-prepared-')) } = globalThis.testPostgres;
  process.env.SCC_TEST_POSTGRES = url;
  process.env.SCC_TEST_RUN = `${Date.now().toString(36)}${process.pid}`;
  process.env.SCC_TEST_DATA_FOLDER = join(folder, 'embedded');
}
