import type { FragmentDefinitionNode, GraphQLSchema } from 'graphql';
import type { MergedRows, Viewer } from '../contract/access.js';
import type { Stage } from '../contract/stage.js';
import type { Locales } from '../language/locale.js';
import type { ArgumentValues, Variables } from './argument-values.js';
import type { PreviewTables } from './preview-tables.js';

/** What the parameters of a statement are read from when it runs. */
export interface ReadRequest {
  /** The negotiated locale of the request. */
  readonly locale: string;
  readonly locales: Locales;
  readonly now: Date;
  /** The caller; absent for reads of the program itself. */
  readonly viewer?: Pick<Viewer, 'name'>;
  /** The ids of the objects of a mutation payload. */
  readonly subjects?: readonly string[];
  /** For a preview: the ids of the objects whose drafts it shows. */
  readonly previewed?: readonly string[];
  readonly merged?: MergedRows | undefined;
}

export type ReadValue = (request: ReadRequest, argumentsOf: (slot: number) => ArgumentValues) => unknown;

/** The context of compiling a statement. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Variables;
}

/** How an operation is read. */
export interface ReadOptions {
  readonly stage: Stage;
  /** Set for a preview: the tables that it may read. */
  readonly preview?: PreviewTables;
  /** Whether the JSON is the response as it is; otherwise it also contains type names for GraphQL execution. */
  readonly isFinal?: boolean;
  /** The maximum page size, if larger than over HTTP. */
  readonly maxPage?: number;
}
