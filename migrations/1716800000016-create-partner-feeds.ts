import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Feeds that partner organisations embed, and who fetched them. The role of the public has no rights in this schema. */
export class CreatePartnerFeeds implements MigrationInterface {
  readonly name = 'CreatePartnerFeeds1716800000016';

  async up(runner: QueryRunner): Promise<void> {
    // Organisations are content, in two schemas, and may be deleted: nothing here refers to them by a foreign key.
    await runner.query(`
      create table system.partner_feed (
        id uuid primary key,
        name text not null,
        organisation_id uuid not null,
        account_id uuid references system.account (id),
        filter jsonb not null check (jsonb_typeof(filter) = 'object'),
        filter_changed_at timestamptz not null,
        default_locale text not null,
        locales text[] check (cardinality(locales) > 0),
        theme jsonb not null check (jsonb_typeof(theme) = 'object'),
        allowed_origins text[] check (cardinality(allowed_origins) > 0),
        "limit" int check ("limit" > 0),
        created_at timestamptz not null,
        created_by text not null,
        updated_at timestamptz not null,
        deleted_at timestamptz,
        fetch_count bigint not null default 0,
        last_fetched_at timestamptz,
        last_error text,
        last_error_at timestamptz
      )`);
    await runner.query('create index on system.partner_feed (account_id)');
    await runner.query(`
      create table system.feed_fetch (
        id uuid primary key,
        feed_id uuid not null references system.partner_feed (id) on delete cascade,
        at timestamptz not null,
        format text not null,
        status int not null,
        locale text,
        user_agent text,
        origin text,
        error text
      )`);
    await runner.query('create index on system.feed_fetch (feed_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table system.feed_fetch');
    await runner.query('drop table system.partner_feed');
  }
}
