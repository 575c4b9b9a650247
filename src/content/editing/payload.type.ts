import { type ClassType, Field, ID, ObjectType } from 'type-graphql';
import type { ContentType } from '../model/content-type.js';
import type { LeftOutType } from '../publishing/left-out.type.js';
import type { PublishFinding } from '../publishing/publish-plan.type.js';
import type { NamedObject } from '../publishing/publish-plan-items.js';
import { UserError } from '../writing/user-error.js';

/** What a mutation changed, by UUID; its payload reads the objects anew. */
export interface ChangedObjects {
  readonly ids?: readonly string[];
  /** For what was published: what stays as it was. */
  readonly leftOut?: readonly LeftOutType[];
  /** For what was published or taken out: what the public sees differently now. */
  readonly publicChanges?: readonly NamedObject[];
  /** For what was taken out or deleted: schedules that would have published it. */
  readonly schedules?: readonly string[];
  /** For what was published: what readers stumble over; for what was taken out without trace: what is left of it. */
  readonly findings?: readonly PublishFinding[];
  readonly userErrors: readonly UserError[];
}

export const SCHEDULES_LEFT =
  'Ids of the pending schedules that it was taken out of, since they were made before: they do not publish it any more, or only in its other languages, and are cancelled when they were about nothing else or have an `expectedFingerprint`. Empty when nothing was public of what was to be taken out.';

const mistakes = 'Errors that the caller can fix. If there are any, nothing was written.';

const payloads = new Map<string, ClassType>();

/** The payload of a mutation of one object. */
export function payloadOf({ name }: ContentType): ClassType {
  return payload(`${name}Payload`, `The result of a mutation of an object of the type ${name}.`);
}

/** The payload of a mutation of several objects. */
export function listPayloadOf({ name }: ContentType): ClassType {
  return payload(`${name}ListPayload`, `The result of a mutation of objects of the type ${name}.`);
}

/** There is one of each name; its field with the objects is added by whoever reads them. */
function payload(name: string, description: string): ClassType {
  const known = payloads.get(name);
  if (known) return known;

  @ObjectType(name, { description })
  class Payload {
    @Field(() => [UserError], { description: mistakes }) userErrors!: UserError[];
  }
  payloads.set(name, Payload);
  return Payload;
}

@ObjectType({ description: 'The result of deleting an object.' })
export class DeletePayload {
  @Field(() => ID, {
    nullable: true,
    description: 'The id it had, by which it can be restored; null when nothing was done.',
  })
  deletedId?: string | null;

  @Field(() => [ID], { description: SCHEDULES_LEFT }) schedules!: readonly string[];

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}
