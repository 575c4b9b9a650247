import { execute } from 'graphql';
import { publicViewer, type Viewer } from '../content/contract/access.js';
import type { Locales } from '../content/language/locale.js';
import type { CacheTags } from '../content/reading/cache-tags.js';
import type { ContentReader, ReadContext } from '../content/reading/reader.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';
import type { InternalRequest, QueryPublicApi } from '../http/public-api.js';
import type { PreparedQueries } from './prepared-queries.js';
import type { PreparedOperation } from './prepared-query.js';

/** More than any client may request over HTTP. */
const MAX_INTERNAL_PAGE = 10_000;

/** Executes queries of the program itself, as the public and with larger pages. */
export class InternalQueries {
  constructor(
    readonly queries: PreparedQueries,
    readonly reader: ContentReader,
    readonly locales: Locales,
    readonly cacheTags: CacheTags,
  ) {}

  /** @throws Refusal, GraphQLError */
  readonly query: QueryPublicApi = async <Data, Variables extends OperationVariables>(
    operation: TypedOperation<Data, Variables>,
    variables: Variables,
    request: InternalRequest,
  ): Promise<Data> => {
    const prepared = this.#prepare(operation);
    const context = this.#contextFor(prepared, request);
    if (!prepared.planned) return this.#execute(prepared, variables, context) as Promise<Data>;
    const { json, tables, times, sources } = await prepared.planned.executeOrThrow(
      variables,
      context,
      MAX_INTERNAL_PAGE,
    );
    const { dependencies, now, record } = request;
    if (dependencies) {
      dependencies.read(tables);
      dependencies.tag(this.cacheTags.ofResponse(sources));
      dependencies.expireAt(await context.reader.nextMoment(times, now, record));
    }
    return JSON.parse(Buffer.concat(json).toString()) as Data;
  };

  /**
   * Checks a query before a part of it is stored, with the limits of a client without a key. Only one that is not planned
   * is executed for that. Stored parts are not checked again, so that they outlive stricter limits.
   * @throws Refusal, GraphQLError
   */
  readonly check = async <Data, Variables extends OperationVariables>(
    operation: TypedOperation<Data, Variables>,
    variables: NoInfer<Variables>,
    request: InternalRequest,
  ): Promise<void> => {
    const prepared = this.#prepare(operation);
    prepared.measures.check(variables);
    const context = this.#contextFor(prepared, request);
    if (prepared.planned) prepared.planned.prepare(variables, context);
    else await this.#execute(prepared, variables, context);
  };

  #prepare(operation: { toString(): string }): PreparedOperation {
    const prepared = this.queries.own(operation.toString()).operation(undefined);
    if (!prepared) throw new Error('A document of the program must have exactly one operation.');
    return prepared;
  }

  #contextFor({ statements }: PreparedOperation, request: InternalRequest): ReadContext {
    const { locale, now, record, snapshot } = request;
    const { locales } = this;
    const reader = snapshot ? this.reader.within(snapshot) : this.reader;
    const viewer: Viewer = publicViewer;
    return { reader, locales, locale, now, viewer, statements, servedLocales: new Set(), record };
  }

  /** Executes operations with fields that are not planned, such as the selection of a webhook. */
  async #execute(
    { document }: PreparedOperation,
    variableValues: OperationVariables,
    contextValue: ReadContext,
  ): Promise<unknown> {
    const { schema } = this.queries;
    const { data, errors = [] } = await execute({ schema, document, contextValue, variableValues });
    if (errors[0]) throw errors[0].originalError ?? errors[0];
    return data;
  }
}
