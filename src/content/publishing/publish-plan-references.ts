import { type EntityManager, In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import type { OwnText } from '../language/translation.js';
import type { Content } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import { type Document, isRecord } from '../model/document.js';
import type { Shape } from '../model/shape.js';
import type { Printing } from '../sql/row.js';
import { readTranslations } from '../storage/text-rows.js';

/** A reference in a document, with its path. */
export interface DocumentReference {
  readonly path: readonly string[];
  readonly target: Shape;
  /** The global id of the target. */
  readonly id: string;
  /** Whether a name is given beside the reference. */
  readonly isNamed: boolean;
  /** Paths of text beside the reference that readers see even while the target is hidden. */
  readonly written: readonly (readonly string[])[];
}

/** A target that readers cannot see, with what is known of it. */
export interface HiddenTarget {
  readonly content: ContentType;
  readonly id: string;
  readonly externalRef: string | null;
  readonly publishedAt: Date | null;
  readonly translations: Readonly<Record<string, OwnText>>;
}

/** All references of a document, including those of its parts. */
export function referencesOf(
  shape: Shape,
  document: Document,
  path: readonly string[] = [],
): DocumentReference[] {
  return Object.entries(document).flatMap(([field, value]) => {
    const at = [...path, field];
    const reference = shape.references.get(field);
    const printing = [...shape.printed.values()].find(({ key }) => key === reference?.key);
    const isNamed = printing?.own !== undefined && document[printing.own] !== undefined;
    const written = printing ? writtenFor(printing, document, path) : [];
    if (reference) return to(reference.target(), value, at, { isNamed, written });
    const { shape: part, target, inner } = shape.owned.get(field) ?? {};
    if (!part || !Array.isArray(value)) return [];
    return value.flatMap((entry: unknown, index) => {
      const place = [...at, String(index)];
      if (target) return to(target.shape(), entry, place);
      if (!isRecord(entry)) return [];
      const within = inner ? entry[inner.field] : undefined;
      return [
        ...referencesOf(part(), entry, place),
        ...(Array.isArray(within) ? within : []).flatMap((each: unknown, position) =>
          inner && isRecord(each)
            ? referencesOf(inner.shape(), each, [...place, inner.field, String(position)])
            : [],
        ),
      ];
    });
  });
}

function to(
  target: Shape,
  value: unknown,
  path: readonly string[],
  naming: Pick<DocumentReference, 'isNamed' | 'written'> = { isNamed: false, written: [] },
): DocumentReference[] {
  return typeof value === 'string' ? [{ path, target, id: value, ...naming }] : [];
}

/** Without a given name the whole entry is hidden, and with it the text beside the reference. */
function writtenFor({ own, beside = [] }: Printing, document: Document, path: readonly string[]): string[][] {
  if (own && document[own] === undefined) return [];
  const texts = isRecord(document.text) ? Object.entries(document.text) : [];
  return [...(own ? [own] : []), ...beside].flatMap((field) => {
    const value = document[field];
    if (isRecord(value)) return Object.keys(value).map((locale) => [...path, field, locale]);
    if (value !== undefined) return [[...path, field]];
    const inText = texts.filter(
      ([, translations]) => isRecord(translations) && translations[field] !== undefined,
    );
    return inText.map(([locale]) => [...path, 'text', locale, field]);
  });
}

/** Targets that are not published, by global id; three queries for each type. */
export async function hiddenTargets(
  { draft, published }: { readonly draft: EntityManager; readonly published: EntityManager },
  types: readonly ContentType[],
  references: readonly DocumentReference[],
): Promise<Map<string, HiddenTarget>> {
  const found = new Map<string, HiddenTarget>();
  for (const [target, own] of groupBy(references, (reference) => reference.target)) {
    const content = types.find((type) => type === target);
    if (!content) continue;
    const ids = [...new Set(own.map(({ id }) => parseGlobalId(id, []).id))];
    const shown = await rowsOf(published, content, ids);
    const hidden = ids.filter((id) => !shown.has(id));
    if (hidden.length === 0) continue;
    const rows = await rowsOf(draft, content, hidden);
    const translations = await readTranslations(draft, content, hidden);
    for (const id of hidden) {
      const { externalRef = null, publishedAt = null } = rows.get(id) ?? {};
      const target = { content, id, externalRef, publishedAt, translations: translations.get(id) ?? {} };
      found.set(globalId(content.table, id), target);
    }
  }
  return found;
}

async function rowsOf(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
): Promise<Map<string, Content>> {
  const rows = (await manager.find(content.entity, {
    select: { id: true, externalRef: true, publishedAt: true },
    where: { id: In([...ids]) },
  })) as Content[];
  return new Map(rows.map((row) => [row.id, row]));
}
