import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/** This machine itself, as the operating system writes it. */
const LOOPBACK = /^(::1$|(::ffff:)?127\.)/;

/** A proxy did not say, or not in a way that is an address. */
const UNKNOWN = 'unknown';

/**
 * Where a request comes from, so that requests of one client can be counted: an IPv4 address, or the first 64 bits of
 * an IPv6 address, which is what one connection to the internet has. `X-Forwarded-For` is believed as far as trusted
 * proxies wrote it: each adds the address that it was asked from at the end, and what stands before is anybody's word.
 * @param trustedProxies how many proxies are in front of this program
 * @returns undefined for a program on this machine
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string | undefined {
  const forwarded = trustedProxies > 0 ? forwardedFor(request) : [];
  // With fewer entries than proxies the request came in behind the outer ones: the first is as good as it gets.
  const claimed = forwarded.at(-trustedProxies) ?? forwarded[0];
  if (claimed !== undefined) return networkOf(withoutPort(claimed)) ?? UNKNOWN;
  const socket = request.socket.remoteAddress;
  return socket === undefined || LOOPBACK.test(socket) ? undefined : networkOf(socket);
}

function forwardedFor(request: IncomingMessage): string[] {
  // Node joins several fields of that name with commas.
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

/** The eight groups of an IPv6 address, without leading zeros, the zone left out. */
function groupsOf(address: string): string[] {
  // The parser of addresses writes every spelling of an address in one way, IPv4 at the end included.
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
