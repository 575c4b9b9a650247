import { SectionKind } from '../issues/issue.enum.js';

/** The sections of every issue with their numbers of articles; events are in the section of upcoming ones. */
export const SECTIONS: readonly (readonly [kind: SectionKind, articles: number])[] = [
  [SectionKind.LEAD, 1],
  [SectionKind.REVIEW, 20],
  [SectionKind.COLUMN, 5],
  [SectionKind.UPCOMING, 0],
  [SectionKind.NOTICE, 4],
];
export const EVENTS_PER_ISSUE = 10;
export const ARTICLES_PER_ISSUE = SECTIONS.reduce((total, [, articles]) => total + articles, 0);

/** @param place its position among the articles of the issue, from 0 */
export function sectionOfArticle(place: number): SectionKind {
  let end = 0;
  const section = SECTIONS.find(([, articles]) => {
    end += articles;
    return place < end;
  });
  return section?.[0] ?? SectionKind.NOTICE;
}
