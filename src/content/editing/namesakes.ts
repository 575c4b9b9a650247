import { groupBy } from '../../foundation/collections.js';
import type { Sentence } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { fold } from '../language/search-fold.js';
import type { ContentType } from '../model/content-type.js';
import { findingCode, Severity } from '../model/finding.js';
import { namesOf } from '../publishing/forget.js';
import type { PublishFinding } from '../publishing/publish-plan.type.js';
import { Naming } from '../publishing/publish-plan-items.js';
import type { Transaction } from '../storage/transaction.js';
import type { Written } from '../writing/change.js';
import { messageIn } from '../writing/user-error.js';
import type { MutationContext } from './mutation.js';

const NAMESAKE = findingCode(
  'NAMESAKE',
  'Another object has the same name; it may be the same person or organisation.',
);

/** Warnings about new objects with the name of another one, whatever its case, script variant or order of words. */
export async function namesakesAmong(
  transaction: Transaction,
  { store, locale }: Pick<MutationContext, 'store' | 'locale'>,
  written: readonly Written[],
): Promise<PublishFinding[]> {
  const findings: PublishFinding[] = [];
  const fresh = written.filter(({ isNew, content }) => isNew && content.declaration.isKnownByName);
  for (const [content, own] of groupBy(fresh, (each) => each.content)) {
    const pairs = await pairsOf(transaction, content, new Set(own.map(({ id }) => id)));
    const found = [...new Set(pairs.flat())].map((id) => ({ content, id }));
    const names = await namesOf(transaction, store, new Naming(store.locales.chain(locale)), found);
    const nameOf = (id: string) => names.find((each) => each.id === globalId(content.table, id));
    for (const [id, other] of pairs) {
      const [object, target] = [nameOf(id), nameOf(other)];
      if (!object || !target) continue;
      const { en: message, 'zh-Hant': chinese } = sentences.namesake(target.title ?? target.id);
      findings.push({
        severity: Severity.WARNING,
        code: NAMESAKE,
        message: messageIn({ message, chinese }, store.locales, locale),
        path: [],
        object,
        target,
      });
    }
  }
  return findings;
}

/** New objects, each with another one that has one of its names. */
async function pairsOf(
  { draft }: Transaction,
  content: ContentType,
  fresh: ReadonlySet<string>,
): Promise<(readonly [id: string, other: string])[]> {
  const { text } = content;
  const own = content.searchable.names.filter((name) => content.textFields.includes(name));
  if (!text) return [];
  const owners = new Map<string, Set<string>>();
  const add = (name: unknown, id: unknown) => {
    const key = keyOf(String(name ?? ''));
    if (key !== '') owners.set(key, (owners.get(key) ?? new Set()).add(String(id)));
  };
  const select = Object.fromEntries(['contentId', ...own].map((property) => [property, true]));
  const texts = (await draft.find(text, { select })) as unknown as Record<string, unknown>[];
  for (const row of texts) for (const name of own) add(row[name], row.contentId);
  for (const { shape, key } of content.parts) {
    const names = shape.searchable.names;
    if (names.length === 0) continue;
    const columns = Object.fromEntries(['id', key, ...names].map((property) => [property, true]));
    const rows = (await draft.find(shape.entity, { select: columns })) as Record<string, unknown>[];
    for (const row of rows) for (const name of names) add(row[name], row[key]);
  }
  const pairs = new Map<string, readonly [string, string]>();
  for (const ids of owners.values())
    for (const id of ids)
      for (const other of ids) if (fresh.has(id) && id !== other) pairs.set(`${id} ${other}`, [id, other]);
  return [...pairs.values()];
}

/** The words of a name without what does not tell people apart: case, accents, variants, punctuation and order. */
function keyOf(name: string): string {
  return fold(name)
    .folded.split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

const sentences = {
  namesake: (name: string): Sentence => ({
    en: `There is another one of this name, "${name}". If both are the same, merge them.`,
    'zh-Hant': `已有同名的「${name}」；如屬同一人士或機構，請將兩者合併。`,
  }),
} as const;
