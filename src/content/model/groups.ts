import type { ClassType } from 'type-graphql';
import type { Expression } from '../sql/expressions.js';
import { withHint } from './declare.js';
import { definedFields, defineField } from './field.js';
import { defaultsOf, groupPlan, modelOf } from './model.js';

interface GroupOptions {
  readonly isRequired?: boolean;
  /** Whether the group has any value: null otherwise. */
  readonly isThere?: Expression;
  /** The default, after the description. */
  readonly hint?: string;
}

/** The fields of a class with `fieldGroup` as one field; each is a column of the object. */
export function group(
  declared: () => ClassType,
  description: string,
  { isRequired = false, isThere, hint }: GroupOptions = {},
): PropertyDecorator {
  return defineField((name) => {
    const fields = definedFields(declared());
    return {
      name,
      store: (entity) => {
        for (const { store } of fields) store?.(entity);
      },
      column: Object.fromEntries(
        fields.flatMap(({ name: each, column = each, input }) =>
          input && typeof column === 'string' ? [[each, column]] : [],
        ),
      ),
      default: defaultsOf(fields),
      plan: groupPlan(declared(), isThere),
      output: {
        type: () => modelOf(declared()).type,
        description: withHint(description, hint),
        isNullable: isThere !== undefined,
      },
      input: { type: () => modelOf(declared()).input, description, isNullable: !isRequired },
    };
  });
}
