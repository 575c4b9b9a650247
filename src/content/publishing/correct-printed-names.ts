import { In } from 'typeorm';
import { problem, Refusal, refuse } from '../../foundation/errors.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { Columns, ContentType } from '../model/content-type.js';
import { PublicationAction, type PublicationChange } from '../storage/listeners.js';
import { PrintedName } from '../storage/printed-name.entity.js';
import type { ContentStore } from '../storage/store.js';
import { readTranslations } from '../storage/text-rows.js';
import type { Transaction } from '../storage/transaction.js';
import { oneAtATime } from './one-at-a-time.js';
import { namersOf, namingRows } from './printed-names.js';
import { Naming } from './publish-plan-items.js';

/** A place where a name is printed, compared with the current name. */
export interface PrintedUse {
  /** The global id of the event, article or sponsorship. */
  readonly subject: string;
  readonly title: string | null;
  readonly names: readonly {
    readonly locale: string;
    readonly printed: string;
    /** The public name of the person or organisation. */
    readonly current: string | null;
  }[];
}

/** All objects that print the name of a person or organisation. @throws Refusal INVALID_ID */
export async function printedUses(
  transaction: Pick<Transaction, 'draft' | 'published'>,
  store: ContentStore,
  target: string,
  { path, locale }: { readonly path: readonly string[]; readonly locale: string },
): Promise<PrintedUse[]> {
  const { content, id } = namedObject(store, target, path);
  const rows = await transaction.published.findBy(PrintedName, { targetId: id });
  const current = await currentNames(transaction, store, content, id);
  const naming = new Naming(store.locales.chain(locale));
  const uses: PrintedUse[] = [];
  for (const type of namersOf(store, content)) {
    const ids = rows.map(({ subjectId }) => subjectId);
    const found = (await transaction.draft.findBy(type.entity, { id: In(ids) })) as Columns[];
    const translations = await readTranslations(
      transaction.draft,
      type,
      found.map((row) => String(row.id)),
    );
    for (const { subjectId, names } of rows.filter((row) =>
      found.some((each) => each.id === row.subjectId),
    )) {
      const { title } = naming.of(type, subjectId, translations.get(subjectId) ?? {}, undefined);
      const texts = Object.entries(names).map(([code, printed]) => ({
        locale: code,
        printed,
        current: current.get(code) ?? null,
      }));
      uses.push({ subject: globalId(type.table, subjectId), title, names: texts });
    }
  }
  return uses;
}

/**
 * Replaces printed names with the current ones, in the languages in which they are printed.
 * @throws Refusal NOT_FOUND for each object that does not print the name
 */
export async function correctPrintedNames(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { id: target, subjects }: { readonly id: string; readonly subjects: readonly string[] },
): Promise<readonly string[]> {
  const { content, id } = namedObject(store, target, ['input', 'id']);
  const { published } = transaction;
  await oneAtATime(transaction);
  const current = await currentNames(transaction, store, content, id);
  if (current.size === 0) refuse('NOT_FOUND', noPublicName, ['input', 'id']);
  const changes: PublicationChange[] = [];
  const rows: PrintedName[] = [];
  const missing = [];
  for (const [index, subject] of subjects.entries()) {
    const path = ['input', 'subjects', String(index)];
    const parsed = parseGlobalId(subject, path);
    const type = namersOf(store, content).find(({ table }) => table === parsed.table);
    const row = type && (await published.findOneBy(PrintedName, { subjectId: parsed.id, targetId: id }));
    if (!type || !row) {
      missing.push(problem('NOT_FOUND', notPrinted(subject), path));
      continue;
    }
    assertMay(viewer, 'PUBLISH', type.name, path);
    const locales = Object.keys(row.names).filter(
      (code) =>
        current.has(code) &&
        current.get(code) !== row.names[code] &&
        (!viewer.locales || viewer.locales.includes(code)),
    );
    if (locales.length === 0) continue;
    const corrected = Object.fromEntries(locales.map((code) => [code, current.get(code) ?? '']));
    rows.push({ ...row, names: { ...row.names, ...corrected } });
    if (await published.existsBy(type.entity, { id: parsed.id }))
      changes.push({ content: type, id: parsed.id, action: PublicationAction.UPDATED, locales });
  }
  if (missing.length > 0) throw new Refusal(missing);
  await store.prepareForPublication(transaction, changes);
  if (rows.length > 0) await published.upsert(PrintedName, rows, ['subjectId', 'targetId']);
  await store.notifyPublication(transaction, changes);
  return rows.map((row) => row.subjectId);
}

/** The public names, by locale; only locales with a name of their own. */
async function currentNames(
  { published }: Pick<Transaction, 'published'>,
  store: ContentStore,
  content: ContentType,
  id: string,
): Promise<Map<string, string>> {
  const field = nameField(store, content) ?? '';
  const translations = (await readTranslations(published, content, [id])).get(id) ?? {};
  return new Map(
    Object.entries(translations).flatMap(([locale, own]) => {
      const name = own[field];
      return name ? [[locale, name] as const] : [];
    }),
  );
}

function namedObject(store: ContentStore, target: string, path: readonly string[]) {
  const { table, id } = parseGlobalId(target, path);
  const content = store.types.find((type) => type.table === table);
  if (!content || !nameField(store, content))
    return refuse('INVALID_ID', sentences.otherType('person or organisation', target), path);
  return { content, id };
}

function nameField({ types }: ContentStore, content: ContentType): string | undefined {
  return types.flatMap((type) => namingRows(type)).find(({ printing }) => printing.target() === content)
    ?.printing.name;
}

const noPublicName = {
  en: 'It is not published, so it has no public name to print. Publish it with the right name, correct the printed names, and unpublish it again if it is to have no page.',
  'zh-Hant':
    '此人士或機構尚未發布，沒有可供刊登的公開名稱；請先以正確名稱發布，更正已刊登的名稱；如不應有頁面，可再撤回。',
};

function notPrinted(subject: string) {
  return {
    en: `The name is not printed in "${subject}"; "printedNames" lists where it is.`,
    'zh-Hant': `「${subject}」並未刊登此名稱；「printedNames」列出刊登此名稱的內容。`,
  };
}
