import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { parse } from 'yaml';
import { buildScripts } from '../embed/build-scripts.js';
import { digestOf } from '../embed/html.js';
import { buildBundles } from './build-bundles.js';

const FIRST_QUERY = `# Ctrl+Enter runs the query. Ctrl+Space suggests fields; the book on the left is the documentation.
query LatestIssue($locale: Locale = "en") {
  latestIssue(locale: $locale) {
    title
    publishedOn
    sections {
      heading
      items {
        content {
          ... on Article { title summary }
          ... on Event { title schedule { start startDate } venue { name } }
        }
      }
    }
  }
  events(filter: { time: UPCOMING }, first: 5, locale: "zh-Hant") {
    totalCount
    nodes { title schedule { startDate } localization { fallbacks { field locale } } }
  }
}
`;

// The explorer page is rendered at build time: its package is large, and not needed to serve it. The page reads
// `query`; the types of the package only know `defaultQuery`, which the page does not read.
const options = {
  title: 'SCC content API',
  endpoint: '/graphql',
  query: FIRST_QUERY,
  // A key that is entered as a header is not stored in the browser.
  shouldPersistHeaders: false,
};
const page = renderGraphiQL(options);
// Scripts are allowed by digest; styles have to be inline, because the editor creates them as it runs.
const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script);
const policy = [
  "default-src 'none'",
  `script-src ${scripts.map((script) => `'${digestOf(script, 'sha256')}'`).join(' ')}`,
  // The editor validates and completes queries in workers created from its own code.
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'font-src data:',
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
await writeFile(new URL('../../explorer.html', import.meta.url), page);
await writeFile(new URL('../../explorer-policy.txt', import.meta.url), policy);

await buildScripts(new URL('../../embed/', import.meta.url));

// Makes the command line executable, which the compiler does not.
await chmod(new URL('../cli/main.js', import.meta.url), 0o755);

// Copies the demo content beside the compiled code, where the sources have it.
const content = 'src/demo/content';
await cp(new URL(`../../../${content}`, import.meta.url), new URL(`../../${content}`, import.meta.url), {
  recursive: true,
});

// Turns the labels of fields into JSON: translators edit YAML, which would take a tenth of a second at every start.
const labels = new URL('../../../src/app/field-labels/', import.meta.url);
await mkdir(new URL('field-labels/', import.meta.url), { recursive: true });
for (const file of await readdir(labels)) {
  const catalogue = parse(await readFile(new URL(file, labels), 'utf8'));
  const built = new URL(`field-labels/${file.replace('.yaml', '.json')}`, import.meta.url);
  await writeFile(built, JSON.stringify(catalogue));
}

await buildBundles();
