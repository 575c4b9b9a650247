import type { GraphQLField } from 'graphql';
import type { Viewer } from '../contract/access.js';
import type { Stage } from '../contract/stage.js';
import type { ArgumentValues } from '../sql/argument-values.js';
import type { RootPlan } from '../sql/roots.js';

/** The plan of a root field. */
export interface RootField {
  readonly plan: RootPlan;
  /** Distinguishes plans that depend on data, such as on the type that an id names. */
  readonly key?: string;
  readonly stage?: Stage;
}

/** Plans a root field by its arguments. @throws Refusal for invalid ones */
export type PlanField = (args: ArgumentValues, viewer: Viewer) => RootField;

/** A plan that depends on no argument but the stage. */
export function inStage(plan: RootPlan): PlanField {
  return ({ stage }) => ({ plan, stage: stage as Stage });
}

/** The extension of a planned GraphQL field, which is read without its resolver. */
export function planOf(field: GraphQLField<unknown, unknown>): PlanField | undefined {
  const { plan } = field.extensions;
  return typeof plan === 'function' ? (plan as PlanField) : undefined;
}
