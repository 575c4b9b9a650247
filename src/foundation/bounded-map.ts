/** A map that is cleared when it is full: a cache for what is cheap to recompute, with keys that clients choose. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  constructor(readonly maxSize: number) {
    super();
  }

  override set(key: Key, value: Value): this {
    if (this.size >= this.maxSize && !this.has(key)) this.clear();
    return super.set(key, value);
  }
}

/** Longer texts are made up. */
const MAX_LENGTH = 200;
const MAX_TEXTS = 500;

/** The same function, but it computes once for each text; what many clients send is little, and short. */
export function memoize<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new BoundedMap<string, Value>(MAX_TEXTS);
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = compute(text);
    if (text.length <= MAX_LENGTH) known.set(text, value);
    return value;
  };
}
