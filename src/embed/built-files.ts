import { existsSync, readFileSync } from 'node:fs';
import { digestOf } from './html.js';

/** What `npm run build` makes for browsers. */
export interface BuiltFiles {
  readonly widgetScript: Buffer;
  /** Its digest, for `integrity`. */
  readonly widgetIntegrity: string;
  readonly builderScript: Buffer;
  /** Of the page for iframes: that of the widget, and what makes a page of it. */
  readonly pageStyles: string;
  readonly builderStyles: string;
}

/** @throws Error when the program was not built */
export function readBuiltFiles(): BuiltFiles {
  // Beside the compiled program; a test runs the sources, beside which the compiled program is.
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
