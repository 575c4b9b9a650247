import type { GraphQLSchema } from 'graphql';
import { createSchema } from '../graphql/schema.js';
import { contentTypes } from './content-types.js';
import { typeResolvers } from './resolvers.js';

let schema: Promise<GraphQLSchema> | undefined;

/** Of the whole program. It follows from the declarations alone, so one serves every application of a process. */
export function platformSchema(): Promise<GraphQLSchema> {
  schema ??= createSchema(contentTypes, typeResolvers);
  return schema;
}
