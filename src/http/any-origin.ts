import type { Headers } from './finished-response.js';

/** Public content without cookies: any site may read it. */
export const ANY_ORIGIN: Headers = { 'access-control-allow-origin': '*' };
