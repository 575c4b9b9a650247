import type { FieldNode, GraphQLField, GraphQLResolveInfo } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../foundation/database.js';
import type { RequestRecord } from '../../foundation/request-record.js';
import { assertCanRead, type Viewer } from '../contract/access.js';
import type { Stage } from '../contract/stage.js';
import type { ContentType } from '../model/content-type.js';
import type { CompiledStatement, TimeDependence } from '../sql/compiled-statement.js';
import { localeArgument } from '../sql/expressions.js';
import { nextMoment } from '../sql/next-moment.js';
import { type PreviewTables } from '../sql/preview-tables.js';
import type { Operation, ReadOptions, ReadRequest } from '../sql/read-request.js';
import type { RootPlan } from '../sql/roots.js';
import type { LocaleSource } from '../sql/row.js';
import { SelectedField } from '../sql/selection.js';
import { Statement } from '../sql/statement.js';
import type { OperationStatements } from './operation-statements.js';
import type { RootField } from './planned-field.js';
import { previewTablesOf } from './preview-columns.js';

/** The context of reading content. */
export interface ReadContext extends ReadRequest {
  readonly viewer: Viewer;
  readonly reader: ContentReader;
  /** The statements of the prepared operation. */
  readonly statements?: OperationStatements;
  /** Collects the locales of the response, for `Content-Language`. */
  readonly servedLocales: Set<string>;
  /** The record of the request; absent for reads of the program itself. */
  readonly record?: RequestRecord | undefined;
  /** Errors of root fields by response key, whose statements have failed already and are not repeated. */
  failures?: ReadonlyMap<string, unknown>;
}

/** More statements than a website has. */
const MAX_EXECUTED = 2_000;

/** Reads content with one SQL statement for each root field, whatever it selects. */
export class ContentReader {
  #executed = new LRUCache<string, true>({ max: MAX_EXECUTED });

  constructor(
    readonly database: Pick<Database, 'read'>,
    readonly types: readonly ContentType[],
    readonly previewTables: PreviewTables = previewTablesOf(types),
  ) {}

  /** A reader of one snapshot. */
  within(snapshot: Pick<Database, 'read'>): ContentReader {
    const reader = new ContentReader(snapshot, this.types, this.previewTables);
    reader.#executed = this.#executed;
    return reader;
  }

  async read(info: GraphQLResolveInfo, context: ReadContext, root: RootField): Promise<unknown> {
    const isRoot = info.path.prev === undefined;
    if (isRoot && context.failures?.has(String(info.path.key)))
      throw context.failures.get(String(info.path.key));
    const reading = readingOf(root, context);
    const { schema, fragments, variableValues: variables } = info;
    const key = `${placeOf(info.path)} ${root.key ?? ''} ${reading.stage}${reading.preview ? ' preview' : ''}`;
    const { statements } = context;
    if (!statements) throw new Error('A field was read outside of a prepared operation.');
    const statement = statements.get(key, statements.shapeOf(variables), () => {
      const definition = info.parentType.getFields()[info.fieldName];
      const field = { key: String(info.path.key), nodes: info.fieldNodes, definition };
      return compile({ schema, fragments, variables }, field, root.plan, reading);
    });
    const { values, locale } = statement.bind(requestOf(context), variables);
    const json = await this.fetch(reading.stage, statement, values, context.record);
    if (locale !== undefined) context.servedLocales.add(locale);
    return json === undefined ? null : JSON.parse(json.toString());
  }

  /** The JSON of a root field; undefined for null. */
  async fetch(
    stage: Stage,
    statement: CompiledStatement,
    values: readonly unknown[],
    record?: RequestRecord,
  ): Promise<Buffer | undefined> {
    const { name, text, finish } = statement;
    const isNamed = this.#isRepeated(statement);
    const json = await this.database.read(stage, isNamed ? { name, text } : { text }, values, record);
    if (!finish || !json) return json;
    const value: unknown = JSON.parse(json.toString());
    finish(value);
    return Buffer.from(JSON.stringify(value));
  }

  /** The first instant after `now` at which the response may change with time; undefined if none. */
  async nextMoment(times: TimeDependence, now: Date, record?: RequestRecord): Promise<Date | undefined> {
    const text = nextMoment(times);
    if (text === undefined) return undefined;
    const json = await this.database.read('published', { text }, [now.toISOString()], record);
    return json === undefined ? undefined : new Date(JSON.parse(json.toString()) as string);
  }

  /**
   * A named statement stays prepared in each connection, which costs memory. It gets its name on the second run, so
   * that made-up operations do not evict frequent ones.
   */
  #isRepeated({ name }: CompiledStatement): boolean {
    const isRepeated = this.#executed.get(name) === true;
    if (!isRepeated) this.#executed.set(name, true);
    return isRepeated;
  }
}

/**
 * The place of a field in a response, which decides the selections that are merged there. Entries of a list share one
 * place.
 */
function placeOf({ prev, key, typename }: GraphQLResolveInfo['path']): string {
  const before = prev ? placeOf(prev) : '';
  return typename === undefined ? before : `${before}/${typename}.${key}`;
}

/** The read options for a viewer. @throws Refusal */
export function readingOf({ stage = 'published' }: RootField, { viewer, reader }: ReadContext): ReadOptions {
  assertCanRead(viewer, stage);
  const isPreview = stage === 'draft' && viewer.previewed !== undefined;
  return isPreview ? { stage, preview: reader.previewTables } : { stage };
}

/** The values of a request that statements read. */
export function requestOf(context: ReadContext): ReadRequest {
  const { previewed, merged } = context.viewer;
  return previewed ? { ...context, previewed: [...previewed], merged } : context;
}

/** A field of an operation, with all its nodes. */
export interface RequestedField {
  /** The response key. */
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly definition: GraphQLField<unknown, unknown> | undefined;
}

export function compile(
  operation: Operation,
  { key, nodes, definition }: RequestedField,
  plan: RootPlan,
  reading: ReadOptions,
): CompiledStatement {
  const statement = new Statement(operation, reading);
  const field = new SelectedField(statement, key, nodes, definition);
  const ownLocale = localeArgument(field);
  const locale = ownLocale ?? requestLocale(statement);
  const fallback = field.arguments.get('fallback').value !== false;
  return statement.complete(plan(field, { locale, fallback }), locale.read, ownLocale === undefined);
}

function requestLocale(statement: Statement): LocaleSource {
  const read: LocaleSource['read'] = (request) => request.locale;
  return { sql: statement.bind('locale of the request', 'text', read), read };
}
