import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal, refuse } from '../../foundation/errors.js';
import { Setting } from '../../foundation/setting.entity.js';
import { type Authenticator, assertMay, type Viewer } from '../contract/access.js';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { type PreviewChoice, previewOf } from '../publishing/previewed.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';

const PREFIX = 'sccp_';
const SECRET = 'preview-secret';
/** In minutes. */
const WEEK = 7 * 24 * 60;

export interface PreviewGrant {
  /** The global id of the object. */
  readonly id: string;
  /** A Unix timestamp in seconds. */
  readonly expires: number;
  readonly choice: PreviewChoice;
}

/** For earlier tokens, without it. */
const NO_CHOICE: PreviewChoice = { withContents: null, accountId: null };

/**
 * Authenticates preview tokens, which show the draft of one object and what is published along with it, but no other
 * draft.
 */
export class PreviewTokens implements Authenticator {
  readonly prefix = PREFIX;

  constructor(readonly store: ContentStore) {}

  async authenticate(token: string): Promise<Viewer> {
    const { id, expires, choice } = await verify(this.store, token);
    if (expires * 1000 <= this.store.clock().getTime())
      return refuse('UNAUTHENTICATED', 'The preview token has expired; request a new one.');
    const parsed = parseGlobalId(id, []);
    const content = this.store.types.find(({ table }) => table === parsed.table);
    if (!content) return refuse('UNAUTHENTICATED', notOurs);
    const { manager: draft } = this.store.draft;
    const reading = { draft, published: this.store.published.manager, system: draft };
    const shown = await previewOf(reading, this.store, { content, id: parsed.id }, choice).catch(gone);
    return { name: 'preview', roles: [], ...shown };
  }
}

function gone(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  return refuse(
    'UNAUTHENTICATED',
    'The content that this preview token was made for has changed; request a new one.',
  );
}

/** Asserts that the caller may grant a preview. @throws Refusal */
export async function grantPreview(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  {
    id,
    minutes,
    withContents = null,
  }: { readonly id: string; readonly minutes: number; readonly withContents?: readonly string[] | null },
): Promise<PreviewGrant> {
  if (minutes < 1 || minutes > WEEK)
    refuse('INVALID_INPUT', sentences.isOutside('minutes', 1, WEEK), ['input', 'minutes']);
  const path = ['input', 'id'];
  const parsed = parseGlobalId(id, path);
  const content = store.types.find(({ table }) => table === parsed.table);
  if (!content) return refuse('INVALID_ID', sentences.otherType('content', id), path);
  assertMay(viewer, 'READ_DRAFT', content.name);
  const isThere = await transaction.draft.existsBy(content.entity, { id: parsed.id });
  if (!isThere) return refuse('NOT_FOUND', sentences.noSuchObject(content.name, id), path);
  const expires = Math.floor(store.clock().getTime() / 1000) + minutes * 60;
  const choice = { withContents, accountId: viewer.accountId ?? null };
  await previewOf(transaction, store, { content, id: parsed.id }, choice);
  return { id: globalId(content.table, parsed.id), expires, choice };
}

/** Signs a grant. The token is deterministic, so that it need not be stored. */
export async function previewToken(
  store: ContentStore,
  { id, expires, choice }: PreviewGrant,
): Promise<string> {
  const payload = Buffer.from(JSON.stringify([id, expires, choice])).toString('base64url');
  return `${PREFIX}${payload}.${await sign(store, payload)}`;
}

const notOurs = 'This is not a valid preview token.';

async function verify(store: ContentStore, token: string): Promise<PreviewGrant> {
  const [payload = '', signature = ''] = token.slice(PREFIX.length).split('.');
  const expected = Buffer.from(await sign(store, payload));
  const actual = Buffer.from(signature);
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected))
    return refuse('UNAUTHENTICATED', notOurs);
  // Only signed payloads are parsed.
  const [id, expires, choice = NO_CHOICE] = JSON.parse(
    Buffer.from(payload, 'base64url').toString('utf8'),
  ) as [string, number, PreviewChoice?];
  return { id, expires, choice };
}

async function sign(store: ContentStore, payload: string): Promise<string> {
  return createHmac('sha256', await secretOf(store))
    .update(payload)
    .digest('base64url');
}

/** Generated on first use; all processes share the one in the database. */
async function secretOf({ draft: { manager } }: ContentStore): Promise<string> {
  const known = await manager.findOneBy(Setting, { key: SECRET });
  if (known) return known.value;
  const fresh = { key: SECRET, value: randomBytes(32).toString('hex') };
  await manager.createQueryBuilder().insert().into(Setting).values(fresh).orIgnore().execute();
  return (await manager.findOneByOrFail(Setting, { key: SECRET })).value;
}
