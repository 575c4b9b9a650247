import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../content/model/connection.type.js';
import { LocalizedField } from '../content/model/declare.js';
import { modelOf } from '../content/model/model.js';
import { DateTimeScalar } from '../content/model/scalars.js';
import { Schedule } from './event-groups.js';

@ObjectType('WithdrawnEvent', {
  description: 'A tombstone of an event that is no longer public: remove the event from copies.',
})
export class WithdrawnEventType {
  @Field(() => ID, { description: 'The id of the event, which it will have again if it comes back.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was withdrawn.' }) withdrawnAt!: string;

  @LocalizedField('The last title.') title?: string;

  @Field(() => modelOf(Schedule).type, { description: 'The last schedule.' }) schedule!: Schedule;
}

export const WithdrawnEventConnection = connectionOf(WithdrawnEventType, 'WithdrawnEvent');
