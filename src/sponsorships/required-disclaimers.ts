import { type ClassType, Field, ObjectType } from 'type-graphql';
import { Article, article, articleEvent } from '../articles/article.js';
import { modelOf, unionOf } from '../content/model/model.js';
import type { Relation } from '../content/model/relation.js';
import type { Shape } from '../content/model/shape.js';
import { Event, event } from '../events/event.js';
import { EventSeries, eventSeries } from '../events/event-series.js';
import { withdrawnEvent } from '../events/withdrawn-event.content.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { Issue, issue, issueItem } from '../issues/issue.js';
import { type Demands, demandedWordings } from './disclaimer-plans.js';
import { Disclaimer, disclaimer, FundingProgramme, fundingProgramme } from './funding-programme.js';
import type { Presentation } from './presentations.js';

const ofEvent = (by: Presentation['by']): Presentation[] => [
  { of: () => event, by, own: 'id', other: 'seriesId', target: () => eventSeries },
  { of: () => event, by, own: 'id', other: 'parentId', target: () => event },
];

/** Disclaimers apply wherever sponsored content is presented, even if that content itself is not public. */
const presentations: readonly Presentation[] = [
  ...ofEvent(() => event),
  ...ofEvent(() => withdrawnEvent),
  { of: () => article, by: () => articleEvent, own: 'articleId', other: 'eventId', target: () => event },
  {
    of: () => issue,
    by: () => issueItem,
    own: 'issueId',
    other: 'articleId',
    target: () => article,
    isShown: true,
  },
  {
    of: () => issue,
    by: () => issueItem,
    own: 'issueId',
    other: 'eventId',
    target: () => event,
    isShown: true,
  },
];

export const SponsorshipSubject = unionOf('SponsorshipSubject', 'Content that can be sponsored.', () => [
  Event,
  EventSeries,
  Article,
  Issue,
]);

@ObjectType('RequiredDisclaimer', {
  description: 'A required disclaimer, to be shown exactly as it is: never translated, shortened or omitted.',
})
class RequiredDisclaimer extends modelOf(Disclaimer).type {
  @Field(() => modelOf(FundingProgramme).type, { description: 'The programme that requires it.' })
  programme!: FundingProgramme;

  @Field(() => SponsorshipSubject as ClassType, {
    nullable: true,
    description:
      'The funded content: the object itself, or content presented with it; the first of several. Null if it is not visible.',
  })
  subject?: unknown;
}

/** The relations of sponsorships, and the disclaimers that they require. */
export const demandsBy = (sponsorship: () => Shape): Demands => ({
  sponsorship,
  subjects: ['eventId', 'seriesId', 'articleId', 'issueId'],
  programme: () => fundingProgramme,
  programmeKey: 'programmeId',
  timeZone: HOME_TIME_ZONE,
  isMandatory: 'isDisclaimerMandatory',
  wording: () => disclaimer,
  wordingKey: 'programmeId',
  presentations,
});

export const requiredDisclaimers = (demands: Demands): Relation => ({
  field: {
    type: () => [RequiredDisclaimer],
    description:
      'The disclaimers to show wherever the object is presented: those of its own funders, of its series, of its parent event, and of everything that it is about or lists. Without duplicates; in the requested language, else in the one it was approved in.',
  },
  plan: demandedWordings('RequiredDisclaimer', demands),
});
