import { type ClassType, Field, getMetadataStorage, ID, InputType, Int } from 'type-graphql';
import { lineageOf } from '../../foundation/lineage.js';
import type { ContentType } from '../model/content-type.js';
import { declareField, type TypeReference } from '../model/declare.js';

/**
 * The input of an update: every field of the type's input, none of them required. What is left out stays as it is,
 * null clears.
 */
export function updateInputOf(content: ContentType): ClassType {
  const { name } = content;

  @InputType(`${name}UpdateInput`, {
    description: `Changes of an object of the type ${name}: what is left out stays as it is, null clears, lists are replaced whole, translations are changed one by one.`,
  })
  class UpdateInput {
    @Field(() => ID, { description: 'Its id.' }) id!: string;

    @Field(() => Int, {
      description:
        'The `version` that was read. What others have changed since is kept; when they have changed the same in another way, what all languages share or the text of one, nothing is written.',
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

/** The fields that an input class declares, inherited ones included. */
export function fieldsOf(input: ClassType): DeclaredField[] {
  const lineage = new Set<unknown>(lineageOf(input));
  return getMetadataStorage()
    .fields.filter(({ target }) => lineage.has(target))
    .map(({ name, description, getType, typeOptions }) => ({
      name,
      description,
      // type-graphql notes how deep a list is when its type is asked for.
      type: () => inList(getType(), () => typeOptions.arrayDepth ?? (typeOptions.array ? 1 : 0)),
    }));
}

function inList(type: TypeReference, depth: () => number): TypeReference {
  let wrapped = type;
  for (let level = depth(); level > 0; level -= 1) wrapped = [wrapped];
  return wrapped;
}
