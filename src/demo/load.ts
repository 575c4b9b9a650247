import { fileURLToPath } from 'node:url';
import { systemViewer } from '../content/contract/access.js';
import { publish } from '../content/publishing/publish.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Change } from '../content/writing/change.js';
import { writeDrafts } from '../content/writing/write-drafts.js';
import { type ContentFile, readContentFolder } from '../files/content-folder.js';
import { groupBy } from '../foundation/collections.js';
import { Refusal } from '../foundation/errors.js';

const CONTENT = fileURLToPath(new URL('./content/', import.meta.url));

/**
 * Loads content files with the mutations that editors use, and publishes them. Returns the number of objects.
 * @throws Error with all errors of all files
 */
export async function loadContent(store: ContentStore, folder = CONTENT): Promise<number> {
  const { files, problems } = await readContentFolder(
    folder,
    store.types.map(({ declaration }) => declaration.folder),
  );
  const wrong = problems.map(({ path, line, message }) => `${path}:${line}: ${message}`);
  if (wrong.length > 0) throw new Error(`The content files have errors.\n${wrong.join('\n')}`);
  await store
    .transaction(async (transaction) => {
      const written = await writeDrafts(transaction, store, systemViewer, changesIn(store, files));
      const byType = groupBy(written, (each) => each.content);
      // Dependencies first: a report is not published before its required disclaimer.
      for (const content of store.types) {
        const ids = (byType.get(content) ?? []).map(({ id }) => id);
        if (ids.length > 0) await publish(transaction, store, systemViewer, { content, ids });
      }
    })
    .catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      const sentences = error.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw new Error(`The content files have errors.\n${sentences.join('\n')}`);
    });
  return files.length;
}

function changesIn(store: ContentStore, files: readonly ContentFile[]): Change[] {
  return files.flatMap(({ folder, externalRef, document, path, lineOf }) => {
    const content = store.types.find(({ declaration }) => declaration.folder === folder);
    const locate = (place: readonly string[]) => [`${path}:${lineOf(place)}`, ...place];
    return content ? [{ content, externalRef, mode: 'PUT' as const, document, locate }] : [];
  });
}
