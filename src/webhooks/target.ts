import { Resolver, lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { refuse } from '../foundation/errors.js';
import { assertStorable } from '../foundation/text.js';
import { isPublicAddress } from './public-address.js';
import { webhookSentences } from './webhook-sentences.js';

const PATH = ['input', 'url'];
const MAX_LENGTH = 2_000;
const ALLOWED_PORTS = ['', '443', '8443'];
/** Names that are only valid inside a network: RFC 6761, RFC 6762, RFC 8375, and those of routers and clouds. */
const INTERNAL_NAMES =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|onion|test|invalid|example)$/;
const RESOLVE_TIMEOUT_MS = 2_000;

/** All IP addresses of a host. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/**
 * `public`: hosts on the public Internet over HTTPS; `any`: every host that the machine can reach, for tests and
 * intranets.
 */
export type Reach = 'public' | 'any';

/** Thrown instead of connecting to an address that webhooks may not use. */
export class ForbiddenTarget extends Error {
  override readonly name = 'ForbiddenTarget';
}

/**
 * Where webhooks may be sent. Guards against server-side request forgery: the URL is checked when it is saved and,
 * since DNS records can change, again for each connection.
 */
export class WebhookTargets {
  readonly #resolve: Resolve;

  constructor(
    readonly reach: Reach,
    resolve?: Resolve,
  ) {
    this.#resolve = resolve ?? (reach === 'public' ? resolveByDns : resolveBySystem);
  }

  /** The normalised URL, its host in Punycode. @throws Refusal INVALID_INPUT */
  async read(text: string): Promise<string> {
    const url = this.parse(text);
    if (this.reach === 'any') return url.href;
    // A host that does not resolve yet may do so later; each connection is checked again.
    const addresses = await Promise.race([
      this.#resolve(url.hostname).catch(() => []),
      sleep(RESOLVE_TIMEOUT_MS, [], { ref: false }),
    ]);
    if (!addresses.every(isPublicAddress)) refuse('INVALID_INPUT', webhookSentences.notPublicHost, PATH);
    return url.href;
  }

  /** Checks the URL by itself. @throws Refusal INVALID_INPUT */
  parse(text: string): URL {
    assertStorable(text, PATH);
    const isPlain = text.length <= MAX_LENGTH && !/[\s\\#\p{Cc}]/u.test(text);
    if (!isPlain || !/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text))
      refuse('INVALID_INPUT', webhookSentences.notAUrl, PATH);
    const url = new URL(text);
    const authority = /^https?:\/\/([^/?]*)/i.exec(text)?.[1] ?? '';
    if (url.username || url.password || authority.includes('@'))
      refuse('INVALID_INPUT', webhookSentences.hasCredentials, PATH);
    if (this.reach === 'public') assertPublicName(url);
    return url;
  }

  /** Resolves the host for a connection, which is made to a checked address and to no other. */
  readonly lookup: LookupFunction = (hostname, options, done) => {
    this.#addressesFor(hostname).then(
      (addresses) => {
        const found = addresses
          .map((address) => ({ address, family: isIP(address) }))
          .filter(({ family }) => !options.family || [0, family, `IPv${family}`].includes(options.family));
        const [first] = found;
        if (!first) return done(notFound(hostname), '', 0);
        return options.all ? done(null, found) : done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };

  /** @throws ForbiddenTarget for a connection that was made all the same */
  assertAllowed(address: string | undefined): void {
    if (this.reach === 'public' && !isPublicAddress(address ?? '')) throw new ForbiddenTarget();
  }

  async #addressesFor(hostname: string): Promise<readonly string[]> {
    const addresses = await this.#resolve(hostname);
    // A forbidden address among allowed ones is no accident.
    for (const address of addresses) this.assertAllowed(address);
    return addresses;
  }
}

/** @throws Refusal INVALID_INPUT */
function assertPublicName({ protocol, port, hostname }: URL): void {
  if (protocol !== 'https:') refuse('INVALID_INPUT', webhookSentences.notHttps, PATH);
  if (!ALLOWED_PORTS.includes(port)) refuse('INVALID_INPUT', webhookSentences.wrongPort, PATH);
  // The URL parser has normalised 0x7f.1, 2130706433 and full-width digits.
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0)
    refuse('INVALID_INPUT', webhookSentences.isIpAddress, PATH);
  const isName = hostname.includes('.') && !hostname.endsWith('.') && !hostname.startsWith('.');
  if (!isName || INTERNAL_NAMES.test(hostname)) refuse('INVALID_INPUT', webhookSentences.notPublicHost, PATH);
}

/**
 * Queries name servers, not the hosts file; and not with getaddrinfo, since a slow name server would occupy the few
 * threads of libuv.
 */
async function resolveByDns(hostname: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  const results = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses = results.flatMap((response) => (response.status === 'fulfilled' ? response.value : []));
  if (addresses.length === 0) throw notFound(hostname);
  return addresses;
}

async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  const found = await systemLookup(hostname, { all: true });
  return found.map(({ address }) => address);
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`There is no host ${hostname}.`), { code: 'ENOTFOUND' });
}
