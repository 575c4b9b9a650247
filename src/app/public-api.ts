import {
  assertInputObjectType,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLSchema,
} from 'graphql';
import { publicViewer } from '../content/access.js';
import type { Locales } from '../content/localization/locale.js';
import type { ContentReader, ReadContext } from '../content/reader.js';
import type { AskPublic } from '../feeds/feed-source.js';
import type { PageAddress } from '../feeds/items.js';
import { Refusal } from '../foundation/errors.js';
import { codeOf } from '../graphql/errors.js';

const MAX_PAGE = 2_000;

/** Asks the API from inside, as anybody could from outside but with larger pages. */
export function publicApi(schema: GraphQLSchema, reader: ContentReader, locales: Locales): AskPublic {
  return async (document, variableValues, { locale, now, dependencies }) => {
    const contextValue: ReadContext = {
      reader,
      locales,
      locale,
      now,
      viewer: publicViewer,
      servedLocales: new Set(),
      maxPage: MAX_PAGE,
      ...(dependencies ? { dependencies } : {}),
    };
    const { data, errors }: ExecutionResult = await execute({
      schema,
      document,
      variableValues,
      contextValue,
    });
    const [error] = errors ?? [];
    if (error) throw refusalIn(error);
    return data ?? {};
  };
}

/** What the API refuses is refused to whoever asked; everything else is a fault of ours. */
function refusalIn(error: GraphQLError): Error {
  const code = codeOf(error);
  return code ? new Refusal([{ code, message: error.message, path: [] }]) : (error.originalError ?? error);
}

export function inputTypeOf(schema: GraphQLSchema, name: string): GraphQLInputObjectType {
  return assertInputObjectType(schema.getType(name));
}

/** By the setting PAGE_URL. */
export function pageAddressOf(pattern: string | undefined): PageAddress {
  return (page) =>
    pattern?.replace(/\{(locale|type|slug|id)\}/g, (_all, name: keyof typeof page) =>
      encodeURIComponent(page[name]),
    );
}
