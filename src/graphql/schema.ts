import {
  GraphQLDirective,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  specifiedDirectives,
} from 'graphql';
import { buildSchema, type NonEmptyArray } from 'type-graphql';
import { ContentPushResolver } from '../content/editing/content-push.resolver.js';
import { HistoryResolver } from '../content/editing/history.resolver.js';
import { mutationResolvers } from '../content/editing/mutation.resolver.js';
import { PreviewResolver } from '../content/editing/preview.resolver.js';
import { nameContentKinds } from '../content/model/content-kind.js';
import type { ContentType } from '../content/model/content-type.js';
import { contentResolver } from '../content/reading/content.resolver.js';
import { EnumLabelsResolver } from '../content/reading/enum-labels.resolver.js';
import { LocaleResolver } from '../content/reading/locale.resolver.js';
import { nodeResolver } from '../content/reading/node.resolver.js';
import { planOf } from '../content/reading/planned-field.js';
import { searchResolver } from '../content/search/search.resolver.js';
import { ReadPageInfo } from '../content/storage/pagination.js';
import { mapErrors } from './errors.js';

/** Builds the schema of all content types. @param resolvers those that types have beside the generated ones */
export async function createSchema(
  types: readonly ContentType[],
  resolvers: readonly Function[],
  inputs: readonly Function[] = [],
): Promise<GraphQLSchema> {
  nameContentKinds(types);
  const pages = types.filter((type) => type.declaration.root).map(contentResolver);
  const schema = await buildSchema({
    resolvers: [
      EnumLabelsResolver,
      LocaleResolver,
      nodeResolver(types),
      searchResolver(types),
      ...pages,
      ...types.flatMap(mutationResolvers),
      ContentPushResolver,
      HistoryResolver,
      PreviewResolver,
      ...resolvers,
    ] as unknown as NonEmptyArray<Function>,
    orphanedTypes: [...types.map((type) => type.type as Function), ...inputs],
    directives: standardDirectives,
    // Apollo Server checks the schema, too.
    skipCheck: true,
    globalMiddlewares: [mapErrors],
    validate: { skipMissingProperties: true, forbidUnknownValues: false },
  });
  for (const type of plannedTypes(schema, types)) {
    for (const field of Object.values(type.getFields())) field.resolve = readPlanned;
  }
  return schema;
}

/** The schema in SDL, sorted so that it does not depend on the order of imports. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/**
 * graphql-js also allows `@deprecated` on directive definitions, which no edition of the specification does yet; other
 * implementations cannot build a schema from such an introspection.
 */
const standardDirectives = specifiedDirectives.map((directive) => {
  const locations = directive.locations.filter((location) => String(location) !== 'DIRECTIVE_DEFINITION');
  return new GraphQLDirective({ ...directive.toConfig(), locations });
});

/** The planner returns values under response keys, so that two aliases of one field do not collide. */
const readPlanned: GraphQLFieldResolver<Record<string, unknown>, unknown> = (
  source,
  _arguments,
  _context,
  info,
) => (source instanceof ReadPageInfo ? source[info.fieldName as keyof ReadPageInfo] : source[info.path.key]);

/** All object types that the planner reads: content types, and the types that are reached from them. */
function plannedTypes(schema: GraphQLSchema, types: readonly ContentType[]): Set<GraphQLObjectType> {
  const found = new Set<GraphQLObjectType>();
  const visit = (type: GraphQLNamedType | undefined): void => {
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visit);
    if (!isObjectType(type) || found.has(type)) return;
    found.add(type);
    for (const field of Object.values(type.getFields())) visit(getNamedType(field.type));
  };
  for (const { name } of types) {
    visit(schema.getType(name));
    visit(schema.getType(`${name}Connection`));
  }
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {}))
    if (planOf(field)) visit(getNamedType(field.type));
  return found;
}
