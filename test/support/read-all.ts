import { type GraphQLSchema, parse } from 'graphql';
import { contentTypes } from '../../src/app/content-types.js';
import type { Viewer } from '../../src/content/contract/access.js';
import type { TestApplication } from './application.js';
import { contentSchemaOf } from './content-schema.js';
import { deepSelection } from './deep-selection.js';
import { executed } from './executed.js';

/** The ways in which words are read: in each language, and in one by its own words alone. */
const READINGS = ['locale: "en"', 'locale: "zh-Hant"', 'locale: "zh-Hans"', 'locale: "en", fallback: false'];

const LISTS = {
  events: 'Event',
  articles: 'Article',
  issues: 'Issue',
  organisations: 'Organisation',
  people: 'Person',
};

interface Reading {
  readonly viewer: Viewer;
  readonly stage: 'DRAFT' | 'PUBLISHED';
  /** How far what objects lead to is followed. */
  readonly steps: number;
}

/** All answers to what a viewer can ask about objects, by their ids and in lists; not over HTTP, so without limits. */
export async function readAll(
  app: TestApplication,
  ids: readonly string[],
  { viewer, stage, steps }: Reading,
): Promise<string[]> {
  const schema = contentSchemaOf(app.schema);
  const texts: string[] = [];
  const ask = async (source: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await executed(app, parse(source), variables, {
      viewer,
      now: app.endpoint.clock(),
    });
    if (errors) throw errors[0];
    texts.push(JSON.stringify(data));
  };
  for (const reading of READINGS) {
    const given = `stage: ${stage}, ${reading}`;
    for (const { name, table } of contentTypes) {
      const own = ids.filter((id) => id.startsWith(`${table}_`) && id.length === table.length + 37);
      const source = `query ($ids: [ID!]!) { nodes(ids: $ids, ${given}) { ... on ${name} ${selectionOf(schema, name, steps)} } }`;
      for (let from = 0; from < own.length; from += 50)
        await ask(source, { ids: own.slice(from, from + 50) });
    }
    for (const [field, name] of Object.entries(LISTS)) {
      const nodes = `{ totalCount nodes ${selectionOf(schema, name, 1)} }`;
      await ask(
        `{ first: ${field}(${given}, first: 100) ${nodes} last: ${field}(${given}, last: 100) ${nodes} }`,
      );
    }
    await ask(`{ withdrawnEvents(first: 100, ${reading}) { nodes { id title } } }`);
  }
  return texts;
}

function selectionOf(schema: GraphQLSchema, name: string, steps: number): string {
  const type = schema.getType(name);
  if (!type) throw new Error(`There is no type ${name}.`);
  return deepSelection(schema, type, steps);
}
