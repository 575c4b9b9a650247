import {
  type EntityManager,
  type EntityTarget,
  type FindOptionsWhere,
  In,
  LessThan,
  MoreThan,
  type ObjectLiteral,
} from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { refuse } from '../../foundation/errors.js';
import { uuidPattern } from '../../foundation/ids.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';

export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A page of a connection that is not planned; what is expensive is read lazily. */
export class Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: ReadPageInfo;
  readonly #count: () => Promise<number>;

  constructor(
    nodes: readonly Node[],
    cursors: readonly string[],
    { hasNextPage, hasPreviousPage }: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean },
    count: () => Promise<number>,
  ) {
    this.#count = count;
    this.edges = nodes.map((node, index) => ({ node, cursor: cursors[index] ?? '' }));
    this.pageInfo = new ReadPageInfo(
      hasNextPage,
      hasPreviousPage,
      cursors[0] ?? null,
      cursors.at(-1) ?? null,
    );
  }

  get nodes(): readonly Node[] {
    return this.edges.map(({ node }) => node);
  }

  get totalCount(): Promise<number> {
    return this.#count();
  }
}

/** The `pageInfo` of such a connection: its fields have their schema names, whatever their aliases. */
export class ReadPageInfo {
  constructor(
    readonly hasNextPage: boolean,
    readonly hasPreviousPage: boolean,
    readonly startCursor: string | null,
    readonly endCursor: string | null,
  ) {}
}

interface WithId {
  readonly id: string;
}

interface List<Row, Node> {
  readonly entity: EntityTarget<Row>;
  readonly where?: FindOptionsWhere<Row>;
  /** By id, which is the order of creation. */
  readonly order?: 'ASC' | 'DESC';
  readonly toNode: (row: Row) => Node;
}

/** Reads a page of rows, ordered by id. */
export async function readPage<Row extends WithId, Node>(
  manager: EntityManager,
  { entity, where, order = 'ASC', toNode }: List<Row, Node>,
  request: PageRequest,
): Promise<Page<Node>> {
  const size = pageSize(request);
  const name = manager.connection.getMetadata(entity).name;
  const after = request.after ? idIn(request.after, name) : undefined;
  const found = await manager.find(entity, {
    where: { ...where, ...beyond(after, order) } as FindOptionsWhere<Row>,
    order: { id: order } as never,
    take: size + 1,
  });
  const count = () => manager.count(entity, where ? { where } : {});
  return pageOf(found, { size, name, after, toNode }, count);
}

/** Reads a page for each of several owners, by owner id, in two queries in all. */
export async function readPages<Row extends WithId & ObjectLiteral, Node>(
  manager: EntityManager,
  { entity, where, order = 'ASC', toNode, owner }: List<Row, Node> & { readonly owner: keyof Row & string },
  owners: readonly string[],
  request: PageRequest,
): Promise<Map<string, Page<Node>>> {
  const size = pageSize(request);
  const name = manager.connection.getMetadata(entity).name;
  const after = request.after ? idIn(request.after, name) : undefined;
  const ofAll = { ...where, [owner]: In([...owners]) } as FindOptionsWhere<Row>;
  const ranked = manager
    .createQueryBuilder(entity, 'item')
    .select('item.id', 'id')
    .addSelect(`row_number() over (partition by item.${owner} order by item.id ${order})`, 'place')
    .where({ ...ofAll, ...beyond(after, order) });
  const ids = await manager
    .createQueryBuilder()
    .select('ranked.id', 'id')
    .from(`(${ranked.getQuery()})`, 'ranked')
    .setParameters(ranked.getParameters())
    .where('ranked.place <= :size', { size: size + 1 })
    .getRawMany<WithId>();
  const rows = await manager.find(entity, {
    where: { id: In(ids.map(({ id }) => id)) } as FindOptionsWhere<Row>,
    order: { id: order } as never,
  });
  const byOwner = groupBy(rows, (row) => String(row[owner]));
  const count = (id: string) => manager.count(entity, { where: { ...where, [owner]: id } as never });
  return new Map(
    owners.map((id) => [id, pageOf(byOwner.get(id) ?? [], { size, name, after, toNode }, () => count(id))]),
  );
}

function beyond(after: string | undefined, order: 'ASC' | 'DESC') {
  if (after === undefined) return {};
  return { id: order === 'ASC' ? MoreThan(after) : LessThan(after) };
}

interface Cut<Row, Node> {
  readonly size: number;
  /** The list that its cursors belong to. */
  readonly name: string;
  readonly after: string | undefined;
  readonly toNode: (row: Row) => Node;
}

/** @param found the rows of the page, and one more if there are further rows */
function pageOf<Row extends WithId, Node>(
  found: readonly Row[],
  { size, name, after, toNode }: Cut<Row, Node>,
  count: () => Promise<number>,
): Page<Node> {
  const rows = found.slice(0, size);
  return new Page(
    rows.map(toNode),
    rows.map(({ id }) => cursorOf(id, name)),
    // With a cursor there is always a previous page.
    { hasNextPage: found.length > size, hasPreviousPage: after !== undefined },
    count,
  );
}

/** @throws Refusal INVALID_INPUT */
export function pageSize({ first }: PageRequest): number {
  const size = first ?? DEFAULT_PAGE;
  if (size < 1 || size > MAX_PAGE)
    refuse('INVALID_INPUT', `"first" must be between 1 and ${MAX_PAGE}.`, ['first']);
  return size;
}

/** Encodes a cursor as content does: the list, then the position. */
function cursorOf(id: string, list: string): string {
  return Buffer.from(JSON.stringify([list, id])).toString('base64url');
}

function idIn(cursor: string, list: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, id = ''] = text.match(/^\["\w+","([0-9a-f-]+)"\]$/) ?? [];
  if (!uuidPattern.test(id) || cursorOf(id, list) !== cursor)
    refuse('INVALID_CURSOR', '"after" is not a cursor of this list.', ['after']);
  return id;
}
