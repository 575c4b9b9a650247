import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { contentTypes } from '../src/app/content-types.js';
import { platformSchema } from '../src/app/platform-schema.js';
import { printSortedSchema } from '../src/graphql/schema.js';
import { ROOT } from './support/root.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await platformSchema();
});

describe('the public schema', () => {
  test('is the one that is committed; run `npm run schema` after a change', () => {
    const committed = readFileSync(new URL('schema.graphql', ROOT), 'utf8');

    expect(printSortedSchema(schema)).toBe(committed);
  });

  test('says of nothing twice when it is null', () => {
    const twice = elementsOf(schema).filter(([, description]) =>
      /\bnull\b[^.]*;[^.]*\bnull\b/.test(description ?? ''),
    );

    expect(twice).toEqual([]);
  });

  test('describes every type, field, argument and value in a sentence', () => {
    const undescribed = elementsOf(schema).filter(([, description]) => !description?.trim().endsWith('.'));

    expect(undescribed.map(([name]) => name)).toEqual([]);
  });

  test('can be read by implementations that know the specification and nothing beyond it', () => {
    const locations = schema.getDirectives().flatMap((directive) => directive.locations);

    expect(locations).not.toContain('DIRECTIVE_DEFINITION');
    expect(schema.getDirective('deprecated')?.locations).toContain('FIELD_DEFINITION');
  });

  test('has for every field of content how it is read', () => {
    for (const shape of contentTypes) {
      const type = schema.getType(shape.name);
      const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
      for (const field of fields) expect(() => shape.plan(field)).not.toThrow();
    }
  });
});

function elementsOf(of: GraphQLSchema): [string, string | null | undefined][] {
  const builtIn = ['String', 'Int', 'Float', 'Boolean', 'ID'];
  return Object.values(of.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !builtIn.includes(type.name))
    .flatMap((type) => {
      const own: [string, string | null | undefined][] =
        type === of.getQueryType() || type === of.getMutationType() ? [] : [[type.name, type.description]];
      if (isEnumType(type)) {
        return [
          ...own,
          ...type
            .getValues()
            .map((value) => [`${type.name}.${value.name}`, value.description] as [string, string]),
        ];
      }
      if (isInputObjectType(type)) {
        return [
          ...own,
          ...Object.values(type.getFields()).map(
            (field) => [`${type.name}.${field.name}`, field.description] as [string, string],
          ),
        ];
      }
      if (!isObjectType(type) && !isInterfaceType(type)) return own;
      return [
        ...own,
        ...Object.values(type.getFields()).flatMap((field) => [
          [`${type.name}.${field.name}`, field.description] as [string, string],
          ...field.args.map(
            (argument) =>
              [`${type.name}.${field.name}(${argument.name})`, argument.description] as [string, string],
          ),
        ]),
      ];
    });
}
