import { type ClassType, Field, getMetadataStorage, ID, InputType, Int } from 'type-graphql';
import { lineageOf } from '../../foundation/lineage.js';
import type { ContentType } from '../model/content-type.js';
import { declareField, type TypeReference } from '../model/declare.js';

/**
 * The input of an update: the fields of the type's input, all optional. Omitted fields stay as they are, null clears.
 */
export function updateInputOf(content: ContentType): ClassType {
  const { name } = content;

  @InputType(`${name}UpdateInput`, {
    description: `Changes to an object of the type ${name}: omitted fields stay as they are, null clears, lists are replaced as a whole, translations are changed one by one.`,
  })
  class UpdateInput {
    @Field(() => ID, { description: 'Its global id.' }) id!: string;

    @Field(() => Int, {
      description:
        'The `version` that was read. Later changes by others are merged; if they are to the same shared fields, or the text of the same language, nothing is written.',
    })
    expectedVersion!: number;
  }

  for (const field of fieldsOf(content.declaration.input)) {
    declareField(UpdateInput, field.name, {
      type: field.type,
      description: field.description ?? '',
      isNullable: true,
    });
  }
  return UpdateInput;
}

interface DeclaredField {
  readonly name: string;
  readonly description: string | undefined;
  readonly type: () => TypeReference;
}

/** The fields of an input class, inherited ones included. */
export function fieldsOf(input: ClassType): DeclaredField[] {
  const lineage = new Set<unknown>(lineageOf(input));
  return getMetadataStorage()
    .fields.filter(({ target }) => lineage.has(target))
    .map(({ name, description, getType, typeOptions }) => ({
      name,
      description,
      // type-graphql sets the depth of lists only when it resolves the type.
      type: () => inList(getType(), () => typeOptions.arrayDepth ?? (typeOptions.array ? 1 : 0)),
    }));
}

function inList(type: TypeReference, depth: () => number): TypeReference {
  let wrapped = type;
  for (let level = depth(); level > 0; level -= 1) wrapped = [wrapped];
  return wrapped;
}
