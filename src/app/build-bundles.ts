import { readdir, readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** What the compiler has written: esbuild itself would not write the types that decorators are told. */
const DIST = fileURLToPath(new URL('../../', import.meta.url));
const BUNDLES = join(DIST, 'bundles');
/** The embedded engine reads files beside its own; the other one is not installed. */
const EXTERNAL = ['@electric-sql/pglite', '@electric-sql/pglite/node-postgres', 'pg-native'];

/** Makes one file of hundreds: loading them took longer than anything else that a start does. */
export async function buildBundles(): Promise<void> {
  await build({
    entryPoints: { server: join(DIST, 'src/server.js'), scc: join(DIST, 'src/cli/program.js') },
    outdir: BUNDLES,
    bundle: true,
    // What is imported on demand is loaded on demand.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: EXTERNAL,
    banner: { js: REQUIRE },
    minifyWhitespace: true,
    minifySyntax: true,
    // An uncaught error is told with its line.
    lineLimit: 200,
    // TypeORM and type-graphql ask classes for their names.
    keepNames: true,
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
    // Packages of CommonJS that try what is there.
    logOverride: { 'require-resolve-not-external': 'silent' },
    define: { 'module.require': 'require' },
    plugins: [asIfInPlace, namedExports],
  });
  await nameClassesAlone();
}

const NAMES = '__name=(target,value)=>__defProp(target,"name",{value,configurable:!0})';
const NAMES_OF_CLASSES = NAMES.replace('=>', '=>target.prototype?').concat(':target');

/** esbuild keeps the names of all functions, which costs a request a fiftieth: arrow functions get theirs anew each time. */
async function nameClassesAlone(): Promise<void> {
  const paths = (await readdir(BUNDLES))
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(BUNDLES, name));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  const place = texts.findIndex((text) => text.includes(NAMES));
  const [path, text] = [paths[place], texts[place]];
  if (path === undefined || text === undefined) throw new Error('The bundles keep names in another way.');
  await writeFile(path, text.replace(NAMES, NAMES_OF_CLASSES));
}

const REQUIRE =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/** A source map of a package's file without lines: it would be as large as all others together. */
function fileAlone(path: string): string {
  const map = JSON.stringify({ version: 3, sources: [basename(path)], mappings: 'AAAA' });
  return `\n//# sourceMappingURL=data:application/json;base64,${btoa(map)}`;
}

/** Our files find those beside them from where the compiler has put them. */
const asIfInPlace: Plugin = {
  name: 'as-if-in-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (path.includes('/node_modules/')) return { contents: text + fileAlone(path) };
      const place = `new URL(${JSON.stringify(relative(BUNDLES, path))}, import.meta.url)`;
      return { contents: text.replaceAll('import.meta.url', place) };
    });
  },
};

/**
 * What is imported on demand from a package of CommonJS has a default export alone in bundles of esbuild; here it gets the
 * names that Node finds, too.
 */
const namedExports: Plugin = {
  name: 'named-exports',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && !isBuiltin(path) && !EXTERNAL.includes(path)
        ? { path, namespace: 'on-demand', pluginData: resolveDir }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'on-demand' }, async ({ path, pluginData: resolveDir }) => {
      const names = Object.keys(await import(path)).filter(
        (name) => !/^(default|module\.exports)$/.test(name),
      );
      const contents = `import * as all from '${path}'; export const { ${names} } = all; export default all.default;`;
      return { contents, resolveDir };
    });
  },
};
