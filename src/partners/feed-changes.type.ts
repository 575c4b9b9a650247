import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../content/model/scalars.js';

@ObjectType('PartnerFeedChangedEvent', { description: 'An event of a feed that is new or has changed.' })
export class ChangedEventType {
  @Field(() => ID, { description: 'The id of the event.' }) id!: string;

  @Field({ description: 'The title of the event.' }) title!: string;

  @Field(() => DateTimeScalar, { description: 'When it was last changed for the public.' })
  updatedAt!: string;
}

@ObjectType('PartnerFeedWithdrawnEvent', {
  description: 'An event that is not, or no longer, in a feed: remove it from copies.',
})
export class WithdrawnEventType {
  @Field(() => ID, { description: 'The current or former id of the event.' }) id!: string;

  @Field(() => String, { nullable: true, description: 'The title of the event, if it is known.' })
  title?: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was removed.' }) withdrawnAt!: string;
}

@ObjectType('PartnerFeedChanges', { description: 'The changes of the events of a feed since an instant.' })
export class FeedChangesType {
  @Field(() => Boolean, {
    description:
      'Whether the lists contain all changes. False if the filter has changed, too much has changed, or an event was removed without trace; then the lists are empty: read the whole feed again.',
  })
  isComplete!: boolean;

  @Field(() => [ChangedEventType], { description: 'Events that are new or have changed.' })
  events!: readonly ChangedEventType[];

  @Field(() => [WithdrawnEventType], {
    description:
      'Events to remove. Those that only became too old for a relative filter, such as UPCOMING, are not listed.',
  })
  withdrawn!: readonly WithdrawnEventType[];

  @Field(() => DateTimeScalar, {
    description:
      'The next value of `since`. It lies a minute back to cover publications in progress: a change may be listed twice, but is never missed.',
  })
  until!: string;
}
