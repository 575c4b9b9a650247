import type { GraphQLResolveInfo } from 'graphql';
import type { Database } from '../foundation/database.js';
import type { DependencyRecord } from '../http/dependencies.js';
import { assertCanRead, type Viewer } from './access.js';
import { localeArgument } from './planner/expressions.js';
import { PlanCache } from './planner/plan-cache.js';
import type { RootPlan } from './planner/roots.js';
import type { LocaleSource } from './planner/row.js';
import { SelectedField } from './planner/selection.js';
import { type CompiledStatement, type ReadRequest, Statement } from './planner/statement.js';
import type { Stage } from './stage.js';

/** What reading content needs to know of a request. */
export interface ReadContext extends ReadRequest {
  readonly viewer: Viewer;
  readonly reader: ContentReader;
  /** Collects the locales that the answer is in, for `Content-Language`. */
  readonly servedLocales: Set<string>;
  /** Collects what the answer is made from, where it may be kept. */
  readonly dependencies?: DependencyRecord;
  /** Set for documents of the program itself, which may ask for larger pages than clients. */
  readonly maxPage?: number;
}

export interface RootField {
  readonly plan: RootPlan;
  /** Distinguishes plans that differ by data, such as by the type that an id names. */
  readonly key?: string;
  readonly stage?: Stage;
}

const MAX_NAMED = 1_000;

/** Reads content: one SQL statement for a root field, whatever it selects. */
export class ContentReader {
  readonly #plans = new PlanCache();
  readonly #seen = new Set<string>();
  readonly #named = new Set<string>();

  constructor(readonly database: Pick<Database, 'read'>) {}

  async read(info: GraphQLResolveInfo, context: ReadContext, root: RootField): Promise<unknown> {
    const stage = root.stage ?? 'published';
    assertCanRead(context.viewer, stage);
    const { previewed } = context.viewer;
    const isPreview = stage === 'draft' && previewed !== undefined;
    const statement = this.#plans.get(info, `${root.key ?? ''} ${stage}${isPreview ? ' preview' : ''}`, () =>
      compile(info, root.plan, { stage, isPreview, maxPage: context.maxPage }),
    );
    const request = previewed ? { ...context, previewed: [...previewed] } : context;
    const values = statement.values(request, info.variableValues);
    const { text } = statement;
    const rows = await this.database.read(
      stage,
      this.#isWorthAName(statement) ? statement : { text },
      values,
    );
    await this.#record(statement, context);
    const [json, locale] = rows[0] ?? [];
    context.servedLocales.add(String(locale));
    return json === null || json === undefined ? null : JSON.parse(String(json));
  }

  async #record(statement: CompiledStatement, { dependencies, now }: ReadContext): Promise<void> {
    if (!dependencies) return;
    // Changes are told by the name of the table alone: everything that may be kept is read in `published`.
    for (const table of statement.tables) dependencies.tables.add(table.slice(table.indexOf('.') + 1));
    if (statement.nextMoment === undefined) return;
    const rows = await this.database.read('published', { text: statement.nextMoment }, [now.toISOString()]);
    const moment = rows[0]?.[0];
    if (moment) dependencies.expireAt(new Date(moment as Date));
  }

  /**
   * Connections keep what has a name for ever. So a statement gets its name when it comes a second time, and only
   * so many ever get one: clients that make up operations do not fill the database's memory.
   */
  #isWorthAName({ name }: CompiledStatement): boolean {
    if (this.#named.has(name)) return true;
    if (this.#seen.delete(name) && this.#named.size < MAX_NAMED) {
      this.#named.add(name);
      return true;
    }
    if (this.#seen.size >= MAX_NAMED) this.#seen.clear();
    this.#seen.add(name);
    return false;
  }
}

function compile(
  info: GraphQLResolveInfo,
  plan: RootPlan,
  reading: { readonly stage: Stage; readonly isPreview: boolean; readonly maxPage: number | undefined },
): CompiledStatement {
  const { schema, fragments, variableValues: variables } = info;
  const { stage, isPreview, maxPage } = reading;
  const statement = new Statement({ schema, fragments, variables, maxPage }, stage, isPreview);
  const definition = info.parentType.getFields()[info.fieldName];
  const field = new SelectedField(statement, String(info.path.key), info.fieldNodes, definition);
  const locale = localeArgument(field) ?? requestLocale(statement);
  const fallback = field.arguments.get('fallback').value !== false;
  const sql = plan(field, { locale, fallback });
  return statement.complete(sql, locale.sql);
}

function requestLocale(statement: Statement): LocaleSource {
  const read: LocaleSource['read'] = (request) => request.locale;
  return { sql: statement.bind('locale of the request', 'text', read), read };
}
