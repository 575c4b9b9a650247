const COLON_NULL = Buffer.from(': null');
const SPACE = 0x20;
const QUOTE = 0x22;

/**
 * Whether a member with one of the keys may be null in JSON that PostgreSQL wrote. Words in a text that look like it
 * count, too; no null is overlooked.
 */
export function mayBeNull(json: Buffer, keys: ReadonlySet<string>): boolean {
  for (let at = json.indexOf(COLON_NULL); at > 0; at = json.indexOf(COLON_NULL, at + COLON_NULL.length)) {
    // `"key" : null` in json, `"key": null` in jsonb.
    const end = json[at - 1] === SPACE ? at - 2 : at - 1;
    if (json[end] !== QUOTE) continue;
    const key = json.toString('latin1', json.lastIndexOf(QUOTE, end - 1) + 1, end);
    if (keys.has(key)) return true;
  }
  return false;
}
