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
  summary: 'list the keys',
  details: 'Needs a key with the role ADMIN.',
  options: {},
  examples: ['scc keys list'],
  run: runList,
};

export const keysCreate: Command = {
  name: 'keys create',
  operands: '',
  count: [0, 0],
  summary: 'make a key, and show it once',
  details: [
    'Needs a key with the role ADMIN; or, with --database, DATABASE_URL in the environment and the server’s program',
    'built on this machine. That is for the very first key. The key alone is written to standard output.',
  ].join('\n'),
  options: {
    name: { type: 'string', value: 'NAME', help: 'what it will be used for' },
    account: {
      type: 'string',
      value: 'NAME',
      help: 'whose it is; made when it is not there (the name of the key)',
    },
    role: {
      type: 'string',
      value: 'ROLES',
      help: 'READER, EDITOR, PUBLISHER, PARTNER, FRONT_END or ADMIN; several with commas',
    },
    locales: { type: 'string', value: 'TAGS', help: 'the only languages whose words it may change' },
    expires: { type: 'string', value: 'TIME', help: 'when it expires, such as 2030-01-01T00:00:00+08:00' },
    database: { type: 'boolean', help: 'not over the API but in the database itself' },
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
  details: 'Needs a key with the role ADMIN. The id, or the beginning of the key, is in: scc keys list',
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
  const { api, output, words, environment } = context;
  // Whether they are roles says the server.
  const roles = words.list('role').map((role) => role.toUpperCase() as Role);
  if (roles.length === 0) throw wrongUsage('Say with --role what the key may do.');
  const name = words.text('name') ?? words.text('account');
  if (!name) throw wrongUsage('Say with --name what the key will be used for.');
  const accountName = words.text('account') ?? name;
  const locales = words.list('locales');
  const expiresAt = words.text('expires');
  if (words.has('database')) {
    if (locales.length > 0 || expiresAt || name !== accountName)
      throw wrongUsage('With --database a key has an account and roles, and is called like its account.');
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
      `The key was made, but the answer was lost on the way: revoke ${done.apiKey?.id} and make another.`,
    );
  output.note('Keep this key: it is not shown again.');
  output.newKey(done.secret, done.apiKey);
  return exitCodes.done;
}

async function runRevoke({ api, output, words }: Context): Promise<number> {
  const [word = ''] = words.positionals;
  const id = /^scc_\w+$/.test(word) ? await idOf(api, word) : word;
  const { done } = await api.mutate(RevokeKeyDocument, { input: { id } });
  if (done.userErrors.length > 0) return reportErrors(output, done.userErrors);
  output.line(`The key "${done.apiKey?.name}" of ${done.apiKey?.account.name} is not accepted any more.`);
  output.result(done.apiKey);
  return exitCodes.done;
}

async function idOf(api: Api, beginning: string): Promise<string> {
  const found = (await readKeys(api)).filter(({ prefix }) => beginning.startsWith(prefix));
  const [key] = found;
  if (!key || found.length > 1)
    throw refused(`${found.length} keys begin like that; name the key by its id, see scc keys list.`);
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

/** The id of the account with this name, where there is one. */
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
