import { rm } from 'node:fs/promises';

// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default async function tearDown(): Promise<void> {
  await globalThis.testPostgres?.stop();
  await rm(process.env.SCC_TEST_DATA_FOLDER ?? '', { recursive: true, force: true });
}
