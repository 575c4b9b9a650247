import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { printSortedSchema } from '../graphql/schema.js';
import { platformSchema } from './platform-schema.js';

// Run from the root of the project: writes the file that the test compares with.
await writeFile('schema.graphql', printSortedSchema(await platformSchema()));
