import { execute } from 'graphql';
import { publicViewer, type Viewer } from '../content/contract/access.js';
import type { Locales } from '../content/language/locale.js';
import type { CacheTags } from '../content/reading/cache-tags.js';
import type { ContentReader, ReadContext } from '../content/reading/reader.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';
import type { AskPublic, OwnRequest } from '../http/public-api.js';
import type { PreparedQueries } from './prepared-queries.js';
import type { PreparedOperation } from './prepared-query.js';

/** More than anybody may ask for over HTTP. */
const MAX_PAGE = 2_000;

/** What the program asks of its own API, as the public and with pages as large as it likes. */
export class OwnQueries {
  constructor(
    readonly queries: PreparedQueries,
    readonly reader: ContentReader,
    readonly locales: Locales,
    readonly cacheTags: CacheTags,
  ) {}

  /** @throws Refusal, GraphQLError for what the API refuses */
  readonly ask: AskPublic = async <Data, Variables extends OperationVariables>(
    operation: TypedOperation<Data, Variables>,
    variables: Variables,
    asked: OwnRequest,
  ): Promise<Data> => {
    const prepared = this.#prepare(operation);
    const context = this.#contextFor(prepared, asked);
    if (!prepared.planned) return this.#execute(prepared, variables, context) as Promise<Data>;
    const { json, tables, times, sources } = await prepared.planned.ask(variables, context, MAX_PAGE);
    const { dependencies, now, record } = asked;
    if (dependencies) {
      dependencies.read(tables);
      dependencies.tag(this.cacheTags.ofAnswer(sources));
      dependencies.expireAt(await this.reader.nextMoment(times, now, record));
    }
    return JSON.parse(Buffer.concat(json).toString()) as Data;
  };

  /**
   * Looks at what would be asked, without asking the database.
   * @throws Refusal, GraphQLError for what the API would refuse
   */
  readonly check = <Data, Variables extends OperationVariables>(
    operation: TypedOperation<Data, Variables>,
    variables: NoInfer<Variables>,
    asked: OwnRequest,
  ): void => {
    const prepared = this.#prepare(operation);
    if (!prepared.planned) throw new Error('What is only checked has to be planned.');
    prepared.planned.prepare(variables, this.#contextFor(prepared, asked), MAX_PAGE);
  };

  #prepare(operation: { toString(): string }): PreparedOperation {
    const prepared = this.queries.own(operation.toString()).operation(undefined);
    if (!prepared) throw new Error('What the program asks has to be one operation.');
    return prepared;
  }

  #contextFor({ statements }: PreparedOperation, { locale, now, record }: OwnRequest): ReadContext {
    const { reader, locales } = this;
    const viewer: Viewer = publicViewer;
    return { reader, locales, locale, now, viewer, statements, servedLocales: new Set(), record };
  }

  /** What has fields that are not planned, such as the selection of a webhook. */
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
