import { StageMigration } from './stage-migration.js';

/** What is listed by its title, as the planner writes it. */
const TITLES = [
  ['article', 'title'],
  ['event', 'title'],
  ['organisation', 'name'],
  ['person', 'name'],
] as const;

const TABLES = ['article', 'event', 'issue', 'organisation', 'person'];

/** Chinese lists are sorted by strokes or by pinyin: a key, which the program makes, sorts in place of the title. */
export class SortChineseLists extends StageMigration {
  override readonly name = 'SortChineseLists1716800000052';

  protected override readonly tables = [
    ...TABLES.map((table) => `alter table ${table}_text add column sort_key text collate "und-x-icu";`),
    ...TITLES.flatMap(([table, title]) => [
      `drop index ${table}_text_${title}_order;`,
      `create index ${table}_text_${title}_order on ${table}_text
         (locale, coalesce(coalesce(sort_key, ${title}), U&'\\FFFF'), content_id);`,
    ]),
  ].join('\n');

  protected override readonly drop = [
    ...TITLES.flatMap(([table, title]) => [
      `drop index ${table}_text_${title}_order;`,
      `create index ${table}_text_${title}_order on ${table}_text
         (locale, coalesce(${title}, U&'\\FFFF'), content_id);`,
    ]),
    ...TABLES.map((table) => `alter table ${table}_text drop column sort_key;`),
  ].join('\n');
}
