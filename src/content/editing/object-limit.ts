import { getArgumentValues } from 'graphql';
import { type Problem, problem } from '../../foundation/errors.js';
import { MAX_OBJECTS } from '../../foundation/object-limit.js';
import type { ResolvedField } from '../contract/argument-text.js';
import { sentences } from '../contract/sentences.js';
import type { ContentStore } from '../storage/store.js';

/** The mutation whose caller has a bulk operation already. */
const ADD = 'bulkOperationAdd';

/** The lists of a mutation that are too long. Lists within the objects have limits of their own. */
export function longLists(
  { isEmbedded }: ContentStore,
  { fieldName, fieldNodes, parentType, variableValues }: Partial<ResolvedField>,
): Problem[] {
  const field = fieldName === undefined ? undefined : parentType?.getFields()[fieldName];
  const [node] = fieldNodes ?? [];
  if (!field || !node) return [];
  const more = isEmbedded ? 'sendSeveral' : fieldName === ADD ? 'addInTurn' : 'useBulkOperation';
  const values = Object.entries(getArgumentValues(field, node, variableValues));
  return values.flatMap(([argument, input]) =>
    Object.entries((input ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, list]) =>
      Array.isArray(list) && list.length > MAX_OBJECTS
        ? [
            problem('TOO_MANY_OBJECTS', sentences.tooManyObjects(name, list.length, sentences[more]), [
              argument,
              name,
            ]),
          ]
        : [],
    ),
  );
}
