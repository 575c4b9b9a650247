import { runBundle } from './foundation/bundle.js';

await runBundle('server');
