import { GraphQLError, GraphQLScalarType, type GraphQLScalarTypeConfig, Kind } from 'graphql';
import { isCalendarDay } from '../../foundation/calendar.js';
import { readInstant } from '../../foundation/instant.js';
import { canonical } from '../language/locale.js';

/** A scalar that is text in JSON. @param parse returns the canonical form, or undefined for invalid text */
function textScalar(
  name: string,
  description: string,
  parse: (text: string) => string | undefined,
  specifiedByURL?: string,
): GraphQLScalarType<string, unknown> {
  const read = (value: unknown): string => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined)
      throw new GraphQLError(`${JSON.stringify(value)} is not a ${name}: ${description}`);
    return parsed;
  };
  const config: GraphQLScalarTypeConfig<string, unknown> = {
    name,
    description,
    // Stored values have been validated.
    serialize: (value) => value,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  };
  return new GraphQLScalarType(specifiedByURL ? { ...config, specifiedByURL } : config);
}

export const LocaleScalar = textScalar(
  'Locale',
  'A BCP 47 language tag such as "zh-Hant" or "zh-HK"; arguments are matched to the configured locales by RFC 4647 lookup.',
  (text) => {
    try {
      return canonical(text) || undefined;
    } catch {
      return undefined;
    }
  },
  'https://www.rfc-editor.org/info/bcp47',
);

export const DateTimeScalar = textScalar(
  'DateTime',
  'An instant in RFC 3339 with an offset, such as "2024-05-31T16:00:00+08:00"; 24:00 is the midnight at the end of a day.',
  readInstant,
  'https://www.rfc-editor.org/rfc/rfc3339',
);

export const DateScalar = textScalar('Date', 'A calendar day as YYYY-MM-DD, such as "2024-05-31".', (text) =>
  isCalendarDay(text) ? text : undefined,
);

export const URLScalar = textScalar(
  'URL',
  'An absolute http or https URL, such as "https://example.org/page".',
  (text) => (/^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).href : undefined),
  'https://url.spec.whatwg.org/',
);
