/** Making a format of `Intl` takes a hundred times as long as using it, and lists need the same few again and again. */
const MOST = 100;

function kept<Format>(make: (tag: string, options: object) => Format) {
  const formats = new Map<string, Format>();
  return (tag: string, options: object): Format => {
    const key = tag + JSON.stringify(options);
    const known = formats.get(key);
    if (known) return known;
    if (formats.size >= MOST) formats.clear();
    const format = make(tag, options);
    formats.set(key, format);
    return format;
  };
}

/** @throws RangeError for a time zone that there is not */
export const dateFormat: (tag: string, options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat = kept(
  (tag, options) => new Intl.DateTimeFormat(tag, options),
);

export const languageNames: (tag: string, options: { type: 'language' }) => Intl.DisplayNames = kept(
  (tag) => new Intl.DisplayNames(tag, { type: 'language' }),
);
