import { registerEnumType } from 'type-graphql';
import { snakeCase } from '../../foundation/naming.js';
import type { ContentType } from './content-type.js';

/** The kinds of content there are, by the name that the schema has for them; filled from the list of types. */
export const ContentKind: Record<string, string> = {};

/** Makes the list of content types known to the schema; once. */
export function nameContentKinds(types: readonly ContentType[]): void {
  if (Object.keys(ContentKind).length > 0) return;
  for (const type of types) ContentKind[kindOf(type)] = kindOf(type);
  registerEnumType(ContentKind, {
    name: 'ContentKind',
    description: 'A kind of content.',
    valuesConfig: Object.fromEntries(
      types.map((type) => [kindOf(type), { description: `Objects of the type ${type.name}.` }]),
    ),
  });
}

export function kindOf({ name }: Pick<ContentType, 'name'>): string {
  return snakeCase(name).toUpperCase();
}
