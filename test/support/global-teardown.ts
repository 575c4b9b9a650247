import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';

// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default async function tearDown(): Promise<void> {
  await globalThis.testPostgres?.stop();
  // Of a server that was given, nobody else removes it.
  await rm(dirname(String(process.env.SCC_TEST_DATA_FOLDER)), { recursive: true, force: true });
}
