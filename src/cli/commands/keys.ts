import type { Api } from '../api.js';
import type { Command, Context } from '../command.js';
import { createKeyInDatabase } from '../database-key.js';
import { exitCodes, refused, wrongUsage } from '../failure.js';
import { reportErrors } from '../objects.js';
import {
  AccountsDocument,
  type ApiKeyFragment,
  CreateKeyDocument,
  KeysDocument,
  RevokeKeyDocument,
  type Role,
} from '../operations.generated.js';
import { LARGEST_PAGE, pagesOf } from '../pages.js';
import { table } from '../table.js';

export const keysList: Command = {
  name: 'keys list',
  operands: '',
  count: [0, 0],
  summary: 'list API keys',
  details: 'Needs a key with the role ADMIN.',
  options: {},
  examples: ['scc keys list'],
  run: runList,
};

export const keysCreate: Command = {
  name: 'keys create',
  operands: '',
  count: [0, 0],
  summary: 'create an API key, and show it once',
  details: [
    'Needs a key with the role ADMIN; or, with --database, DATABASE_URL in the environment and the server’s program',
    'built on this machine. That is for the very first key. Only the key is written to standard output.',
  ].join('\n'),
  options: {
    name: { type: 'string', value: 'NAME', help: 'what it is used for' },
    account: {
      type: 'string',
      value: 'NAME',
      help: 'the account it belongs to; created if it does not exist (the name of the key)',
    },
    role: {
      type: 'string',
      value: 'ROLES',
      help: 'READER, EDITOR, PUBLISHER, PARTNER, FRONT_END or ADMIN; several with commas',
    },
    locales: { type: 'string', value: 'TAGS', help: 'the only languages whose text it may change' },
    expires: { type: 'string', value: 'TIME', help: 'when it expires, such as 2030-01-01T00:00:00+08:00' },
    database: { type: 'boolean', help: 'directly in the database instead of over the API' },
  },
  examples: [
    'scc keys create --name website --role FRONT_END',
    'scc keys create --name "Chinese texts" --account translators --role EDITOR --locales zh-Hant',
    'DATABASE_URL=postgres://… scc keys create --account administrator --role ADMIN --database',
  ],
  run: runCreate,
};

export const keysRevoke: Command = {
  name: 'keys revoke',
  operands: 'ID',
  count: [1, 1],
  summary: 'revoke a key for good',
  details: 'Needs a key with the role ADMIN. scc keys list shows ids and the beginnings of keys.',
  options: {},
  examples: ['scc keys revoke api_key_018fc8a2-5b6e-7c41-8f0e-1d2c3b4a5968', 'scc keys revoke scc_Ab12Cd34'],
  run: runRevoke,
};

async function runList({ api, output }: Context): Promise<number> {
  const keys = await readKeys(api);
  const rows = keys.map(({ id, prefix, name, account, roles, locales, isActive, lastUsedAt }) => [
    `${prefix}…`,
    name,
    account.name,
    [...roles, ...(locales ? [`only ${locales.join(', ')}`] : [])].join(', '),
    isActive ? 'active' : 'not active',
    lastUsedAt ? `used ${lastUsedAt}` : 'never used',
    id,
  ]);
  for (const line of table(rows)) output.line(line);
  output.result(keys);
  return exitCodes.done;
}

async function runCreate(context: Context): Promise<number> {
  const { api, output, args, environment } = context;
  // The server validates roles.
  const roles = args.list('role').map((role) => role.toUpperCase() as Role);
  if (roles.length === 0) throw wrongUsage('--role is required.');
  const name = args.text('name') ?? args.text('account');
  if (!name) throw wrongUsage('--name is required.');
  const accountName = args.text('account') ?? name;
  const locales = args.list('locales');
  const expiresAt = args.text('expires');
  if (args.has('database')) {
    if (locales.length > 0 || expiresAt || name !== accountName)
      throw wrongUsage('With --database a key has an account and roles, and is named after its account.');
    output.newKey(await createKeyInDatabase(accountName, roles, environment), {
      name,
      account: accountName,
      roles,
    });
    return exitCodes.done;
  }
  const account = await findAccount(api, accountName);
  const { done } = await api.mutate(CreateKeyDocument, {
    input: {
      ...(account ? { account } : { accountName }),
      name,
      roles,
      ...(locales.length > 0 ? { locales } : {}),
      ...(expiresAt ? { expiresAt } : {}),
    },
  });
  if (done.userErrors.length > 0) return reportErrors(output, done.userErrors);
  if (!done.secret)
    throw refused(
      `The key was created, but the response was lost: revoke ${done.apiKey?.id} and create another.`,
    );
  output.note('Store this key: it is not shown again.');
  output.newKey(done.secret, done.apiKey);
  return exitCodes.done;
}

async function runRevoke({ api, output, args }: Context): Promise<number> {
  const [keyName = ''] = args.positionals;
  const id = /^scc_\w+$/.test(keyName) ? await idOf(api, keyName) : keyName;
  const { done } = await api.mutate(RevokeKeyDocument, { input: { id } });
  if (done.userErrors.length > 0) return reportErrors(output, done.userErrors);
  output.line(`The key "${done.apiKey?.name}" of ${done.apiKey?.account.name} is revoked.`);
  output.result(done.apiKey);
  return exitCodes.done;
}

async function idOf(api: Api, beginning: string): Promise<string> {
  const found = (await readKeys(api)).filter(({ prefix }) => beginning.startsWith(prefix));
  const [key] = found;
  if (!key || found.length > 1)
    throw refused(`${found.length} keys begin like that; use the id, see scc keys list.`);
  return key.id;
}

async function readKeys(api: Api): Promise<readonly ApiKeyFragment[]> {
  const pages = pagesOf(async (after) => {
    const { apiKeys } = await api.query(KeysDocument, { first: LARGEST_PAGE, after });
    return apiKeys;
  });
  const keys: ApiKeyFragment[] = [];
  for await (const page of pages) keys.push(...page);
  return keys;
}

/** The id of the account with this name, if it exists. */
async function findAccount(api: Api, name: string): Promise<string | undefined> {
  const pages = pagesOf(async (after) => {
    const { accounts } = await api.query(AccountsDocument, { first: LARGEST_PAGE, after });
    return accounts;
  });
  for await (const page of pages) {
    const account = page.find((each) => each.name === name.trim());
    if (account) return account.id;
  }
  return undefined;
}
