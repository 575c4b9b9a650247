import { chmod, cp, writeFile } from 'node:fs/promises';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { buildScripts } from '../embed/build-scripts.js';
import { digestOf } from '../embed/html.js';

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

// The explorer page is written at build time: the package that draws it is large, and not needed to serve it.
// The page reads `query`; the package's types know only `defaultQuery`, which the page does not read.
const options = {
  title: 'SCC content API',
  endpoint: '/graphql',
  query: FIRST_QUERY,
  // A key that is typed in as a header is not left in the browser.
  shouldPersistHeaders: false,
};
const page = renderGraphiQL(options);
// Its scripts are known by what they are, so a browser runs no others; the editor in it writes styles as it goes.
const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script);
const policy = [
  "default-src 'none'",
  `script-src ${scripts.map((script) => `'${digestOf(script, 'sha256')}'`).join(' ')}`,
  // Its editor checks and completes queries in workers that it makes from its own code.
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

// The command line is started by its name; the compiler makes files that cannot be.
await chmod(new URL('../cli/main.js', import.meta.url), 0o755);

// Compiled code finds the demo content and the labels of fields beside itself, as the sources do.
for (const folder of ['src/demo/content', 'src/app/field-labels'])
  await cp(new URL(`../../../${folder}`, import.meta.url), new URL(`../../${folder}`, import.meta.url), {
    recursive: true,
  });
