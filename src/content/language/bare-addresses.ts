import { LinkifyIt, REBuilder } from 'linkify-it';

/** Han characters and full-width punctuation, kana and letters: prose that follows an address without a space. */
const HAN =
  '[\\u2e80-\\u9fff\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uffef]|[\\ud840-\\ud88f][\\udc00-\\udfff]';
const HAN_LETTER = '(?:[\\u3400-\\u9fff\\uf900-\\ufaff]|[\\ud840-\\ud88f][\\udc00-\\udfff])';
const MAIL_NAME = '[\\w+-][\\w.+-]{0,63}';

/** Where an address begins and ends, also in Chinese, which has no spaces. */
class Boundaries extends REBuilder {
  // Names are those of the library.
  override src_ZPCc: string = `${this.src_ZPCc}|${HAN}`;
  readonly #separators = new RegExp(`[><~]|${HAN}`);
  /** A word of an address is Chinese as a whole, as in `/events/論壇`; after `/events/1` prose begins. */
  readonly #chineseWord = new RegExp(
    `(?<![A-Za-z0-9])${HAN_LETTER}|(?<=${HAN_LETTER}[A-Za-z0-9]{1,20})${HAN_LETTER}|`,
  );
  readonly #mailName = new RegExp(MAIL_NAME);
  readonly #mailNameAtEnd = new RegExp(`(?<![\\w+-])(${MAIL_NAME})$`);

  /** Brackets in an address, but not a remark in Chinese that follows it. */
  override nestedPairRE(open: string, close: string, depth?: number): string {
    const remark = `(?<=[A-Za-z0-9])${this.escapeRE(open)}(?:${HAN})`;
    return `(?!${remark})${super.nestedPairRE(open, close, depth)}`;
  }

  override get_text_separators(): RegExp {
    return this.#separators;
  }

  override get_path_extra(): RegExp {
    return this.#chineseWord;
  }

  override get_mail_name(): RegExp {
    return this.#mailName;
  }

  override get_mail_name_validator(): RegExp {
    return this.#mailNameAtEnd;
  }
}

/** Finds the bare addresses of GFM: with a scheme, or `www.`, and of e-mail. */
export const linkifier = new LinkifyIt({ rebuilder: new Boundaries() });
for (const scheme of ['//', 'ftp:']) linkifier.add(scheme, null);
for (const scheme of ['http:', 'https:']) linkifier.add(scheme, { validate: lengthOf(/[/][/]/) });
linkifier.add('www.', {
  validate: lengthOf(/(?:)/),
  normalize: (match) => {
    match.url = `http://${match.url}`;
  },
});

/** How long an address is that begins in this way, without the punctuation after it. */
function lengthOf(beginning: RegExp) {
  let address: RegExp | undefined;
  return (text: string, position: number, { re }: LinkifyIt): number => {
    address ??= new RegExp(
      `${beginning.source}${re.get_url_host_port().source}${re.get_path().source}`,
      'iy',
    );
    address.lastIndex = position;
    return address.exec(text)?.[0].replace(/[?!.,:;*_~'"]+$/, '').length ?? 0;
  };
}
