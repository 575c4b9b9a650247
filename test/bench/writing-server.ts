/**
 * The reference for writing: `GET /<event>?<summary>` changes the English summary of an event and publishes it, as two
 * transactions of hand-written statements over bare `node:http`. It writes what the program writes: both stages, two
 * revisions, the index of the search, the log. Nothing is parsed, checked, merged or rendered, and nobody is asked whether
 * other pages change.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { newId } from '../../src/foundation/ids.js';

const { DATABASE_URL, POOL_SIZE } = process.env;
const pool = new pg.Pool({
  connectionString: DATABASE_URL,
  max: Number(POOL_SIZE),
  options: '-c timezone=UTC -c jit=off -c plan_cache_mode=force_generic_plan',
});

const SAVE = `with root as (
    update draft.event set version = version + 1, updated_at = now() where id = $1 returning version),
  before as (select summary from draft.event_text where content_id = $1 and locale = 'en'),
  text as (
    update draft.event_text set summary = $2
    where content_id = $1 and (locale = 'en' or fallback ->> 'summary' = 'en')),
  index as (
    update draft.search_entry set terms = terms || replace(' ' || $2, ' ', chr(10) || ' ') where content_id = $1),
  last as (
    select document from system.revision where content_id = $1 and document is not null order by id desc limit 1)
  insert into system.revision (id, type, content_id, version, action, at, by, locales, changes, document)
  select $3, 'event', $1, root.version, 'UPDATE', now(), 'bench', '{}',
    jsonb_build_array(jsonb_build_object('path', 'text.en.summary', 'locale', 'en', 'before', before.summary, 'after', $2::text)),
    jsonb_set(last.document, '{text,en,summary}', to_jsonb($2::text))
  from root, before, last`;

const LOG = `insert into system.audit_entry (id, at, viewer, operation, targets, outcome, reasons)
  values ($1, now(), 'bench', $2, array['event_' || $3], 'DONE', '{}')`;

/** Copies the rows of an event, as far as they differ. */
async function copying(table: string, key: string, keys: string, others: string): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'published' and table_name = $1 and not is_generated = 'ALWAYS' order by ordinal_position`,
    [table],
  );
  const columns = rows.map(({ name }) => name).filter((name) => !others.split(', ').includes(name));
  const changing = columns.filter((name) => !keys.split(', ').includes(name));
  const of = (alias: string) => changing.map((name) => `${alias}.${name}`).join(', ');
  return `insert into published.${table} as p (${columns.join(', ')})
    select ${columns.join(', ')} from draft.${table} where ${key} = $1 on conflict (${keys}) do update
    set ${changing.map((name) => `${name} = excluded.${name}`).join(', ')} where (${of('p')}) is distinct from (${of('excluded')})`;
}

const PUBLISH = `with root as (${await copying('event', 'id', 'id', 'changed_at')} returning version),
  text as (${await copying('event_text', 'content_id', 'content_id, locale', '')}),
  index as (${await copying('search_entry', 'content_id', 'content_id, locale', '')})
  insert into system.revision (id, type, content_id, version, action, at, by, locales, changes)
  select $2, 'event', $1, version, 'PUBLISH', now(), 'bench', '{en,zh-Hant,zh-Hans}', '[]' from root`;

const CHANGED = 'update published.event set changed_at = now() where id = $1';

const server = createServer(async (request, response) => {
  const [event = '', summary = ''] = (request.url ?? '').slice(1).split('?');
  const client = await pool.connect();
  const send = (name: string, text: string, ...values: unknown[]) => client.query({ name, text, values });
  try {
    await client.query('begin');
    await client.query({
      name: 'lock',
      text: 'select id from draft.event where id = $1 for update',
      values: [event],
    });
    await send('save', SAVE, event, decodeURIComponent(summary), newId());
    await send('log', LOG, newId(), 'eventUpdate', event);
    await client.query('commit');
    await client.query('begin; select pg_advisory_xact_lock(5366202)');
    await send('publish', PUBLISH, event, newId());
    await send('changed', CHANGED, event);
    await send('log', LOG, newId(), 'eventPublish', event);
    await client.query('commit');
  } finally {
    client.release();
  }
  response.writeHead(200, { 'content-length': 2 }).end('{}');
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
