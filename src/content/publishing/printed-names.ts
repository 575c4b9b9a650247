import type { EntityManager } from 'typeorm';
import { Setting } from '../../foundation/setting.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { namesToPrint, printing } from '../sql/printing.js';
import type { Printing } from '../sql/row.js';
import type { Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';

const PRINTED = 'printed-names';

/** Rows of a type or its parts with a key whose target has a printed name. */
interface NamingRows {
  readonly shape: Shape;
  /** The property with the id of their object. */
  readonly owner: string;
  readonly printing: Printing;
}

/**
 * Prints names on publication, in the published languages. Names that are printed already stay the same. A name that
 * was not public when its object was published is printed once it is.
 */
export async function printNames(
  { published }: Transaction,
  { types }: ContentStore,
  selection: Selection,
  locales: readonly string[],
): Promise<void> {
  const values: unknown[] = [locales];
  const bind = (ids: ReadonlySet<string>) => `$${values.push([...ids])}`;
  const names: string[] = [];
  for (const content of types) {
    for (const { shape, owner, printing: printed } of namingRows(content)) {
      const subjects = selection.get(content);
      if (subjects) names.push(namesToPrint(shape, owner, printed, 'of subjects', { ids: bind(subjects) }));
      const targets = types.find((type) => type === printed.target());
      const named = targets && selection.get(targets);
      const page = content.isPage ? content : undefined;
      if (named)
        names.push(namesToPrint(shape, owner, printed, 'naming targets', { ids: bind(named), page }));
    }
  }
  if (names.length > 0) await published.query(printing(names), values);
}

/** Prints the names in everything that is published. */
export async function printAllNames(
  published: Pick<EntityManager, 'query'>,
  { types, locales }: ContentStore,
): Promise<void> {
  const names = types.flatMap((content) =>
    namingRows(content).map(({ shape, owner, printing: printed }) =>
      namesToPrint(shape, owner, printed, 'all'),
    ),
  );
  await published.query(printing(names), [locales.codes]);
}

/** Runs once, for content that an earlier version of the program has published without printing names. */
export async function printNamesOfEarlierPublications(store: ContentStore): Promise<void> {
  await store.transaction(async ({ published, system }) => {
    if (await system.existsBy(Setting, { key: PRINTED })) return;
    await printAllNames(published, store);
    await system.upsert(Setting, { key: PRINTED, value: 'all' }, ['key']);
  });
}

/** The types that print names of a type. */
export function namersOf({ types }: ContentStore, content: ContentType): ContentType[] {
  return types.filter((type) => namingRows(type).some(({ printing }) => printing.target() === content));
}

export function namingRows(content: ContentType): NamingRows[] {
  const rows = [{ shape: content as Shape, key: 'id' }, ...content.parts];
  return rows.flatMap(({ shape, key }) =>
    [...shape.printed.values()].map((each) => ({ shape, owner: key, printing: each })),
  );
}
