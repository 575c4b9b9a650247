import { StageMigration } from './stage-migration.js';

/** Articles are dated by editors; those without a date by the day of their first publication, as the planner writes it. */
const DAY = `coalesce(published_on, (published_at at time zone 'Asia/Hong_Kong')::date)`;

export class DateArticles extends StageMigration {
  override readonly name = 'DateArticles1716800000031';

  protected override readonly tables = `
    alter table article add column published_on date;
    create index article_published_on_order on article
      (coalesce(${DAY}, 'infinity'::date), coalesce(published_at, 'infinity'::timestamptz), id);`;

  protected override readonly drop = `
    drop index article_published_on_order;
    alter table article drop column published_on;`;
}
