import { BlockList, isIP } from 'node:net';

/**
 * IPv4 blocks that are not globally reachable according to the registry of special-purpose addresses (RFC 6890,
 * https://www.iana.org/assignments/iana-ipv4-special-registry), multicast, and reserved blocks.
 */
const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // The metadata service of a cloud provider, in the midst of public addresses.
  ['168.63.129.16', 32],
];

/**
 * Only 2000::/3 of IPv6 is allocated; these blocks in it are for protocols, tunnels that carry an IPv4 address, and
 * documentation (https://www.iana.org/assignments/iana-ipv6-special-registry).
 */
const IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const refused = new BlockList();
for (const [net, prefix] of IPV4) refused.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of IPV6) refused.addSubnet(net, prefix, 'ipv6');

const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is on the public Internet; false for what cannot be parsed. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refused.check(address, 'ipv4');
    case 6:
      return global.check(address, 'ipv6') && !refused.check(address, 'ipv6');
    default:
      return false;
  }
}
