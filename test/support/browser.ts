import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser } from 'puppeteer-core';
import { ROOT } from './root.js';

/** A Chromium that can be started. */
interface Program {
  readonly executablePath: string;
  readonly env: Record<string, string | undefined>;
}

/**
 * A real browser: that of CHROMIUM_PATH; else the one from npm, which needs nothing of the machine but is for Linux on
 * x64; else one on PATH. Undefined, with a sentence on standard error, where there is none.
 */
export async function startBrowser(): Promise<Browser | undefined> {
  const program = await findChromium();
  if (!program) {
    process.stderr.write('No Chromium was found, so tests in a browser are skipped: set CHROMIUM_PATH.\n');
    return undefined;
  }
  return puppeteer.launch({
    ...program,
    headless: 'shell',
    // Root may not use the sandbox of Chromium, and tests show it no pages but their own.
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
    ],
  });
}

async function findChromium(): Promise<Program | undefined> {
  const given = process.env.CHROMIUM_PATH;
  if (given) return { executablePath: given, env: process.env };
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedChromium();
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const executablePath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  return executablePath ? { executablePath, env: process.env } : undefined;
}

/** The browser of the npm package, unpacked once for each version into a folder that goes with the packages. */
async function unpackedChromium(): Promise<Program> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest = await readFile(join(entry, '../../../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const folder = join(entry, '../../../../../.cache', `chromium-${version}`);
  if (!existsSync(folder)) await unpack(folder);
  const { LD_LIBRARY_PATH } = process.env;
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

async function unpack(folder: string): Promise<void> {
  // Tests in several processes may come here at the same time: the first one that is done wins.
  const own = `${folder}.${process.pid}`;
  await mkdir(own, { recursive: true });
  const script = fileURLToPath(new URL('test/support/unpack-chromium.mjs', ROOT));
  const { status, stderr } = spawnSync(process.execPath, [script], {
    // The package brings libraries for a machine without a desktop, and unpacks them on one that says it is this.
    env: { PATH: process.env.PATH, TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Chromium could not be unpacked.\n${stderr}`);
  await writeFile(join(own, 'fonts.conf'), fontsOf(folder));
  await rename(own, folder).catch(async (error: NodeJS.ErrnoException) => {
    if (!existsSync(join(folder, 'chromium'))) throw error;
    await rm(own, { recursive: true });
  });
}

/** The fonts of the machine, and one that is there on a machine without any. */
function fontsOf(folder: string): string {
  const folders = ['/usr/share/fonts', join(folder, 'fonts/fonts')].map((path) => `<dir>${path}</dir>`);
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${folders.join('')}<cachedir>${folder}/font-cache</cachedir></fontconfig>
`;
}
