import type { ContentType } from './content-type.js';
import { definedFields } from './field.js';
import { columnTypesOf, type Shape } from './shape.js';

/** Reserved names of input, documents and text rows. */
const TAKEN = ['id', 'text', 'translations', 'locale', 'fallback', 'own', 'content', 'contentId', 'slug'];

/**
 * Checks names in declarations that TypeScript cannot check.
 * @returns the same types
 * @throws Error that names the type, the wrong name, and the available ones
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
    if (contents) assertKnown(`${name} declares its contents as`, contents, [...type.owned.keys()]);
    for (const [order, { keys }] of Object.entries(declaration.listing?.orders ?? {}))
      for (const { property, from = 'row', value } of keys)
        if (!value && from !== 'link')
          assertKnown(`${name} is sorted by ${order}, which names`, property, propertiesOf(type, from));
    for (const [field, { shape, key }] of type.owned)
      assertKnown(`${name}.${field} declares the key of its rows as`, key, propertiesOf(shape(), 'row'));
  }
  return types;
}

function assertFields({ name, entity }: ContentType): void {
  const taken = definedFields(entity).find((field) => TAKEN.includes(field.name));
  if (taken) throw new Error(`${name}.${taken.name}: this name is reserved in every type.`);
}

function propertiesOf(shape: Shape, from: 'row' | 'text'): readonly string[] {
  return from === 'text' ? shape.textFields : [...columnTypesOf(shape.entity).keys()];
}

function assertKnown(who: string, named: string, known: readonly string[]): void {
  if (!known.includes(named))
    throw new Error(`${who} "${named}"; available: ${known.join(', ') || 'nothing'}.`);
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
