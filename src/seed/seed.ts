import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Translations } from '../content/language/translation.js';
import type { Columns } from '../content/model/content-type.js';
import { printAllNames } from '../content/publishing/printed-names.js';
import { searchEntries } from '../content/search/search-entries.js';
import { SearchEntry } from '../content/search/search-entry.entity.js';
import { PrintedName } from '../content/storage/printed-name.entity.js';
import type { ContentStore } from '../content/storage/store.js';
import { textRowsFor } from '../content/storage/text-rows.js';
import { slugify } from '../foundation/text.js';
import { seededArticleSeries, seededArticles } from './articles.js';
import { copyRows, insertRows, settle } from './bulk-insert.js';
import { seededEventSeries, seededEvents } from './events.js';
import { seededIssues } from './issues.js';
import { seededFundingProgrammes, seededOrganisations, seededVenues } from './organisations.js';
import { seededPeople } from './people.js';
import { assertLocalesFit, compose, type Phrase } from './phrase.js';
import { SeedPlan, type SeedSettings } from './plan.js';
import type { Progress } from './progress.js';
import type { SeedContent, SeedObject, SeedRow } from './seed-object.js';
import { seededSponsorships } from './sponsorships.js';

/** Dependencies first: without a transaction, foreign keys are checked after each statement. */
const CONTENTS: readonly SeedContent[] = [
  seededOrganisations,
  seededPeople,
  seededVenues,
  seededEventSeries,
  seededEvents,
  seededArticleSeries,
  seededArticles,
  seededIssues,
  seededFundingProgrammes,
  seededSponsorships,
];
const OBJECTS_PER_BATCH = 250;
const OBJECTS_PER_TURN = 10;

const START_AGAIN =
  'To start again, drop the database and create it anew, or delete the data folder of the embedded one.';

export interface SeedReport {
  readonly objects: number;
  /** Objects per batch, in both stages. */
  readonly rows: number;
  readonly seconds: number;
}

/**
 * Fills an empty database with deterministic data for benchmarks, and publishes it.
 * @throws Error with a message for the operator
 */
export async function seed(
  store: ContentStore,
  settings: SeedSettings,
  progress: Progress,
): Promise<SeedReport> {
  assertLocalesFit(store.locales);
  const plan = new SeedPlan(settings, store.locales);
  if (!(await store.isEmpty())) {
    throw new Error(`Only an empty database can be seeded; this one has content. ${START_AGAIN}`);
  }
  const started = performance.now();
  try {
    const counts = await writeDrafts(store, plan, progress);
    const draftRows = [...counts.values()].reduce((total, count) => total + count, 0);
    await publishAll(store, counts, progress);
    return {
      objects: CONTENTS.reduce((total, { kind }) => total + plan.count(kind), 0),
      rows: 2 * draftRows,
      seconds: (performance.now() - started) / 1_000,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Seeding failed: ${reason}\nThe database is half filled. ${START_AGAIN}`, {
      cause: error,
    });
  }
}

/** Returns the number of rows of each table, in the order in which they can be filled. */
async function writeDrafts(
  store: ContentStore,
  plan: SeedPlan,
  progress: Progress,
): Promise<Map<Function, number>> {
  const counts = new Map<Function, number>();
  for (const seeded of CONTENTS) {
    const count = plan.count(seeded.kind);
    let rowsOfType = 0;
    let waiting: SeedRow[] = [];
    progress.begin(seeded.content.name, count);
    for (let first = 0; first < count; first += OBJECTS_PER_BATCH) {
      const size = Math.min(OBJECTS_PER_BATCH, count - first);
      // Generates the next batch while the database inserts this one.
      const [rows] = await Promise.all([
        makeUp(plan, seeded, first, size),
        writeRows(store, waiting, counts),
      ]);
      waiting = rows;
      rowsOfType += rows.length;
      progress.advance(size);
    }
    await writeRows(store, waiting, counts);
    progress.end(rowsOfType);
  }
  return counts;
}

async function makeUp(plan: SeedPlan, seeded: SeedContent, first: number, size: number): Promise<SeedRow[]> {
  const rows: SeedRow[] = [];
  for (let index = first; index < first + size; index += 1) {
    rows.push(...rowsOf(plan, seeded, index));
    // Yields, so that the connection can send its next statement.
    if (index % OBJECTS_PER_TURN === 0) await nextTurn();
  }
  return rows;
}

async function writeRows(
  store: ContentStore,
  rows: readonly SeedRow[],
  counts: Map<Function, number>,
): Promise<void> {
  for (const [entity, own] of byEntity(rows)) {
    await insertRows(store.draft, entity, own);
    counts.set(entity, (counts.get(entity) ?? 0) + own.length);
  }
}

/** Publishes by copying the rows to the other stage. */
async function publishAll(
  store: ContentStore,
  counts: ReadonlyMap<Function, number>,
  progress: Progress,
): Promise<void> {
  const rows = [...counts.values()].reduce((total, count) => total + count, 0);
  progress.begin('published', rows);
  for (const [entity, count] of counts) {
    await copyRows(store.draft, store.published, entity);
    progress.advance(count);
  }
  await printAllNames(store.published.manager, store);
  await settle(store.draft, [...counts.keys()]);
  await settle(store.published, [...counts.keys(), PrintedName]);
  progress.end(rows);
}

/** All rows of an object: its own, its text in all configured locales, and its child rows. */
function rowsOf(plan: SeedPlan, { kind, content, at }: SeedContent, index: number): SeedRow[] {
  const object = at(plan, index);
  const { defaults, derive, deriveText } = content.declaration;
  const given: Columns = { ...defaults, ...plan.content(kind, index), ...object.columns };
  const columns: Columns = { ...given, ...derive?.(given) };
  const own = plan.texts(kind, index).translations(textRowsOf(content, object, index));
  const translations: Translations = Object.fromEntries(
    Object.entries(own).map(([locale, texts]) => [
      locale,
      { ...texts, ...deriveText?.(texts, locale, columns) },
    ]),
  );
  const { text } = content.declaration;
  const texts = textRowsFor(content, String(columns.id), translations, plan.locales);
  const rows = object.parts ?? [];
  const parts = content.parts.flatMap(({ shape, key }) =>
    rows
      .filter((row) => row.entity === shape.entity && row.columns[key] === columns.id)
      .map((row) => ({ shape, columns: row.columns })),
  );
  const documents = searchEntries(content, { columns, texts, parts }, plan.locales);
  return [
    { entity: content.entity, columns },
    ...texts.map((row) => ({ entity: text, columns: row })),
    ...rows,
    ...documents.map((document) => ({ entity: SearchEntry, columns: { ...document } })),
  ];
}

/** Generates unique slugs from titles, like the kernel. */
function textRowsOf(
  content: SeedContent['content'],
  { texts }: SeedObject,
  index: number,
): SeedObject['texts'] {
  const title: Phrase | undefined = texts.title ?? texts.name;
  if (!content.isPage || !title) return texts;
  return { ...texts, slug: compose((render) => slugify(`${render(title)} ${index + 1}`)) };
}

function byEntity(rows: readonly SeedRow[]): Map<SeedRow['entity'], Columns[]> {
  const groups = new Map<SeedRow['entity'], Columns[]>();
  for (const { entity, columns } of rows) {
    const group = groups.get(entity);
    if (group) group.push(columns);
    else groups.set(entity, [columns]);
  }
  return groups;
}
