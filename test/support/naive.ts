import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldNode,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  printSchema,
} from 'graphql';
import { parseGlobalId } from '../../src/content/contract/global-id.js';
import type { Locales } from '../../src/content/language/locale.js';
import type { TestApplication } from './application.js';
import { fieldOf } from './naive-fields.js';
import { filtered } from './naive-filters.js';
import { BY_PUBLICATION, compareIn, connection, orderOf } from './naive-lists.js';
import { objectsOf, outcomeOf, type PayloadOutcome } from './naive-mutations.js';
import { type Args, holderOf, Rows, type Scope, type Thing, thing } from './naive-rows.js';
import { today } from './naive-values.js';
import { type RootFields, rootFieldsOf } from './root-fields.js';

interface Context {
  readonly now: Date;
}

/**
 * Answers operations the way one would without a planner: all rows are in memory, and every field follows its
 * keys through them. It shares no code with the planner; what it knows of the fields it has from the schema.
 */
export class NaiveReference {
  /** What was asked of it so far and had a value: "Event.title", "Event.title(locale)", "EventFilter.kind". */
  readonly covered = new Set<string>();
  readonly #schema: GraphQLSchema;
  readonly #roots: RootFields;

  static async over({ schema, store, endpoint }: TestApplication): Promise<NaiveReference> {
    const [draft, published] = await Promise.all([Rows.load(store.draft), Rows.load(store.published)]);
    return new NaiveReference(schema, { DRAFT: draft, PUBLISHED: published }, endpoint.locales);
  }

  /** The same for somebody who sees the drafts of some objects only, and is told of them by a preview token. */
  preview(ids: ReadonlySet<string>): NaiveReference {
    const { DRAFT: draft, PUBLISHED: published } = this.stages;
    const previewed = Rows.previewed(draft, published, ids);
    return new NaiveReference(this.schema, { DRAFT: previewed, PUBLISHED: published }, this.locales);
  }

  private constructor(
    readonly schema: GraphQLSchema,
    readonly stages: Readonly<Record<'DRAFT' | 'PUBLISHED', Rows>>,
    readonly locales: Locales,
  ) {
    // From its text, so that nothing of how the program resolves it comes along.
    this.#schema = buildSchema(printSchema(schema));
    this.#roots = rootFieldsOf(this.#schema);
  }

  async answer(
    document: DocumentNode,
    variableValues: Record<string, unknown>,
    now: Date,
  ): Promise<ExecutionResult> {
    return execute({
      schema: this.#schema,
      document,
      variableValues,
      contextValue: { now } satisfies Context,
      fieldResolver: this.#resolve,
      typeResolver: (value) => (value as Thing).__typename,
    });
  }

  readonly #resolve: GraphQLFieldResolver<unknown, Context, Args> = (source, args, context, info) => {
    const parent = info.parentType.name;
    const value = this.#resolveIn(parent, source, info.fieldName, args, context);
    if (value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)) {
      this.#cover(`${parent}.${info.fieldName}`, info.fieldNodes[0], args);
    }
    return value;
  };

  #resolveIn(parent: string, source: unknown, field: string, args: Args, context: Context): unknown {
    if (parent === 'Query') return this.#root(field, args, context);
    if (parent === 'Mutation') return outcomeOf(this.stages.DRAFT, field, args.input as Args);
    // Nothing that these mutations do is worth a warning.
    if (parent.endsWith('Payload') && field === 'findings') return [];
    if (parent.endsWith('Payload') && field !== 'userErrors')
      return objectsOf(this.#scope({ ...args, stage: 'DRAFT' }, context), parent, source as PayloadOutcome);
    return this.#value(source, field, args);
  }

  /** Things are looked up; all else, such as a page, is an object with its fields. */
  #value(source: unknown, field: string, args: Args): unknown {
    const object = source as Thing | Readonly<Record<string, unknown>>;
    return 'row' in object ? fieldOf(object as Thing, field, args) : object[field as keyof typeof object];
  }

  #cover(field: string, node: FieldNode | undefined, args: Args): void {
    this.covered.add(field);
    for (const { name } of node?.arguments ?? []) {
      const value = args[name.value];
      if (value === null || value === undefined) continue;
      this.covered.add(`${field}(${name.value})`);
      if (name.value !== 'filter') continue;
      const input = this.#schema.getType(`${this.#roots.many[field.split('.')[1] ?? ''] ?? ''}Filter`)?.name;
      for (const [key, inner] of Object.entries(value))
        if (inner !== null) this.covered.add(`${input}.${key}`);
    }
  }

  #root(field: string, args: Args, context: Context): unknown {
    if (field === 'locales') return this.#locales();
    const scope = this.#scope(args, context);
    const { one, many } = this.#roots;
    if (one[field]) return this.#one(one[field], scope, args);
    if (many[field]) return this.#many(many[field], scope, args);
    if (field === 'node') return nodeOf(scope, args.id);
    if (field === 'nodes') return (args.ids as string[]).map((id) => nodeOf(scope, id));
    if (field === 'latestIssue') return latestIssue(scope);
    throw new Error(`The reference knows no root field ${field}.`);
  }

  #scope({ locale, fallback, stage }: Args, { now }: Context): Scope {
    const { locales } = this;
    return {
      rows: this.stages[stage === 'DRAFT' ? 'DRAFT' : 'PUBLISHED'],
      locales,
      locale: typeof locale === 'string' ? locales.match(locale) : locales.default,
      fallback: fallback !== false,
      now,
    };
  }

  #one(type: string, scope: Scope, { id, slug }: Args): Thing | null {
    if (typeof id === typeof slug) throw new GraphQLError('Exactly one of "id" and "slug".');
    if (typeof slug !== 'string') {
      if (parseGlobalId(String(id), []).table !== scope.rows.tableName(type))
        throw new GraphQLError('Another type.');
      return nodeOf(scope, id);
    }
    const found = holderOf(scope, type, slug);
    const object = found ? thing(scope, type, found) : null;
    return object && { ...object, requestedSlug: slug };
  }

  #many(type: string, scope: Scope, args: Args) {
    const order = orderOf(type, String(args.orderBy));
    if (!order) throw new Error(`The reference knows no order ${args.orderBy} of ${type}.`);
    const all = scope.rows.all(type).map((row): Thing => ({ __typename: type, row, scope }));
    return connection(filtered(all, type, args.filter), type, order, args);
  }

  #locales() {
    const nameIn = (language: string, code: string) =>
      new Intl.DisplayNames([language], { type: 'language', languageDisplay: 'standard' }).of(code);
    return this.locales.all.map(({ code, fallbacks }) => ({
      __typename: 'LocaleInfo',
      code,
      fallbacks,
      name: nameIn('en', code),
      nativeName: nameIn(code, code),
      isDefault: code === this.locales.default,
    }));
  }
}

function latestIssue(scope: Scope): Thing | null {
  const past = scope.rows
    .all('Issue')
    .filter(({ publishedOn }) => publishedOn !== null && String(publishedOn) <= today(scope));
  const issues = past.map((row): Thing => ({ __typename: 'Issue', row, scope }));
  return issues.sort((a, b) => compareIn(BY_PUBLICATION, b, a))[0] ?? null;
}

function nodeOf(scope: Scope, id: unknown): Thing | null {
  const { table, id: uuid } = parseGlobalId(String(id), []);
  const entity = scope.rows.entityOf(table);
  // Parts have no ids of their own in the schema: only content, which has text, is a node.
  return entity && scope.rows.has(`${entity}Text`) ? thing(scope, entity, uuid) : null;
}
