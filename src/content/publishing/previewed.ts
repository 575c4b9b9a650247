import { groupBy } from '../../foundation/collections.js';
import { snakeCase } from '../../foundation/naming.js';
import type { Viewer } from '../contract/access.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { type Decided, decide } from './decision.js';
import { rowsToPublish } from './merge-rows.js';

/** What a preview shows. */
export interface PreviewChoice {
  /** Global ids of what is published along; null to apply the default rule. */
  readonly withContents: readonly string[] | null;
  /** Who would publish it: objects that somebody else has changed are left out. */
  readonly accountId: string | null;
}

/**
 * The rows that publishing an object would leave, with everything published along. @throws Refusal NOT_FOUND for an id
 * outside the scope
 */
export async function previewOf(
  transaction: Transaction,
  store: ContentStore,
  { content, id }: { readonly content: ContentType; readonly id: string },
  { withContents, accountId }: PreviewChoice,
): Promise<Required<Pick<Viewer, 'previewed' | 'merged'>>> {
  const { objects } = await decide(
    transaction,
    store,
    { name: '', roles: [], ...(accountId ? { accountId } : {}) },
    {
      requested: new Map([[content, new Set([id])]]),
      locales: store.locales.codes,
      inAllLocales: true,
      withContents,
      path: ['input', 'withContents'],
    },
  );
  const published = [...objects.values()].flatMap(({ content: type, id: own, outcome }) =>
    outcome.kind === 'PUBLISHED' ? [{ content: type, id: own, locales: outcome.locales }] : [],
  );
  const isWhole = ({ locales }: InSome) => locales.length === store.locales.codes.length;
  const inSome = published.filter((each) => !isWhole(each));
  return {
    previewed: new Set(published.filter(isWhole).map((object) => object.id)),
    merged: {
      ids: inSome.map((object) => object.id),
      rows: JSON.stringify(await rowsOf(transaction, store, inSome)),
    },
  };
}

type InSome = Pick<Decided, 'content' | 'id'> & { readonly locales: readonly string[] };

/** By table, the rows of objects of which some languages stay withdrawn: no stage has them in this form. */
async function rowsOf(
  transaction: Transaction,
  store: ContentStore,
  objects: readonly InSome[],
): Promise<Readonly<Record<string, readonly Columns[]>>> {
  const rows: Record<string, Columns[]> = {};
  for (const [content, own] of groupBy(objects, (object) => object.content)) {
    const localesById = new Map(own.map(({ id, locales }) => [id, locales]));
    for (const [table, fresh] of await rowsToPublish(store, transaction, content, localesById))
      rows[table] = [...(rows[table] ?? []), ...fresh.map(asStored)];
  }
  return rows;
}

function asStored(row: Columns): Columns {
  return Object.fromEntries(Object.entries(row).map(([property, value]) => [snakeCase(property), value]));
}
