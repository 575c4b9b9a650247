import {
  coerceInputValue,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isListType,
} from 'graphql';
import type { Locales } from '../content/language/locale.js';
import { Refusal, refuse } from '../foundation/errors.js';

/** More than any list of events or articles has; who wants all of them page by page asks GraphQL. */
export const MAX_LIMIT = 10_000;

export interface FeedParameters {
  /** As the GraphQL argument `filter`. */
  readonly filter: Readonly<Record<string, unknown>>;
  /** Undefined: as `Accept-Language` says. */
  readonly locale: string | undefined;
  readonly limit: number | undefined;
}

/** Parameters of every feed that are no condition. */
const OWN = ['locale', 'limit'];

/**
 * Reads the query of a feed's address. Conditions have the names and the values of the GraphQL filter, which also
 * checks them; those that take several values are repeated, or have them with commas between.
 * @throws Refusal INVALID_INPUT or INVALID_LOCALE with a sentence for each parameter that is wrong
 */
export function parametersOf(
  query: URLSearchParams,
  filterType: GraphQLInputObjectType,
  locales: Locales,
  conditions: readonly string[] = Object.keys(filterType.getFields()),
): FeedParameters {
  const known = [...OWN, ...conditions];
  for (const name of new Set(query.keys())) {
    if (!known.includes(name))
      refuse('INVALID_INPUT', `There is no parameter "${name}"; there are: ${known.join(', ')}.`, [name]);
  }
  const fields = filterType.getFields();
  const filter: Record<string, unknown> = {};
  for (const name of conditions) {
    const type = fields[name]?.type;
    if (type && query.has(name)) filter[name] = conditionIn(query.getAll(name), type, name);
  }
  const locale = onlyOne(query, 'locale');
  return {
    filter,
    locale: locale === undefined ? undefined : locales.match(locale, ['locale']),
    limit: limitIn(query),
  };
}

function conditionIn(texts: readonly string[], type: GraphQLInputType, name: string): unknown {
  const isList = isListType(getNullableType(type));
  if (!isList && texts.length > 1) refuse('INVALID_INPUT', `"${name}" is given twice.`, [name]);
  const given = isList ? texts.flatMap((text) => text.split(',')) : texts[0];
  return coerceInputValue(given, type, (_path, _value, error) => {
    throw new Refusal([
      { code: 'INVALID_INPUT', message: `"${name}" is wrong: ${error.message}`, path: [name] },
    ]);
  });
}

function limitIn(query: URLSearchParams): number | undefined {
  const text = onlyOne(query, 'limit');
  if (text === undefined) return undefined;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT)
    refuse('INVALID_INPUT', `"limit" must be a number from 1 to ${MAX_LIMIT}.`, ['limit']);
  return limit;
}

function onlyOne(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) refuse('INVALID_INPUT', `"${name}" is given twice.`, [name]);
  return values[0];
}
