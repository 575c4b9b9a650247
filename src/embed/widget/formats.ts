/** Caches formatters of `Intl`: creating one takes a hundred times as long as using it, and lists need few. */
const MAX_FORMATS = 100;

function cached<Format>(make: (tag: string, options: object) => Format) {
  const formats = new Map<string, Format>();
  return (tag: string, options: object): Format => {
    const key = tag + JSON.stringify(options);
    const known = formats.get(key);
    if (known) return known;
    if (formats.size >= MAX_FORMATS) formats.clear();
    const format = make(tag, options);
    formats.set(key, format);
    return format;
  };
}

/** @throws RangeError for an unknown time zone */
export const dateFormat: (tag: string, options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat = cached(
  (tag, options) => new Intl.DateTimeFormat(tag, options),
);

export const languageNames: (tag: string, options: { type: 'language' }) => Intl.DisplayNames = cached(
  (tag) => new Intl.DisplayNames(tag, { type: 'language' }),
);
