import { In } from 'typeorm';
import { globalId } from '../contract/global-id.js';
import type { Columns, ContentType } from '../model/content-type.js';
import { type Document, isRecord } from '../model/document.js';
import { findingCode, Severity } from '../model/finding.js';
import { keysTo } from '../storage/references-to.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { documentsOf } from './described-objects.js';
import type { PlannedFinding } from './publish-plan-findings.js';
import type { Naming } from './publish-plan-items.js';
import { referencesOf } from './publish-plan-references.js';

const STILL_NAMED = findingCode(
  'STILL_NAMED',
  'Text by an editor beside a reference to an object that was unpublished without trace: the public can still read it.',
);

/**
 * Finds text beside references to withdrawn objects that the public can still read. The program does not change what
 * editors have written.
 */
export async function writtenNames(
  { published }: Transaction,
  store: ContentStore,
  names: Naming,
  content: ContentType,
  ids: readonly string[],
): Promise<PlannedFinding[]> {
  const naming = new Map<ContentType, Set<string>>();
  for (const type of store.types) {
    const owners = new Set<string>();
    for (const { shape, owner, key } of keysTo(content, type)) {
      if (![...shape.printed.values()].some((printing) => printing.key === key)) continue;
      const rows = (await published.find(shape.entity, { where: { [key]: In([...ids]) } })) as Columns[];
      for (const row of rows) if (typeof row[owner] === 'string') owners.add(row[owner]);
    }
    if (owners.size > 0) naming.set(type, owners);
  }
  const removed = new Set(ids.map((id) => globalId(content.table, id)));
  const documents = await documentsOf(published, store, naming);
  return [...documents.values()].flatMap((described) =>
    referencesOf(described.content, described.document)
      .filter(({ id }) => removed.has(id))
      .flatMap(({ written }) => written)
      .map((path) => ({
        code: STILL_NAMED,
        severity: Severity.WARNING,
        path,
        sentence: stillReads(String(valueAt(described.document, path))),
        object: names.ofDraft(described),
      })),
  );
}

function valueAt(document: Document, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, field) => {
    if (Array.isArray(value)) return value[Number(field)];
    return isRecord(value) ? value[field] : undefined;
  }, document);
}

const stillReads = (text: string) => ({
  en: `The public still reads "${text}" here, as an editor wrote it; change or remove it, and publish that.`,
  'zh-Hant': `公眾仍會在此看到編輯填寫的「${text}」；請更改或移除，然後發布該項內容。`,
});
