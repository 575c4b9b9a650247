import { readdir, readFile } from 'node:fs/promises';
import { join, parse as parsePath } from 'node:path';
import { isNode, LineCounter, parseDocument, type Document as YamlDocument } from 'yaml';

/** An object in a file. */
export interface ContentFile {
  /** Relative to the folder: `events/innoex-2024.yaml`. */
  readonly path: string;
  /** The folder of its type. */
  readonly folder: string;
  /** The name of the file: the external reference of the object. */
  readonly externalRef: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** The line in which a place of the document is, or the nearest place around it. */
  lineOf(path: readonly string[]): number;
}

/** Something that is wrong with a file. */
export interface FileProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export interface ContentFolder {
  readonly files: readonly ContentFile[];
  readonly problems: readonly FileProblem[];
}

/** Reads one object per file from a folder per type: `events/innoex-2024.yaml`. What else lies there is a problem. */
export async function readContentFolder(
  folder: string,
  typeFolders: readonly string[],
): Promise<ContentFolder> {
  const files: ContentFile[] = [];
  const problems: FileProblem[] = [];
  for (const entry of await entriesOf(folder)) {
    if (!entry.isDirectory() || !typeFolders.includes(entry.name)) {
      const message = `There is no content type that keeps its files here; folders are: ${typeFolders.join(', ')}.`;
      problems.push({ path: entry.name, line: 1, message });
      continue;
    }
    for (const file of await entriesOf(join(folder, entry.name))) {
      const path = `${entry.name}/${file.name}`;
      const source = file.isFile() ? await readFile(join(folder, path), 'utf8') : '';
      const read = parseContentFile(path, source);
      if ('document' in read) files.push(read);
      else problems.push(...read.problems);
    }
  }
  return { files, problems };
}

/** Names that begin with a dot belong to other programs. */
async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function parseContentFile(path: string, source: string): ContentFile | { problems: FileProblem[] } {
  const { dir: folder, name: externalRef, ext } = parsePath(path);
  const refuse = (message: string, line = 1) => ({ problems: [{ path, line, message }] });
  if (ext !== '.yaml') return refuse('Files with content end in .yaml.');
  const lines = new LineCounter();
  const yaml = parseDocument(source, { lineCounter: lines });
  if (yaml.errors.length > 0) {
    return {
      problems: yaml.errors.map((error) => ({
        path,
        line: lines.linePos(error.pos[0]).line,
        message: error.message,
      })),
    };
  }
  const document: unknown = yaml.toJS() ?? {};
  if (typeof document !== 'object' || Array.isArray(document)) return refuse('The file must have fields.');
  return {
    path,
    folder,
    externalRef,
    document: document as Record<string, unknown>,
    lineOf: (place) => lineOf(yaml, lines, place),
  };
}

function lineOf(yaml: YamlDocument, lines: LineCounter, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const place = path.slice(0, length).map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
    const node = yaml.getIn(place, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
