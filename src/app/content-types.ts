import { article } from '../articles/article.content.js';
import { articleSeries } from '../articles/article-series.content.js';
import type { ContentType } from '../content/content-type.js';
import { withHistory } from '../content/history/history.content.js';
import { event } from '../events/event.content.js';
import { eventSeries } from '../events/event-series.content.js';
import { venue } from '../events/venue.content.js';
import { issue } from '../issues/issue.content.js';
import { organisation } from '../organisations/organisation.js';
import { person } from '../people/person.content.js';
import { fundingProgramme } from '../sponsorships/funding-programme.content.js';
import { sponsorship } from '../sponsorships/sponsorship.content.js';

/** Every content type there is. The program knows no other list. */
export const contentTypes: readonly ContentType[] = withHistory([
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
]);
