import { existsSync, readFileSync } from 'node:fs';
import { digestOf } from './html.js';

/** The assets built by `npm run build`. */
export interface BuiltFiles {
  readonly widgetScript: Buffer;
  /** Its digest, for `integrity`. */
  readonly widgetIntegrity: string;
  readonly builderScript: Buffer;
  /** The styles of the page for iframes: those of the widget, and its own. */
  readonly pageStyles: string;
  readonly builderStyles: string;
}

/** @throws Error if the program was not built */
export function readBuiltFiles(): BuiltFiles {
  // Relative to the compiled program; tests run from the sources.
  const folder = ['../../embed/', '../../dist/embed/']
    .map((path) => new URL(path, import.meta.url))
    .find((candidate) => existsSync(candidate));
  if (!folder) throw new Error('The scripts of the widget are not built: run "npm run build".');
  const read = (name: string) => readFileSync(new URL(name, folder));
  const widgetScript = read('scc-events.js');
  return {
    widgetScript,
    widgetIntegrity: digestOf(widgetScript, 'sha384'),
    builderScript: read('builder.js'),
    pageStyles: `${read('scc-events.css')}body{margin:0}main{container-type:inline-size}`,
    builderStyles: read('builder.css').toString(),
  };
}
