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
const PORTS = ['', '443', '8443'];
/** Names that mean something inside a network only: RFC 6761, RFC 6762, RFC 8375, and what routers and clouds use. */
const INSIDE =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|onion|test|invalid|example)$/;
const RESOLVING_MS = 2_000;

/** All IP addresses of a host. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** `public`: hosts of the public Internet over HTTPS; `any`: whatever the machine can reach, for tests and intranets. */
export type Reach = 'public' | 'any';

/** Thrown when a connection is about to be made to an address that no webhook may have. */
export class ForbiddenTarget extends Error {
  override readonly name = 'ForbiddenTarget';
}

/**
 * Where webhooks may lead. Whoever enters an address must not get this program to ask machines that only it can reach
 * (server-side request forgery); so it is looked at when it is saved and, since names can be made to lead elsewhere,
 * again for each connection.
 */
export class WebhookTargets {
  readonly #resolve: Resolve;

  constructor(
    readonly reach: Reach,
    resolve?: Resolve,
  ) {
    this.#resolve = resolve ?? (reach === 'public' ? resolveByDns : resolveBySystem);
  }

  /** The address as it is kept, its host in Punycode. @throws Refusal INVALID_INPUT */
  async read(text: string): Promise<string> {
    const url = this.parse(text);
    if (this.reach === 'any') return url.href;
    // A host that is not known yet may be later; a connection is looked at again.
    const addresses = await Promise.race([
      this.#resolve(url.hostname).catch(() => []),
      sleep(RESOLVING_MS, [], { ref: false }),
    ]);
    if (!addresses.every(isPublicAddress)) refuse('INVALID_INPUT', webhookSentences.notPublic, PATH);
    return url.href;
  }

  /** What can be told from the address alone. @throws Refusal INVALID_INPUT */
  parse(text: string): URL {
    assertStorable(text, PATH);
    const isPlain = text.length <= MAX_LENGTH && !/[\s\\#\p{Cc}]/u.test(text);
    if (!isPlain || !/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text))
      refuse('INVALID_INPUT', webhookSentences.notAnAddress, PATH);
    const url = new URL(text);
    const authority = /^https?:\/\/([^/?]*)/i.exec(text)?.[1] ?? '';
    if (url.username || url.password || authority.includes('@'))
      refuse('INVALID_INPUT', webhookSentences.hasCredentials, PATH);
    if (this.reach === 'public') assertLooksPublic(url);
    return url;
  }

  /** For the connection itself: it is made to an address that was looked at, and to no other. */
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

  /** @throws ForbiddenTarget for a connection that has come about all the same */
  assertAllowed(address: string | undefined): void {
    if (this.reach === 'public' && !isPublicAddress(address ?? '')) throw new ForbiddenTarget();
  }

  async #addressesFor(hostname: string): Promise<readonly string[]> {
    const addresses = await this.#resolve(hostname);
    // One that is forbidden among others that are not is no accident.
    for (const address of addresses) this.assertAllowed(address);
    return addresses;
  }
}

/** @throws Refusal INVALID_INPUT */
function assertLooksPublic({ protocol, port, hostname }: URL): void {
  if (protocol !== 'https:') refuse('INVALID_INPUT', webhookSentences.notHttps, PATH);
  if (!PORTS.includes(port)) refuse('INVALID_INPUT', webhookSentences.wrongPort, PATH);
  // The URL standard has brought 0x7f.1, 2130706433 and full-width digits into the usual form by now.
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0)
    refuse('INVALID_INPUT', webhookSentences.isIpAddress, PATH);
  const isName = hostname.includes('.') && !hostname.endsWith('.') && !hostname.startsWith('.');
  if (!isName || INSIDE.test(hostname)) refuse('INVALID_INPUT', webhookSentences.notPublic, PATH);
}

/**
 * Asks name servers, not the machine's list of hosts; and not by the operating system, whose few threads a slow name
 * server would take from everything else.
 */
async function resolveByDns(hostname: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
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
