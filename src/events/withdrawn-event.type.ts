import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../content/model/connection.type.js';
import { LocalizedField } from '../content/model/declare.js';
import { modelOf } from '../content/model/model.js';
import { DateTimeScalar } from '../content/model/scalars.js';
import { Schedule } from './event-groups.js';

@ObjectType('WithdrawnEvent', {
  description:
    'What is left of an event that was published once and is not any more: remove it from what you keep.',
})
export class WithdrawnEventType {
  @Field(() => ID, { description: 'The id that the event had, and will have again if it comes back.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was taken out.' }) withdrawnAt!: string;

  @LocalizedField('Its last title.') title?: string;

  @Field(() => modelOf(Schedule).type, { description: 'When it was to take place.' }) schedule!: Schedule;
}

export const WithdrawnEventConnection = connectionOf(WithdrawnEventType, 'WithdrawnEvent');
