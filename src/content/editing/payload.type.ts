import { type ClassType, Field, ID, ObjectType } from 'type-graphql';
import type { ContentType } from '../model/content-type.js';
import type { LeftOutType } from '../publishing/left-out.type.js';
import type { PublishFinding } from '../publishing/publish-plan.type.js';
import type { NamedObject } from '../publishing/publish-plan-items.js';
import { UserError } from '../writing/user-error.js';

/** The changed objects by UUID; the payload reads them again. */
export interface ChangedObjects {
  readonly ids?: readonly string[];
  /** After publishing: what was left out. */
  readonly leftOut?: readonly LeftOutType[];
  /** After publishing or unpublishing: what changed in public. */
  readonly publicChanges?: readonly NamedObject[];
  /** After unpublishing or deleting: changed schedules. */
  readonly schedules?: readonly string[];
  /** After creating and publishing: warnings; after unpublishing without trace: remaining traces. */
  readonly findings?: readonly PublishFinding[];
  readonly userErrors: readonly UserError[];
}

export const SCHEDULES_LEFT =
  'Global ids of earlier pending schedules that will not publish it any more, or only in its other languages. They are cancelled if they were about nothing else or have an `expectedFingerprint`. Empty if it was not public.';

const USER_ERRORS = 'Errors that the caller can fix. If there are any, nothing was written.';

const payloads = new Map<string, ClassType>();

/** The payload of a mutation of one object. */
export function payloadOf({ name }: ContentType): ClassType {
  return payload(`${name}Payload`, `The result of a mutation of an object of the type ${name}.`);
}

/** The payload of a mutation of several objects. */
export function listPayloadOf({ name }: ContentType): ClassType {
  return payload(`${name}ListPayload`, `The result of a mutation of objects of the type ${name}.`);
}

/** Memoized by name; the field with the objects is added by the resolver. */
function payload(name: string, description: string): ClassType {
  const known = payloads.get(name);
  if (known) return known;

  @ObjectType(name, { description })
  class Payload {
    @Field(() => [UserError], { description: USER_ERRORS }) userErrors!: UserError[];
  }
  payloads.set(name, Payload);
  return Payload;
}

@ObjectType({ description: 'The result of deleting an object.' })
export class DeletePayload {
  @Field(() => ID, {
    nullable: true,
    description: 'Its former global id, by which it can be restored; null if nothing was done.',
  })
  deletedId?: string | null;

  @Field(() => [ID], { description: SCHEDULES_LEFT }) schedules!: readonly string[];

  @Field(() => [UserError], { description: USER_ERRORS }) userErrors!: readonly UserError[];
}
