import { article } from '../articles/article.js';
import { articleSeries } from '../articles/article-series.js';
import { withHistory } from '../content/history/history.content.js';
import { assertDeclared } from '../content/model/assert-declared.js';
import type { ContentType } from '../content/model/content-type.js';
import { event } from '../events/event.js';
import { eventSeries } from '../events/event-series.js';
import { venue } from '../events/venue.js';
import { issue } from '../issues/issue.js';
import { organisation } from '../organisations/organisation.js';
import { person } from '../people/person.js';
import { fundingProgramme } from '../sponsorships/funding-programme.js';
import { sponsorship } from '../sponsorships/sponsorship.js';

/** All content types; the program has no other list. */
export const contentTypes: readonly ContentType[] = withHistory(
  assertDeclared([
    organisation,
    person,
    venue,
    eventSeries,
    event,
    articleSeries,
    article,
    issue,
    fundingProgramme,
    sponsorship,
  ]),
);
