import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { systemViewer } from '../content/access.js';
import type { ContentType } from '../content/content-type.js';
import { InputReader } from '../content/input.js';
import { publish } from '../content/publishing.js';
import type { ContentStore } from '../content/store.js';
import { type Draft, writeDrafts } from '../content/writing.js';
import { Refusal } from '../foundation/errors.js';

const CONTENT = fileURLToPath(new URL('./content/', import.meta.url));

/** Loads the demo content through the same verbs that editors use, and publishes it. Returns how many objects. */
export async function loadContent(store: ContentStore, folder = CONTENT): Promise<number> {
  const drafts = await readDrafts(store, folder);
  const ids = await writeDrafts(store, systemViewer, drafts);
  for (const content of store.types) {
    const own = ids.filter((_id, index) => drafts[index]?.content === content);
    if (own.length > 0) await publish(store, systemViewer, { content, ids: own });
  }
  return drafts.length;
}

/** Reads one file per object from a folder per type: `events/innoex-2024.yaml`. */
async function readDrafts(store: ContentStore, folder: string): Promise<Draft[]> {
  const reader = await InputReader.create(store.types);
  const problems: string[] = [];
  const drafts: Draft[] = [];
  for (const content of store.types) {
    const directory = `${folder}/${folderOf(content)}`;
    for (const name of (await readdir(directory)).filter((file) => file.endsWith('.yaml')).sort()) {
      const externalRef = name.slice(0, -'.yaml'.length);
      try {
        const input = reader.read(content, parse(await readFile(`${directory}/${name}`, 'utf8')));
        drafts.push({ content, externalRef, input });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        for (const problem of error.problems)
          problems.push(`${folderOf(content)}/${name}: ${problem.path.join('.')}: ${problem.message}`);
      }
    }
  }
  if (problems.length > 0) throw new Error(`The content files are wrong.\n${problems.join('\n')}`);
  return drafts;
}

function folderOf(content: ContentType): string {
  return content.declaration.folder;
}
