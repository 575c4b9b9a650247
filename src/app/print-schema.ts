import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { createSchema, printSortedSchema } from '../graphql/schema.js';
import { contentTypes } from './content-types.js';
import { typeResolvers } from './resolvers.js';

// Run from the root of the project: writes what the test compares with.
await writeFile('schema.graphql', printSortedSchema(await createSchema(contentTypes, typeResolvers)));
