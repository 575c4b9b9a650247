import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';
import type { Logger } from './logger.js';

export interface DataFolderLock {
  release(): Promise<void>;
}

/** A folder such as `/tmp`, which is shared by all users: its permissions are not ours to change. */
const STICKY = 0o1000;
const OF_OTHERS = 0o077;
const OF_OWNER = 0o700;

/** Creates the folder if it is missing, and revokes the access of other users. */
export async function openDataFolder(folder: string, logger: Logger): Promise<void> {
  await mkdir(folder, { recursive: true, mode: OF_OWNER });
  const { mode } = await lstat(folder);
  if ((mode & STICKY) === 0) await closeToOthers(folder, logger);
}

/**
 * Revokes the permissions of other users on a folder and its files, which contain drafts, hashes of keys and secrets.
 * The engine makes some files world-writable, whatever the umask.
 */
export async function closeAllToOthers(folder: string, logger: Logger): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  for (const path of ['', ...entries]) await closeToOthers(join(folder, path), logger);
}

async function closeToOthers(path: string, logger: Logger): Promise<void> {
  const stats = await lstat(path);
  // Windows has no such permissions, and links have none of their own.
  if (process.platform === 'win32' || stats.isSymbolicLink() || (stats.mode & OF_OTHERS) === 0) return;
  try {
    await chmod(path, stats.mode & OF_OWNER);
  } catch (error) {
    // A volume may have another owner. Its contents can still be protected.
    logger.warn({ err: error }, `Other users of this machine may be able to read ${path}; check its owner.`);
  }
}

/**
 * Locks a data folder for this process by listening on a socket in it. The operating system closes it with the process,
 * however that ends, so there are no stale locks.
 * @throws Error with a message for the person who started the second process
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const address = lockAddress(folder);
  const server = createServer((socket) => socket.end());
  if (!(await tryListen(server, address))) {
    if (await isInUse(address)) {
      throw new Error(
        `The data folder ${folder} is in use by another process. Stop that process, or choose another folder with DATA_DIR.`,
      );
    }
    await rm(address, { force: true });
    if (!(await tryListen(server, address)))
      throw new Error(`The data folder ${folder} was taken by another process just now.`);
  }
  server.unref();
  return { release: () => new Promise((done) => server.close(() => done())) };
}

/** Socket paths are limited to about 100 bytes: the shorter of the absolute and the relative path. */
function lockAddress(folder: string): string {
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\scc-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  }
  const absolute = join(folder, 'lock');
  const shorter = relative(process.cwd(), absolute);
  return shorter.length < absolute.length ? shorter : absolute;
}

function tryListen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', fail);
    server.listen(address, () => {
      server.off('error', fail);
      resolve(true);
    });
  });
}

function isInUse(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
