import type { EntityManager } from 'typeorm';
import { refuse } from '../../foundation/errors.js';
import { uuidPattern } from '../../foundation/ids.js';
import type { Stage } from '../contract/stage.js';
import type { ContentType } from '../model/content-type.js';
import {
  allReferring,
  countOfReferrers,
  pageOfReferrers,
  type ReferringColumn,
  referrers,
} from '../sql/referrers.js';
import { Page, type PageRequest, pageSize } from './pagination.js';
import { keysTo, type ReferringKey } from './references-to.js';

/** A field of an object that refers to another one. */
export interface Referrer {
  readonly content: ContentType;
  readonly id: string;
  readonly field: string;
  /** The stages in which it does. */
  readonly stages: readonly Stage[];
}

type Row = Omit<Referrer, 'content'> & { readonly type: string };

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Everything that refers to an object, in one statement. */
export async function allReferrers(
  manager: EntityManager,
  types: readonly ContentType[],
  content: ContentType,
  id: string,
  { stages = ['draft', 'published'], isMeant = () => true }: Scope = {},
): Promise<Referrer[]> {
  const columns = columnsTo(types, content, isMeant);
  if (columns.length === 0) return [];
  const rows: Row[] = await manager.query(allReferring(referrers(columns, stages)), [id]);
  return rows.flatMap((row) => named(types, row));
}

interface Scope {
  readonly stages?: readonly Stage[];
  readonly isMeant?: (key: ReferringKey) => boolean;
}

/** A page of what refers to an object, in both stages. */
export async function referrersOf<Node>(
  manager: EntityManager,
  types: readonly ContentType[],
  { content, id }: Pick<Referrer, 'content' | 'id'>,
  request: PageRequest,
  toNodes: (found: readonly Referrer[]) => Promise<readonly Node[]>,
): Promise<Page<Node>> {
  const size = pageSize(request);
  const after = request.after ? placeIn(request.after) : ['', NO_ID, ''];
  const columns = columnsTo(types, content);
  const all = referrers(columns, ['draft', 'published']);
  const rows: Row[] =
    columns.length === 0 ? [] : await manager.query(pageOfReferrers(all), [id, ...after, size + 1]);
  const found = rows.slice(0, size).flatMap((row) => named(types, row));
  const count = async (): Promise<number> => {
    if (columns.length === 0) return 0;
    const [row] = await manager.query(countOfReferrers(all), [id]);
    return row.count;
  };
  return new Page(
    await toNodes(found),
    found.map(cursorOf),
    { hasNextPage: rows.length > size, hasPreviousPage: Boolean(request.after) },
    count,
  );
}

function columnsTo(
  types: readonly ContentType[],
  content: ContentType,
  isMeant: (key: ReferringKey) => boolean = () => true,
): ReferringColumn[] {
  return types.flatMap((type) =>
    keysTo(content, type)
      .filter(isMeant)
      .map(({ shape, field, owner, key }) => ({ type: type.table, field, table: shape.table, owner, key })),
  );
}

function named(types: readonly ContentType[], { type, ...row }: Row): Referrer[] {
  const content = types.find(({ table }) => table === type);
  return content ? [{ content, ...row }] : [];
}

const LIST = 'Reference';

function cursorOf({ content, id, field }: Referrer): string {
  return encoded([content.table, id, field]);
}

function encoded(place: readonly string[]): string {
  return Buffer.from(JSON.stringify([LIST, ...place])).toString('base64url');
}

/** @throws Refusal INVALID_CURSOR */
function placeIn(cursor: string): string[] {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, type = '', id = '', field = ''] = text.match(/^\["\w+","(\w+)","([0-9a-f-]+)","(\w+)"\]$/) ?? [];
  const place = [type, id, field];
  if (!uuidPattern.test(id) || encoded(place) !== cursor)
    refuse('INVALID_CURSOR', '"after" is not a cursor of this list.', ['after']);
  return place;
}
