/**
 * The reference: bare `node:http`, `pg`, and one prepared statement per page. `GET /<page>?<slug>` gives what the
 * program answers to the same question; nothing is parsed, checked, limited or logged.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { LOCALE } from './pages.js';
import { referenceStatements } from './reference-sql.js';

const { DATABASE_URL, POOL_SIZE } = process.env;
const pool = new pg.Pool({
  connectionString: DATABASE_URL,
  max: Number(POOL_SIZE),
  options: '-c timezone=UTC -c jit=off',
});
const asText = { getTypeParser: () => (text: string) => text };

const server = createServer(async (request, response) => {
  const [page = '', slug = ''] = (request.url ?? '').slice(1).split('?');
  const statement = referenceStatements[page];
  if (!statement) throw new Error(`There is no page "${page}".`);
  const { rows } = await pool.query<[string]>({
    name: page,
    text: statement.text,
    values: [statement.takes === 'now' ? new Date().toISOString() : decodeURIComponent(slug), LOCALE],
    rowMode: 'array',
    types: asText,
  } as pg.QueryArrayConfig);
  const body = Buffer.from(`{"data":{"${statement.field}":${rows[0]?.[0] ?? 'null'}}}\n`);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
