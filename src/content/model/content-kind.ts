import { registerEnumType } from 'type-graphql';
import { snakeCase } from '../../foundation/naming.js';
import type { ContentType } from './content-type.js';

/** The enum of content types by their schema names; filled from the list of types. */
export const ContentKind: Record<string, string> = {};

/** Registers the content types with the schema; once. */
export function nameContentKinds(types: readonly ContentType[]): void {
  if (Object.keys(ContentKind).length > 0) return;
  for (const type of types) ContentKind[kindOf(type)] = kindOf(type);
  registerEnumType(ContentKind, {
    name: 'ContentKind',
    description: 'A content type.',
    valuesConfig: Object.fromEntries(
      types.map((type) => [kindOf(type), { description: `Objects of the type ${type.name}.` }]),
    ),
  });
}

export function kindOf({ name }: Pick<ContentType, 'name'>): string {
  return snakeCase(name).toUpperCase();
}
