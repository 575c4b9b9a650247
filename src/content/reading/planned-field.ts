import type { GraphQLField } from 'graphql';
import type { Viewer } from '../contract/access.js';
import type { Stage } from '../contract/stage.js';
import type { ArgumentValues } from '../sql/argument-values.js';
import type { RootPlan } from '../sql/roots.js';

/** How a field that reads content is planned. */
export interface RootField {
  readonly plan: RootPlan;
  /** Distinguishes plans that differ by data, such as by the type that an id names. */
  readonly key?: string;
  readonly stage?: Stage;
}

/** Says how a root field is read, by its arguments. @throws Refusal for those that have no answer */
export type PlanField = (given: ArgumentValues, viewer: Viewer) => RootField;

/** A plan that depends on no argument but the stage. */
export function inStage(plan: RootPlan): PlanField {
  return ({ stage }) => ({ plan, stage: stage as Stage });
}

/** The extension of a GraphQL field by which it is read without calling its resolver. */
export function planOf(field: GraphQLField<unknown, unknown>): PlanField | undefined {
  const { plan } = field.extensions;
  return typeof plan === 'function' ? (plan as PlanField) : undefined;
}
