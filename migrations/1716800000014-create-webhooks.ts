import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told of what becomes public, what they were told, and the queues that tell them. */
export class CreateWebhooks implements MigrationInterface {
  readonly name = 'CreateWebhooks1716800000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table system.webhook (
        id uuid primary key,
        name text not null,
        url text not null,
        topics text[] not null check (cardinality(topics) > 0),
        locales text[] check (cardinality(locales) > 0),
        selection text,
        state text not null check (state in ('ENABLED', 'DISABLED')),
        disabled_reason text check (disabled_reason in ('MANUAL', 'GONE', 'FAILING')),
        disabled_at timestamptz,
        throttled_until timestamptz,
        is_slow boolean not null default false,
        created_at timestamptz not null default now(),
        created_by text not null,
        constraint webhook_disabled_check check (
          (state = 'DISABLED') = (disabled_at is not null) and (state = 'DISABLED') = (disabled_reason is not null)
        )
      );
      create table system.webhook_secret (
        id uuid primary key,
        webhook_id uuid not null references system.webhook (id) on delete cascade,
        secret text not null check (secret like 'whsec\\_%'),
        created_at timestamptz not null default now(),
        expires_at timestamptz
      );
      create index on system.webhook_secret (webhook_id);
      create table system.webhook_delivery (
        id uuid primary key,
        webhook_id uuid not null references system.webhook (id) on delete cascade,
        position bigserial not null,
        topic text not null,
        content_type text,
        content_id uuid,
        locales text[] not null,
        slugs jsonb,
        occurred_at timestamptz not null default now(),
        state text not null check (state in ('WAITING', 'PENDING', 'DELIVERED', 'FAILED')),
        attempts int not null default 0,
        step int not null default 0,
        next_attempt_at timestamptz,
        claimed_until timestamptz,
        job_id uuid,
        payload text,
        finished_at timestamptz,
        constraint webhook_delivery_pending_check check ((state = 'PENDING') = (job_id is not null)),
        constraint webhook_delivery_finished_check check (
          (state in ('DELIVERED', 'FAILED')) = (finished_at is not null)
        )
      );
      create index on system.webhook_delivery (webhook_id, content_id);
      create index on system.webhook_delivery (webhook_id, id);
      create index on system.webhook_delivery (webhook_id, finished_at);
      create index on system.webhook_delivery (finished_at);
      create table system.webhook_attempt (
        delivery_id uuid not null references system.webhook_delivery (id) on delete cascade,
        number int not null,
        at timestamptz not null default now(),
        request_headers jsonb not null,
        duration_ms int,
        response_status int,
        response_start text,
        error text,
        primary key (delivery_id, number)
      );
    `);
    for (const queue of QUEUES)
      await runner.query(`select pgboss.create_queue('${queue}', '{"policy": "standard"}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const queue of QUEUES) {
      await runner.query(`delete from pgboss.job where name = '${queue}'`);
      await runner.query(`select pgboss.delete_queue('${queue}')`);
    }
    await runner.query(`
      drop table system.webhook_attempt;
      drop table system.webhook_delivery;
      drop table system.webhook_secret;
      drop table system.webhook;
    `);
  }
}

const QUEUES = ['deliver-webhook', 'deliver-webhook-slowly'];
