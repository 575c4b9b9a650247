import { SectionKind } from '../issues/issue.enum.js';
import { type Issue, IssueItem, IssueSection, issue } from '../issues/issue.js';
import { ARTICLES_PER_ISSUE, EVENTS_PER_ISSUE, SECTIONS } from './issue-layout.js';
import { fillIn } from './phrase.js';
import { dateOf, type SeedPlan } from './plan.js';
import { introduction, sentence } from './prose.js';
import { type Given, rowOf, type SeedContent, type SeedRow } from './seed-object.js';

type ItemColumns = Pick<Given<IssueItem>, 'articleId' | 'eventId' | 'excerpt'>;

export const seededIssues: SeedContent<Issue> = {
  kind: 'issue',
  content: issue,
  at(plan, index) {
    const choices = plan.choices('issue', index);
    const publishedOn = plan.comesOutAt(index);
    const month = publishedOn.getUTCMonth();
    return {
      columns: {
        number: index + 1,
        year: publishedOn.getUTCFullYear(),
        quarter: Math.floor(month / 3) + 1,
        coverageStart: dateOf(plan.coversFrom(index)),
        coverageEnd: dateOf(publishedOn),
        publishedOn: dateOf(publishedOn),
      },
      texts: {
        title: fillIn(['E-newsletter, issue {number}', '電子通訊第 {number} 期', '电子通讯第 {number} 期'], {
          number: index + 1,
        }),
        greeting: ['Dear members and friends,', '各位會員、各位朋友：', '各位会员、各位朋友：'],
        intro: introduction(choices),
        closing: sentence(choices),
        signOff: ['With our best regards', '謹啟', '谨启'],
      },
      parts: sectionsOf(plan, index),
    };
  },
};

function sectionsOf(plan: SeedPlan, index: number): SeedRow[] {
  const issueId = plan.id('issue', index);
  const sections: SeedRow[] = [];
  const items: SeedRow[] = [];
  let article = index * ARTICLES_PER_ISSUE;
  for (const [position, [kind, articles]] of SECTIONS.entries()) {
    const sectionId = plan.partId('issue', index, `section ${position}`);
    sections.push(rowOf(IssueSection, { id: sectionId, position, issueId, kind }));
    const contents =
      kind === SectionKind.UPCOMING ? eventsOf(plan, index) : articlesOf(plan, index, article, articles);
    article += articles;
    for (const content of contents) {
      // Positions count across the whole issue.
      const own = { id: plan.partId('issue', index, `item ${items.length}`), position: items.length };
      items.push(rowOf(IssueItem, { ...own, issueId, sectionId, ...content }));
    }
  }
  return [...sections, ...items];
}

function articlesOf(plan: SeedPlan, issueIndex: number, first: number, count: number): ItemColumns[] {
  // Only the lead story has an excerpt of its own.
  const excerpt =
    count === 1 ? plan.texts('issue', issueIndex).part(sentence(plan.choices('article', first))) : null;
  return Array.from({ length: count }, (_, place) => ({
    articleId: plan.id('article', first + place),
    excerpt,
  }));
}

/** The first events after the publication of the issue. */
function eventsOf(plan: SeedPlan, index: number): ItemColumns[] {
  const first = Math.ceil(((index + 1) * plan.pastEvents) / plan.issues);
  const last = plan.count('event') - EVENTS_PER_ISSUE;
  return Array.from({ length: EVENTS_PER_ISSUE }, (_, place) => ({
    eventId: plan.id('event', Math.min(first, last) + place),
  }));
}
