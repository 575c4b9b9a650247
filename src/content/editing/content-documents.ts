import { type EntityManager, In, MoreThan } from 'typeorm';
import { refuse } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { uuidPattern } from '../../foundation/ids.js';
import { globalId } from '../contract/global-id.js';
import type { Content } from '../model/content.entity.js';
import { kindOf } from '../model/content-kind.js';
import type { ContentType } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import type { Shape } from '../model/shape.js';
import { Page } from '../storage/pagination.js';
import type { ContentStore } from '../storage/store.js';
import { readStored, type StoredObject } from '../storage/stored-objects.js';
import { inputsOf } from '../writing/input.js';
import { documentOf, type NameOf } from '../writing/snapshot.js';
import type { ContentDocument } from './content-push.type.js';

export interface DocumentRequest {
  readonly types: readonly ContentType[];
  readonly externalRefs?: readonly string[];
  readonly size: number;
  readonly after?: string;
}

/** A page of drafts as documents, by type and id. */
export async function readDocuments(
  store: ContentStore,
  request: DocumentRequest,
): Promise<Page<ContentDocument>> {
  const { manager } = store.draft;
  const { types, size } = request;
  const start = request.after ? placeIn(request.after, types) : { index: 0, id: undefined };
  const found: { content: ContentType; row: Content }[] = [];
  for (const [index, content] of types.entries()) {
    if (index < start.index || found.length > size) continue;
    const rows = (await manager.find(content.entity, {
      where: {
        ...(index === start.index && start.id ? { id: MoreThan(start.id) } : {}),
        ...(request.externalRefs ? { externalRef: In([...request.externalRefs]) } : {}),
      },
      order: { id: 'ASC' },
      take: size + 1 - found.length,
    })) as Content[];
    found.push(...rows.map((row) => ({ content, row })));
  }
  const page = found.slice(0, size);
  const documents = await describeAll(store, manager, page);
  const cursors = page.map(({ content, row }) => cursorOf(content, row.id));
  const around = { hasNextPage: found.length > size, hasPreviousPage: request.after !== undefined };
  return new Page(documents, cursors, around, () => countAll(manager, request));
}

async function countAll(manager: EntityManager, { types, externalRefs }: DocumentRequest): Promise<number> {
  let count = 0;
  for (const { entity } of types) {
    count += await manager.count(
      entity,
      externalRefs ? { where: { externalRef: In([...externalRefs]) } } : {},
    );
  }
  return count;
}

async function describeAll(
  store: ContentStore,
  manager: EntityManager,
  page: readonly { readonly content: ContentType; readonly row: Content }[],
): Promise<ContentDocument[]> {
  const inputs = await inputsOf(store);
  const stored = new Map<string, StoredObject>();
  for (const content of new Set(page.map((each) => each.content))) {
    const ids = page.filter((each) => each.content === content).map(({ row }) => row.id);
    for (const [id, object] of await readStored(manager, content, ids)) stored.set(id, object);
  }
  const describe = async (nameOf: NameOf) => {
    const described: { content: ContentType; row: Content; document: Document }[] = [];
    for (const { content, row } of page) {
      const object = stored.get(row.id);
      if (object)
        described.push({
          content,
          row,
          document: documentOf(content, inputs.typeOf(content), object, nameOf),
        });
      await yieldToEventLoop();
    }
    return described;
  };
  const wanted = new Map<Shape, Set<string>>();
  await describe((target, id) => {
    wanted.set(target, (wanted.get(target) ?? new Set()).add(id));
    return id;
  });
  const names = await externalRefsOf(manager, wanted);
  const named = await describe((target, id) => names.get(id) ?? globalId(target.table, id));
  return named.map(({ content, row, document }) => {
    // The external reference is the name of the file.
    const { externalRef: _name, ...rest } = document as Document & { externalRef?: unknown };
    return {
      id: globalId(content.table, row.id),
      kind: kindOf(content),
      externalRef: row.externalRef ?? globalId(content.table, row.id),
      version: row.version,
      document: rest,
    };
  });
}

async function externalRefsOf(
  manager: EntityManager,
  wanted: ReadonlyMap<Shape, ReadonlySet<string>>,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [shape, ids] of wanted) {
    const rows = (await manager.find(shape.entity, {
      select: { id: true, externalRef: true },
      where: { id: In([...ids]) },
    })) as Content[];
    for (const { id, externalRef } of rows) if (externalRef) names.set(id, externalRef);
  }
  return names;
}

function cursorOf(content: ContentType, id: string): string {
  return Buffer.from(JSON.stringify(['documents', kindOf(content), id])).toString('base64url');
}

/** @throws Refusal INVALID_CURSOR */
function placeIn(cursor: string, types: readonly ContentType[]): { index: number; id: string } {
  const [of, kind, id] = parse(cursor);
  const index = types.findIndex((type) => kindOf(type) === kind);
  if (of !== 'documents' || index < 0 || typeof id !== 'string' || !uuidPattern.test(id))
    return refuse('INVALID_CURSOR', '"after" is not a cursor of this list.', ['after']);
  return { index, id };
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
