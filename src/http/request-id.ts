import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Of this process, so that ids of several do not meet. */
const prefix = randomBytes(6).toString('hex');
let count = 0;

/** One that somebody in front of the program has given, so that their log and ours can be laid side by side. */
const sane = /^[\w.:-]{8,100}$/;

export function requestIdFor({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && sane.test(given)) return given;
  count += 1;
  return `${prefix}-${count.toString(36)}`;
}
