import {
  buildASTSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  printSchema,
  visit,
} from 'graphql';
import { DRAFT_FILTERS } from '../../src/content/history/history.content.js';

/** Root fields that are not planned content, or that have tests of their own kind. */
const OTHER_ROOTS = [
  'accounts',
  'apiKeys',
  'auditLog',
  'bulkOperation',
  'contentDocuments',
  'contentTypes',
  'deletedObjects',
  'enumLabels',
  'issuePublishPlan',
  'merges',
  'publishPlan',
  'partnerFeed',
  'printedNames',
  'partnerFeeds',
  'personalData',
  'references',
  'schedules',
  'search',
  'viewer',
  'webhook',
  'webhookDelivery',
  'webhooks',
  'withdrawnEvents',
];
/** Fields of content that only editors may ask for, and only of drafts. */
export const EDITORS_FIELDS = ['revisions', 'publication'];

/** What mistakes are said in depends on more than the operation. */
const TOLD_OF_MISTAKES = ['code', 'path'];

/** The part of the schema that the public reads content with, and some mutations with what their payloads show of it. */
export function contentSchemaOf(schema: GraphQLSchema, mutations: readonly string[] = []): GraphQLSchema {
  const reduced = visit(parse(printSchema(schema)), {
    ObjectTypeDefinition: (node) =>
      node.name.value === 'Mutation' && mutations.length === 0 ? null : undefined,
    FieldDefinition: ({ name: { value: name } }, _key, _parent, _path, ancestors) => {
      const owner = ancestors.at(-1);
      const of =
        typeof owner === 'object' && 'kind' in owner && owner.kind === Kind.OBJECT_TYPE_DEFINITION
          ? owner.name.value
          : '';
      if (of === 'Mutation') return mutations.includes(name) ? undefined : null;
      if (of === 'UserError') return TOLD_OF_MISTAKES.includes(name) ? undefined : null;
      if (/(?<!List)Payload$/.test(of) && name === 'findings') return null;
      if (of.endsWith('ListPayload') && ['leftOut', 'publicChanges', 'schedules'].includes(name)) return null;
      const left = of === 'Query' ? OTHER_ROOTS : EDITORS_FIELDS;
      return left.includes(name) ? null : undefined;
    },
    InputValueDefinition: ({ name: { value: name } }) => (DRAFT_FILTERS.includes(name) ? null : undefined),
  });
  const whole = buildASTSchema(reduced);
  const reached = reachable(whole);
  const definitions = reduced.definitions.filter(
    (node) =>
      !('name' in node) ||
      !node.name ||
      node.kind === Kind.DIRECTIVE_DEFINITION ||
      reached.has(node.name.value),
  );
  return buildASTSchema({ ...reduced, definitions });
}

function reachable(schema: GraphQLSchema): Set<string> {
  const found = new Set<string>();
  const visitType = (type: GraphQLNamedType | null | undefined): void => {
    if (!type || found.has(type.name)) return;
    found.add(type.name);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visitType);
    if (isObjectType(type) || isInterfaceType(type)) {
      type.getInterfaces().forEach(visitType);
      for (const field of Object.values(type.getFields())) {
        visitType(getNamedType(field.type));
        for (const { type: argument } of field.args) visitType(getNamedType(argument));
      }
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) visitType(getNamedType(field.type));
    }
  };
  visitType(schema.getQueryType());
  visitType(schema.getMutationType());
  return found;
}
