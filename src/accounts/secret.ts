import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The prefix of keys, which people and secret scanners recognise. */
export const KEY_PREFIX = 'scc_';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 256 bits are 43 digits in base 62, and the 32 of the checksum are 6. */
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHOWN_LENGTH = 8;

const form = new RegExp(`^${KEY_PREFIX}[${DIGITS}]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/** A new key: 32 random bytes and their checksum, in letters and digits, so that a double click selects it whole. */
export function newSecret(): string {
  const random = KEY_PREFIX + toDigits(BigInt(`0x${randomBytes(32).toString('hex')}`), RANDOM_LENGTH);
  return random + checksumOf(random);
}

/** Whether a text can be a key: detects typing errors and truncation without the database. */
export function isWellFormed(text: string): boolean {
  return form.test(text) && text.slice(-CHECKSUM_LENGTH) === checksumOf(text.slice(0, -CHECKSUM_LENGTH));
}

/** The stored hash of a key. Keys are random, so a fast hash without salt is enough. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The beginning of a key, for lists. */
export function beginningOf(secret: string): string {
  return secret.slice(0, KEY_PREFIX.length + SHOWN_LENGTH);
}

function checksumOf(text: string): string {
  return toDigits(BigInt(crc32(text)), CHECKSUM_LENGTH);
}

function toDigits(value: bigint, length: number): string {
  let digits = '';
  for (let rest = value; digits.length < length; rest /= 62n) digits = DIGITS[Number(rest % 62n)] + digits;
  return digits;
}
