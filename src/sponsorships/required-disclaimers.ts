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
import { type Demands, demandedWordings } from './demanded-wordings.js';
import { Disclaimer, disclaimer, FundingProgramme, fundingProgramme } from './funding-programme.js';
import type { Presentation } from './presented.js';

const ofEvent = (by: Presentation['by']): Presentation[] => [
  { of: () => event, by, own: 'id', other: 'seriesId', target: () => eventSeries },
  { of: () => event, by, own: 'id', other: 'parentId', target: () => event },
];

/** What is shown with what. What was sponsored is told of wherever it is presented, whether it can be seen itself or not. */
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

export const SponsorshipSubject = unionOf('SponsorshipSubject', 'What can be sponsored.', () => [
  Event,
  EventSeries,
  Article,
  Issue,
]);

@ObjectType('RequiredDisclaimer', {
  description:
    'A wording that has to be shown with what demands it, exactly as it is: never translated, shortened or left away.',
})
class RequiredDisclaimer extends modelOf(Disclaimer).type {
  @Field(() => modelOf(FundingProgramme).type, { description: 'The programme that demands it.' })
  programme!: FundingProgramme;

  @Field(() => SponsorshipSubject as ClassType, {
    nullable: true,
    description:
      'What the programme pays for: the object itself, or what is presented with it; the first where there are several. Null where that cannot be seen.',
  })
  subject?: unknown;
}

/** Where it is said who pays for what, and which words that demands. */
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
      'The wordings that have to be shown wherever it is presented: those that its funders demand, and those of its series, of the event it is a part of, and of everything that it is about or lists. Each wording once; in the language asked for, else in the one it was approved in.',
  },
  plan: demandedWordings('RequiredDisclaimer', demands),
});
