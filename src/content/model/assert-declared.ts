import type { ContentType } from './content-type.js';
import { definedFields } from './field.js';
import { columnTypesOf, type Shape } from './shape.js';

/** Names that input, documents and rows of text have for something else. */
const TAKEN = ['id', 'text', 'translations', 'locale', 'fallback', 'own', 'content', 'contentId', 'slug'];

/**
 * Checks what TypeScript cannot: names that declarations give as text.
 * @returns the same types
 * @throws Error that says which name of which type is wrong, and what there is
 */
export function assertDeclared(types: readonly ContentType[]): readonly ContentType[] {
  assertOnce(types, ({ noun }) => noun);
  assertOnce(types, ({ nouns, noun }) => (nouns === noun ? undefined : nouns));
  for (const type of types) {
    const { name, declaration } = type;
    const { carries = [], accompanies = [], siblings, contents } = declaration;
    assertFields(type);
    for (const field of [...carries, ...accompanies, ...(siblings ? [siblings] : [])])
      assertKnown(`${name} names`, field, [...type.references.keys()]);
    if (contents) assertKnown(`${name} has as its contents`, contents, [...type.owned.keys()]);
    for (const [order, { keys }] of Object.entries(declaration.listing?.orders ?? {}))
      for (const { property, from = 'row', value } of keys)
        if (!value && from !== 'link')
          assertKnown(`${name} is sorted by ${order}, which names`, property, propertiesOf(type, from));
    for (const [field, { shape, key }] of type.owned)
      assertKnown(`${name}.${field} says that its rows have the key`, key, propertiesOf(shape(), 'row'));
  }
  return types;
}

function assertFields({ name, entity }: ContentType): void {
  const taken = definedFields(entity).find((field) => TAKEN.includes(field.name));
  if (taken) throw new Error(`${name}.${taken.name}: every type has something else of that name.`);
}

function propertiesOf(shape: Shape, from: 'row' | 'text'): readonly string[] {
  return from === 'text' ? shape.textFields : [...columnTypesOf(shape.entity).keys()];
}

function assertKnown(who: string, named: string, known: readonly string[]): void {
  if (!known.includes(named))
    throw new Error(`${who} "${named}"; there is ${known.join(', ') || 'nothing'}.`);
}

function assertOnce(types: readonly ContentType[], nameOf: (type: ContentType) => string | undefined): void {
  const seen = new Map<string, ContentType>();
  for (const type of types) {
    const name = nameOf(type);
    const other = name === undefined ? undefined : seen.get(name);
    if (other) throw new Error(`${type.name} and ${other.name} are both called "${name}" in the schema.`);
    if (name !== undefined) seen.set(name, type);
  }
}
