import { pathToFileURL } from 'node:url';

/** The folder of the repository, from which npm runs the tests; they themselves are compiled to elsewhere. */
export const ROOT = pathToFileURL(`${process.cwd()}/`);
