import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

/** Builds the assets for browsers: each script minified in one file, and the style sheets of pages. */
export async function buildScripts(folder: URL): Promise<void> {
  await mkdir(folder, { recursive: true });
  const widget = await styleSheet('src/embed/widget/scc-events.css');
  await writeFile(new URL('scc-events.css', folder), widget);
  await writeFile(new URL('builder.css', folder), await styleSheet('src/embed/builder/builder.css'));
  // The oldest browsers with constructable style sheets, which the widget needs.
  const options = {
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    write: false,
  } as const;
  for (const name of ['scc-events', 'builder']) {
    const { outputFiles } = await build({
      ...options,
      entryPoints: [`src/embed/browser/${name}.ts`],
      define: { STYLES: JSON.stringify(widget) },
    });
    await writeFile(new URL(`${name}.js`, folder), outputFiles[0]?.contents ?? '');
  }
}

async function styleSheet(file: string): Promise<string> {
  const { code } = await transform(await readFile(file, 'utf8'), {
    loader: 'css',
    minify: true,
    charset: 'utf8',
  });
  return code.trim();
}
