import { readdir, readFile, stat } from 'node:fs/promises';
import { join, parse as parsePath } from 'node:path';
import {
  type ContentFile,
  type ContentPath,
  type FileProblem,
  type InvalidFile,
  parseContentFile,
} from './content-file.js';

import { MAX_FILE_BYTES, readText, tooLarge } from './file-text.js';

export type { ContentFile, FileProblem };

export interface ContentFolder {
  readonly files: readonly ContentFile[];
  readonly problems: readonly FileProblem[];
}

/** Reads one object per file from a folder per type: `events/innoex-2024.yaml`. Other files are errors. */
export async function readContentFolder(
  folder: string,
  typeFolders: readonly string[],
): Promise<ContentFolder> {
  const listed = await listContentFolder(folder, typeFolders);
  const files: ContentFile[] = [];
  const problems = [...listed.problems];
  for (const place of listed.paths) {
    const read = await readContentFile(folder, place);
    if ('document' in read) files.push(read);
    else problems.push(...read.problems);
  }
  return { files, problems };
}

/** Lists the files of a folder without reading them. */
export async function listContentFolder(
  folder: string,
  typeFolders: readonly string[],
): Promise<{ readonly paths: readonly ContentPath[]; readonly problems: readonly FileProblem[] }> {
  const paths: ContentPath[] = [];
  const problems: FileProblem[] = [];
  for (const entry of await entriesOf(folder)) {
    if (!entry.isDirectory() || !typeFolders.includes(entry.name)) {
      const message = `No content type has this folder; folders are: ${typeFolders.join(', ')}.`;
      problems.push({ path: entry.name, line: 1, message });
      continue;
    }
    for (const file of await entriesOf(join(folder, entry.name))) {
      const path = `${entry.name}/${file.name}`;
      const { name: externalRef, ext } = parsePath(file.name);
      if (file.isFile() && ext === '.yaml') paths.push({ path, folder: entry.name, externalRef });
      else problems.push({ path, line: 1, message: 'Content files must end in .yaml.' });
    }
  }
  return { paths, problems };
}

export async function readContentFile(
  folder: string,
  place: ContentPath,
): Promise<ContentFile | InvalidFile> {
  const { path } = place;
  const file = join(folder, path);
  const { size } = await stat(file);
  if (size > MAX_FILE_BYTES) return { problems: [{ path, line: 1, message: tooLarge }] };
  const text = readText(await readFile(file));
  if (typeof text !== 'string') return { problems: [{ path, ...text }] };
  return parseContentFile(place, text);
}

/** Names that begin with a dot belong to other programs. */
async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
}
