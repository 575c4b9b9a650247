import { startPostgres } from './postgres.js';

declare global {
  var testPostgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
}

// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default async function setUp(): Promise<void> {
  globalThis.testPostgres = await startPostgres();
  process.env.SCC_TEST_POSTGRES = globalThis.testPostgres.url;
  process.env.SCC_TEST_RUN = `${Date.now().toString(36)}${process.pid}`;
}
