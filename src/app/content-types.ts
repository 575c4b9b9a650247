// What a file imports is declared before it: types come after those that they refer to.
import '../articles/article.js';
import '../events/event.js';
import '../issues/issue.js';
import '../organisations/organisation.js';
import '../people/person.js';
import '../sponsorships/sponsorship.js';
import type { ContentType } from '../content/content-type.js';
import { withHistory } from '../content/history/history.content.js';
import { declaredContentTypes } from '../content/model/model.js';

/** Every content type there is: those of the files above. The program knows no other list. */
export const contentTypes: readonly ContentType[] = withHistory(declaredContentTypes);
