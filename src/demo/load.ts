import { readdir, readFile } from 'node:fs/promises';
import { join, parse as parsePath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
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

/**
 * Reads one file per object from a folder per type: `events/innoex-2024.yaml`.
 * @throws Error with every problem of every file
 */
async function readDrafts(store: ContentStore, folder: string): Promise<Draft[]> {
  const reader = await InputReader.create(store.types);
  const problems: string[] = [];
  const drafts: Draft[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const content = store.types.find((type) => type.declaration.folder === name);
    if (!content) {
      problems.push(`${name}: no content type keeps its files here.`);
      continue;
    }
    for (const file of (await readdir(join(folder, name))).sort()) {
      const draft = readDraft(reader, content, file, await readFile(join(folder, name, file), 'utf8'));
      if (Array.isArray(draft)) problems.push(...draft.map((problem) => `${name}/${file}: ${problem}`));
      else drafts.push(draft);
    }
  }
  if (problems.length > 0) throw new Error(`The content files are wrong.\n${problems.join('\n')}`);
  return drafts;
}

/** The object in a file, or what is wrong with the file. */
function readDraft(
  reader: InputReader,
  content: ContentType,
  file: string,
  source: string,
): Draft | string[] {
  const { name: externalRef, ext } = parsePath(file);
  if (ext !== '.yaml') return ['files with content end in .yaml.'];
  const document = parseDocument(source);
  if (document.errors.length > 0) return document.errors.map((error) => error.message);
  try {
    return { content, externalRef, input: reader.read(content, document.toJS()) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
  }
}
