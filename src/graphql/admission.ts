import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { PartnerContext } from '../partners/partner-context.js';
import { checkLimits, type Measure } from './limits.js';

/** A valid operation that somebody asks for, with the variables as they came. */
export interface AskedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What GraphQL knows of a request. */
export interface GraphQLContext extends PartnerContext {
  /** Whether its operation may run, once that was asked. */
  admission?: Promise<Measure>;
}

/**
 * Decides whether an operation may run, before anything of it is read. What it costs is known here, and every operation
 * comes by, however it is answered then; asked again for the same request, it says the same.
 * @throws GraphQLError QUERY_TOO_COMPLEX
 */
export function admit(context: GraphQLContext, asked: AskedOperation): Promise<Measure> {
  context.admission ??= decide(asked);
  return context.admission;
}

async function decide({ schema, document, operation, variables }: AskedOperation): Promise<Measure> {
  return checkLimits(schema, document, operation, variables);
}
