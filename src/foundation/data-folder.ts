import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';

export interface DataFolderLock {
  release(): Promise<void>;
}

/**
 * Makes this process the only one on a data folder by listening on a socket in it. The operating system takes
 * the listener away with the process, however that ends, so a lock is never left behind.
 * @throws Error with a sentence for the person who started the second process
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const address = lockAddress(folder);
  const server = createServer((socket) => socket.end());
  if (!(await tryListen(server, address))) {
    if (await isAnswered(address)) {
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

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
