import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { inSources } from './source-stack.js';

/** Node 22.1 or newer; the types are those of the oldest version that we run on. */
const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };

/** Runs one of the bundles that `build-bundles.ts` makes of the compiled program. */
export async function runBundle(name: 'server' | 'scc'): Promise<void> {
  const dist = new URL('../../', import.meta.url);
  // Not in the folder for temporary files, where the default is: another account could put its code there.
  enableCompileCache?.(fileURLToPath(new URL('compile-cache/', dist)));
  process.on('uncaughtExceptionMonitor', (error) => {
    if (error.stack) error.stack = inSources(error.stack);
  });
  await import(new URL(`bundles/${name}.js`, dist).href);
}
