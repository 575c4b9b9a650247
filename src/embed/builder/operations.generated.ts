// Written by `npm run generate`, from schema.graphql and the .graphql files of this folder: change those.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  | T
  | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type EmbedChoicesQueryVariables = Exact<{
  locale: string;
  organisations?: string | null | undefined;
  events?: string | null | undefined;
}>;

export type EmbedChoicesQuery = {
  readonly organisations: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly name: string | null;
      readonly events: { readonly totalCount: number };
    }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
  readonly events: {
    readonly nodes: ReadonlyArray<{
      readonly series: { readonly id: string; readonly title: string | null } | null;
    }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const EmbedChoicesDocument = new TypedDocumentString(`
    query EmbedChoices($locale: Locale!, $organisations: String, $events: String) {
  organisations(locale: $locale, first: 100, after: $organisations) {
    nodes {
      id
      name
      events(first: 1) {
        totalCount
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
  events(locale: $locale, first: 100, after: $events, orderBy: START_DESC) {
    nodes {
      series {
        id
        title
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<EmbedChoicesQuery, EmbedChoicesQueryVariables>;
