import { uuidOf } from '../contract/global-id.js';
import type { ContentType } from '../model/content-type.js';
import { collapse, pathInInput } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import type { Change } from './change.js';
import { inputsOf } from './input.js';

/** The change that a GraphQL input requests; errors have paths of the input. */
export async function changeRequestOf(
  store: ContentStore,
  content: ContentType,
  { mode, input }: { readonly mode: 'CREATE' | 'UPDATE'; readonly input: Readonly<Record<string, unknown>> },
): Promise<Change> {
  const { id, expectedVersion, ...fields } = input;
  const inputs = await inputsOf(store);
  const document = collapse(inputs.typeOf(content), fields, store.locales);
  const locate = (path: readonly string[]) => ['input', ...pathInInput(input, path, store.locales)];
  if (mode === 'CREATE') return { content, mode, document, locate };
  const uuid = uuidOf(content.table, String(id), ['input', 'id']);
  return { content, mode, id: uuid, document, locate, expectedVersion: Number(expectedVersion) };
}
