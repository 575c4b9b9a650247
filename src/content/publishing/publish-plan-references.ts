import type { EntityManager } from 'typeorm';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import type { OwnText } from '../language/translation.js';
import type { ContentType } from '../model/content-type.js';
import { type Document, isRecord } from '../model/document.js';
import type { Shape } from '../model/shape.js';
import { hiddenDrafts } from '../sql/existing-objects.js';
import type { Printing } from '../sql/row.js';
import { StoredTable } from '../sql/stored-table.js';
import type { Selection } from '../storage/listeners.js';
import { readAll } from '../storage/stored-objects.js';

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

/** Targets that are not published, by global id. */
export async function hiddenTargets(
  { draft, published }: { readonly draft: EntityManager; readonly published: EntityManager },
  types: readonly ContentType[],
  references: readonly DocumentReference[],
): Promise<Map<string, HiddenTarget>> {
  const idsByType = new Map<ContentType, Set<string>>();
  for (const { target, id } of references) {
    const content = types.find((type) => type === target);
    if (content) idsByType.set(content, (idsByType.get(content) ?? new Set()).add(parseGlobalId(id, []).id));
  }
  const hidden = await readAll(draft, await hiddenAmong({ draft, published }, idsByType));
  return new Map(
    [...hidden.values()].map(({ content, root: { id, externalRef, publishedAt }, translations }) => [
      globalId(content.table, id),
      { content, id, externalRef, publishedAt, translations },
    ]),
  );
}

/** The objects that are not public; one statement. */
async function hiddenAmong(
  { draft, published }: { readonly draft: EntityManager; readonly published: EntityManager },
  selection: Selection,
): Promise<Selection> {
  const hidden: Selection = new Map();
  const types = [...selection.keys()];
  if (types.length === 0) return hidden;
  const tables = types.map(({ entity }) => ({
    draft: StoredTable.of(draft, entity),
    published: StoredTable.of(published, entity),
  }));
  const rows: { type: number; id: string }[] = await draft.query(
    hiddenDrafts(tables),
    [...selection.values()].map((ids) => [...ids]),
  );
  for (const { type, id } of rows) {
    const content = types[type] as ContentType;
    hidden.set(content, (hidden.get(content) ?? new Set()).add(id));
  }
  return hidden;
}
