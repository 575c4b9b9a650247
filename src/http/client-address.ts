import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/** Loopback addresses, as the operating system writes them. */
const LOOPBACK = /^(::1$|(::ffff:)?127\.)/;

/** For an address that a proxy did not report or did not report as an address. */
const UNKNOWN = 'unknown';

/**
 * The network that a request is counted by: an IPv4 address, or the first 64 bits of an IPv6 address, which is what one
 * subscriber has. `X-Forwarded-For` is trusted as far as our proxies wrote it: each appends the address of its client;
 * anybody can send what stands before.
 * @param trustedProxies the number of proxies in front of this program
 * @returns undefined for a client on this machine
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string | undefined {
  const forwarded = trustedProxies > 0 ? forwardedFor(request) : [];
  // With fewer entries than proxies the request has bypassed the outer ones: the first entry is the best there is.
  const claimed = forwarded.at(-trustedProxies) ?? forwarded[0];
  if (claimed !== undefined) return networkOf(withoutPort(claimed)) ?? UNKNOWN;
  const socket = request.socket.remoteAddress;
  return socket === undefined || LOOPBACK.test(socket) ? undefined : networkOf(socket);
}

function forwardedFor(request: IncomingMessage): string[] {
  // Node.js joins repeated headers with commas.
  const header = String(request.headers['x-forwarded-for'] ?? '');
  return header === '' ? [] : header.split(',').map((entry) => entry.trim());
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  return /^\[([^\]]*)\](:\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
}

function networkOf(address: string): string | undefined {
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return undefined;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros and zone. */
function groupsOf(address: string): string[] {
  // `URL` normalises every notation of an address, embedded IPv4 included.
  const [bare = ''] = address.split('%');
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

function bytesOf(group: string): number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
}
