import {
  coerceInputValue,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isListType,
} from 'graphql';
import { DRAFT_FILTERS } from '../content/history/history.content.js';
import type { Locales } from '../content/language/locale.js';
import { Refusal, refuse } from '../foundation/errors.js';

/** More than any list of events or articles has; use GraphQL to read all of them page by page. */
export const MAX_LIMIT = 10_000;

export interface FeedParameters {
  /** In the form of the GraphQL argument `filter`. */
  readonly filter: Readonly<Record<string, unknown>>;
  /** Undefined: by `Accept-Language`. */
  readonly locale: string | undefined;
  readonly limit: number | undefined;
}

/** Parameters of every feed that are no filters. */
const COMMON_PARAMETERS = ['locale', 'limit'];

/**
 * Parses the query string of a feed. Filters have the names and the values of the GraphQL filter, which also validates
 * them; lists are repeated parameters, or have commas.
 * @throws Refusal INVALID_INPUT or INVALID_LOCALE with one error for each invalid parameter
 */
export function parametersOf(
  query: URLSearchParams,
  filterType: GraphQLInputObjectType,
  locales: Locales,
  conditions: readonly string[] = Object.keys(filterType.getFields()).filter(
    (name) => !DRAFT_FILTERS.includes(name),
  ),
): FeedParameters {
  const known = [...COMMON_PARAMETERS, ...conditions];
  for (const name of new Set(query.keys())) {
    if (!known.includes(name))
      refuse('INVALID_INPUT', `Unknown parameter "${name}". Supported: ${known.join(', ')}.`, [name]);
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
  if (!isList && texts.length > 1) refuse('INVALID_INPUT', `"${name}" is repeated.`, [name]);
  const withoutAbsent = isList ? texts.flatMap((text) => text.split(',')) : texts[0];
  return coerceInputValue(withoutAbsent, type, (_path, _value, error) => {
    throw new Refusal([
      { code: 'INVALID_INPUT', message: `Invalid "${name}": ${error.message}`, path: [name] },
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
  if (values.length > 1) refuse('INVALID_INPUT', `"${name}" is repeated.`, [name]);
  return values[0];
}
