/** A map that begins anew when it is full: for what is cheap to find out again, by keys that clients choose. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  constructor(readonly maxSize: number) {
    super();
  }

  override set(key: Key, value: Value): this {
    if (this.size >= this.maxSize && !this.has(key)) this.clear();
    return super.set(key, value);
  }
}
