import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { wrongUsage } from './failure.js';

export const DEFAULT_URL = 'http://localhost:4000/graphql';

export interface Settings {
  readonly url: string;
  readonly key: string | undefined;
  /** Warnings about settings that work. */
  readonly warnings: readonly string[];
}

export interface SettingSources {
  readonly flags: { readonly url?: string | undefined; readonly key?: string | undefined };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly home: string;
}

/** The URL and the key: options take precedence over the environment, and that over files. */
export async function readSettings({ flags, environment, folder, home }: SettingSources): Promise<Settings> {
  const { SCC_URL, SCC_KEY } = environment;
  const file = await firstFile([join(folder, '.scc.json'), join(home, '.config/scc/config.json')]);
  const url = checkUrl(flags.url || SCC_URL || file.url || DEFAULT_URL);
  const key = checkKey((flags.key || SCC_KEY || file.key)?.trim());
  const isSentInTheOpen = key && url.protocol === 'http:' && !isThisMachine(url.hostname);
  const warning = `The key is sent to ${url.host} without encryption; use https.`;
  return { url: url.href, key, warnings: isSentInTheOpen ? [...file.warnings, warning] : file.warnings };
}

interface ConfigFile {
  readonly url?: string;
  readonly key?: string;
  readonly warnings: readonly string[];
}

/**
 * Only the first file that exists: the key of one must not be sent to the URL of another, which may come with somebody
 * else's folder.
 */
async function firstFile(paths: readonly string[]): Promise<ConfigFile> {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw wrongUsage(`${path} cannot be read: ${error.code}.`);
    });
    if (text === undefined) continue;
    const { url, key } = parse(path, text);
    const warnings = key && (await isReadByOthers(path)) ? [openFile(path)] : [];
    return { ...(url ? { url } : {}), ...(key ? { key } : {}), warnings };
  }
  return { warnings: [] };
}

function openFile(path: string): string {
  return `${path} contains a key, and other users of this machine can read it: chmod 600 ${path}`;
}

function parse(path: string, text: string): { url?: string; key?: string } {
  const form = `${path} must be JSON like { "url": "${DEFAULT_URL}", "key": "…" }`;
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // Not the message of the parser: it quotes the text, and so the key.
    throw wrongUsage(`${form}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongUsage(`${form}.`);
  for (const [name, inner] of Object.entries(value)) {
    if (name !== 'url' && name !== 'key') throw wrongUsage(`${form}; it has "${name}".`);
    if (typeof inner !== 'string') throw wrongUsage(`${form}; "${name}" must be a string.`);
  }
  return value;
}

async function isReadByOthers(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const { mode } = await stat(path);
  return (mode & 0o077) !== 0;
}

function checkUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw wrongUsage('The URL of the API must begin with http:// or https://.');
  if (url.username || url.password) throw wrongUsage('The URL of the API must not contain a password.');
  return url;
}

/** Node refuses a header with other characters in a message that quotes it. */
function checkKey(key: string | undefined): string | undefined {
  if (key && !/^[\x21-\x7e]+$/.test(key))
    throw wrongUsage('The key contains characters that are never part of a key.');
  return key || undefined;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
