/**
 * Creates a database cluster in a folder and serves it until standard input closes, then removes the folder.
 * A process of its own, because the operating system closes that input however the test run ends, SIGKILL
 * included, while no handler in the test run itself would be called then.
 *
 * Arguments: the folder (with the program files below it), the folder of the cluster where that is one to keep, spawn
 * options as JSON, arguments for postgres.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', kept = '', options = '', ...serverArguments] = process.argv.slice(2);
const data = kept || join(folder, 'data');
const spawnOptions = { ...JSON.parse(options), cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] };

function end() {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

function createCluster() {
  const { uid, gid } = spawnOptions;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (uid !== undefined) chownSync(data, uid, gid);
  const initdb = ['--no-sync', '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-D', data];
  const created = spawnSync(join(folder, 'native/bin/initdb'), initdb, spawnOptions);
  if (created.status === 0) return;
  console.error(created.error ?? `initdb ended with ${created.status ?? created.signal}.`);
  end();
}

if (!existsSync(join(data, 'PG_VERSION'))) createCluster();
const server = spawn(join(folder, 'native/bin/postgres'), ['-D', data, ...serverArguments], spawnOptions);
server.on('error', console.error);
server.on('close', end);
process.stdin.resume().on('end', () => server.kill('SIGINT'));
