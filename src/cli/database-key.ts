import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { refused, wrongUsage } from './failure.js';

const SERVER = fileURLToPath(new URL('../main.js', import.meta.url));

/** Creates an API key directly in the database, with the server's program: for the very first key. */
export async function createKeyInDatabase(
  account: string,
  roles: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (!environment.DATABASE_URL) throw wrongUsage('--database needs DATABASE_URL, the URL of the database.');
  if (!existsSync(SERVER)) throw refused('The server’s program was not found; build it with: npm run build');
  const server = spawn(process.execPath, [SERVER, 'create-key', account, roles.join(',')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let secret = '';
  server.stdout.setEncoding('utf8').on('data', (text: string) => {
    secret += text;
  });
  const [code] = (await once(server, 'close')) as [number | null];
  if (code !== 0 || secret.trim() === '') throw refused('No key was created.');
  return secret.trim();
}
