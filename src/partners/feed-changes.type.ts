import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../content/model/scalars.js';

@ObjectType('PartnerFeedChangedEvent', { description: 'An event of a feed that is new or has changed.' })
export class ChangedEventType {
  @Field(() => ID, { description: 'Its id.' }) id!: string;

  @Field({ description: 'Its title.' }) title!: string;

  @Field(() => DateTimeScalar, { description: 'When it changed last, for the public.' }) updatedAt!: string;
}

@ObjectType('PartnerFeedWithdrawnEvent', {
  description: 'An event that is not in a feed, any more or at all: forget it, if you have it.',
})
export class WithdrawnEventType {
  @Field(() => ID, { description: 'The id that it has, or had.' }) id!: string;

  @Field(() => String, { nullable: true, description: 'Its title, where that is known.' })
  title?: string | null;

  @Field(() => DateTimeScalar, { description: 'When it left.' }) withdrawnAt!: string;
}

@ObjectType('PartnerFeedChanges', { description: 'The changes of the events of a feed since an instant.' })
export class FeedChangesType {
  @Field(() => Boolean, {
    description:
      'Whether all changes are told. Where not, because the filter has changed, too much has, or an event was taken out without trace, the lists are empty: read the whole feed anew.',
  })
  isComplete!: boolean;

  @Field(() => [ChangedEventType], { description: 'Those that are new or have changed.' })
  events!: readonly ChangedEventType[];

  @Field(() => [WithdrawnEventType], {
    description:
      'Those to be forgotten. An event that only became too old for a relative filter, such as UPCOMING, is not told of.',
  })
  withdrawn!: readonly WithdrawnEventType[];

  @Field(() => DateTimeScalar, {
    description:
      'What to give as `since` the next time. It lies a minute back, for what is just being published: a change may be told twice, and is never left out.',
  })
  until!: string;
}
