// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default async function tearDown(): Promise<void> {
  await globalThis.testPostgres?.stop();
}
