import { homedir } from 'node:os';
import { run } from './run.js';

// The reader of the pipe may have closed it, as in `scc audit | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  folder: process.cwd(),
  home: homedir(),
  stdout: process.stdout,
  stderr: process.stderr,
});
