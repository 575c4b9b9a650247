import { article, articleEvent } from '../articles/article.content.js';
import type { Presentation } from '../content/planner/presented.js';
import { type Demands, demandedWordings } from '../content/planner/wording.js';
import type { Relation } from '../content/relation.js';
import type { Shape } from '../content/shape.js';
import { event } from '../events/event.content.js';
import { eventSeries } from '../events/event-series.content.js';
import { withdrawnEvent } from '../events/withdrawn-event.content.js';
import { issue, issueItem } from '../issues/issue.content.js';
import { disclaimer, fundingProgramme } from './funding-programme.content.js';
import { RequiredDisclaimerType } from './sponsorship.type.js';

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

/** Where it is said who pays for what, and which words that demands. */
export const demandsBy = (sponsorship: () => Shape): Demands => ({
  sponsorship,
  subjects: ['eventId', 'seriesId', 'articleId', 'issueId'],
  programme: () => fundingProgramme,
  programmeKey: 'programmeId',
  isMandatory: 'isDisclaimerMandatory',
  wording: () => disclaimer,
  wordingKey: 'programmeId',
  presentations,
});

export const requiredDisclaimers = (demands: Demands): Relation => ({
  field: {
    type: () => [RequiredDisclaimerType],
    description:
      'The wordings that have to be shown wherever it is presented: those that its funders demand, and those of its series, of the event it is a part of, and of everything that it is about or lists. Each wording once; in the language asked for, else in the one it was approved in.',
  },
  plan: demandedWordings('RequiredDisclaimer', demands),
  demands,
});
