import { BoundedMap } from './bounded-map.js';

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
