import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

const PLACE = /(file:\/\/\S+\/bundles\/[\w-]+\.js):(\d+):(\d+)/g;
const maps = new Map<string, SourceMap | undefined>();

/**
 * A stack trace with the files and lines of the sources in place of those of bundles. Maps are read when they are needed:
 * Node would read them at every start (`--enable-source-maps`), which takes a tenth of it.
 */
export function inSources(stack: string): string {
  return stack.replace(PLACE, (place, bundle: string, line: string, column: string) => {
    const entry = mapOf(bundle)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry) || !entry.originalSource) return place;
    const { originalSource, originalLine, originalColumn } = entry;
    return `${new URL(originalSource, bundle).href}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

function mapOf(bundle: string): SourceMap | undefined {
  if (!maps.has(bundle)) maps.set(bundle, readMap(new URL(`${bundle}.map`)));
  return maps.get(bundle);
}

function readMap(file: URL): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The trace is told as it is.
    return undefined;
  }
}
