import { type EntityManager, In } from 'typeorm';
import { newId } from '../foundation/ids.js';
import { slugify } from '../foundation/text.js';
import { assertMay, type Viewer } from './access.js';
import { type Input, type OwnedRow, RowWriter } from './columns.js';
import type { Content } from './content.entity.js';
import type { Columns, ContentType } from './content-type.js';
import type { Locales } from './locale.js';
import { keepPartIds } from './part-identity.js';
import { References } from './references.js';
import { indexForSearch } from './search-index.js';
import type { Shape } from './shape.js';
import type { ContentStore } from './store.js';
import { writeTranslations } from './text-rows.js';
import type { OwnText, Translations } from './translation.js';

/** An object as an editor wants it to be, whole. Its external reference says which one it is. */
export interface Draft {
  readonly content: ContentType;
  readonly externalRef: string;
  readonly input: Input;
}

interface PreparedDraft {
  readonly content: ContentType;
  readonly id: string;
  readonly columns: Columns;
  readonly translations: Translations;
  readonly parts: readonly OwnedRow[];
}

/** Writes objects into the draft stage, all or none; they may refer to each other in any order. */
export async function writeDrafts(
  store: ContentStore,
  viewer: Viewer,
  drafts: readonly Draft[],
): Promise<string[]> {
  for (const { content } of drafts) assertMay(viewer, 'WRITE', content.name);
  return store.transaction(async ({ draft: manager }) => {
    const references = new References(manager);
    const ids = await Promise.all(
      drafts.map(
        async ({ content, externalRef }) => (await references.find(content, externalRef)) ?? newId(),
      ),
    );
    for (const [index, { content, externalRef }] of drafts.entries()) {
      references.know(content, externalRef, String(ids[index]));
    }
    const writer = new RowWriter(references, store.locales);
    const prepared = await Promise.all(
      drafts.map((draft, index) => prepare(writer, draft, String(ids[index]))),
    );
    for (const [content, objects] of byContent(prepared))
      await writeRoots(manager, content, objects, store.clock());
    for (const [content, objects] of byContent(prepared)) {
      const texts = new Map(objects.map(({ id, translations }) => [id, translations]));
      await writeTranslations(manager, content, texts, store.locales);
      const owners = [...texts.keys()];
      const written = objects.flatMap(({ parts }) => parts);
      await writeParts(manager, content, owners, await keepPartIds(manager, content, owners, written));
      await indexForSearch(manager, content, owners, store.locales);
    }
    return ids;
  });
}

/** Replaces the rows that belong to objects. */
export async function writeParts(
  manager: EntityManager,
  content: ContentType,
  owners: readonly string[],
  parts: readonly OwnedRow[],
): Promise<void> {
  for (const { shape, key } of content.owned.values()) {
    await manager.delete(shape().entity, { [key]: In([...owners]) });
  }
  const byShape = new Map<Shape, Columns[]>();
  for (const { shape, columns } of parts) byShape.set(shape, [...(byShape.get(shape) ?? []), columns]);
  for (const [shape, rows] of byShape) await manager.insert(shape.entity, rows);
}

async function prepare(
  writer: RowWriter,
  { content, externalRef, input }: Draft,
  id: string,
): Promise<PreparedDraft> {
  const { translations = [], ...rest } = input;
  const { columns, parts } = await writer.write(content, rest, id, []);
  const own = ownTranslations(translations as Input[], writer.locales);
  const derived = deriveTranslations(content, own, columns, externalRef);
  return { content, id, columns: { ...columns, externalRef }, translations: derived, parts };
}

function ownTranslations(translations: readonly Input[], locales: Locales): Record<string, OwnText> {
  return Object.fromEntries(
    translations.map(({ locale, ...words }) => [locales.match(String(locale)), words as OwnText]),
  );
}

/** Adds the words that follow from others, and a slug where there is none. */
function deriveTranslations(
  content: ContentType,
  own: Record<string, OwnText>,
  columns: Columns,
  externalRef: string,
): Translations {
  const { deriveText } = content.declaration;
  const derived = Object.fromEntries(
    Object.entries(own).map(([locale, words]) => {
      const complete = deriveText ? { ...words, ...deriveText(words, locale, columns) } : words;
      return [
        locale,
        content.isPage ? { ...complete, slug: words.slug ?? slugOf(content, words) } : complete,
      ];
    }),
  );
  const hasSlug = Object.values(derived).some((words) => words.slug);
  if (!content.isPage || hasSlug) return derived;
  const [first = ''] = Object.keys(derived);
  return { ...derived, [first]: { ...derived[first], slug: externalRef } };
}

function slugOf(content: ContentType, words: OwnText): string | null {
  const title = content.localized.plain.find((field) => field !== 'slug');
  return slugify(words[title ?? ''] ?? '') || null;
}

async function writeRoots(
  manager: EntityManager,
  content: ContentType,
  objects: readonly PreparedDraft[],
  now: Date,
): Promise<void> {
  const known = (await manager.find(content.entity, {
    where: { id: In(objects.map(({ id }) => id)) },
  })) as Content[];
  const existing = new Map(known.map((row) => [row.id, row]));
  const rows = objects.map(({ id, columns }) => {
    const before = existing.get(id);
    return {
      ...columns,
      id,
      version: (before?.version ?? 0) + 1,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      publishedAt: before?.publishedAt ?? null,
    };
  });
  await manager.upsert(content.entity, rows, ['id']);
}

function byContent(prepared: readonly PreparedDraft[]): Map<ContentType, PreparedDraft[]> {
  const groups = new Map<ContentType, PreparedDraft[]>();
  for (const object of prepared) groups.set(object.content, [...(groups.get(object.content) ?? []), object]);
  return groups;
}
