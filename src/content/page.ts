import { type EntityManager, type EntityTarget, type FindOptionsWhere, LessThan, MoreThan } from 'typeorm';
import { refuse } from '../foundation/errors.js';
import { DEFAULT_PAGE, MAX_PAGE } from './planner/connection.js';
import { uuidPattern } from './planner/order.js';

export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A page of a connection that is not planned; what costs something is read when it is asked for. */
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

/** Where a page lies that was not planned: its fields have their own names, whatever the answer calls them. */
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
  /** By id, which is by the time of creation. */
  readonly order?: 'ASC' | 'DESC';
  readonly toNode: (row: Row) => Node;
}

/** A page of rows in the order of their ids. */
export async function readPage<Row extends WithId, Node>(
  manager: EntityManager,
  { entity, where, order = 'ASC', toNode }: List<Row, Node>,
  request: PageRequest,
): Promise<Page<Node>> {
  const size = pageSize(request);
  const name = manager.connection.getMetadata(entity).name;
  const after = request.after ? idIn(request.after, name) : undefined;
  const beyond = order === 'ASC' ? MoreThan : LessThan;
  const found = await manager.find(entity, {
    where: { ...where, ...(after ? { id: beyond(after) } : {}) } as FindOptionsWhere<Row>,
    order: { id: order } as never,
    take: size + 1,
  });
  const rows = found.slice(0, size);
  return new Page(
    rows.map(toNode),
    rows.map(({ id }) => cursorOf(id, name)),
    // What a cursor points to is before the page.
    { hasNextPage: found.length > size, hasPreviousPage: after !== undefined },
    () => manager.count(entity, where ? { where } : {}),
  );
}

/** @throws Refusal INVALID_INPUT */
export function pageSize({ first }: PageRequest): number {
  const size = first ?? DEFAULT_PAGE;
  if (size < 1 || size > MAX_PAGE)
    refuse('INVALID_INPUT', `"first" must be between 1 and ${MAX_PAGE}.`, ['first']);
  return size;
}

/** In the form of the cursors of content: the list, then the place in it. */
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
