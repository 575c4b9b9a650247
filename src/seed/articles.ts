import { ArticleKind } from '../articles/article.enum.js';
import {
  ArticleEvent,
  ArticleOrganisation,
  ArticlePerson,
  type ArticleRow,
  article,
} from '../articles/article.js';
import { type ArticleSeries, ArticleSeriesPartner, articleSeries } from '../articles/article-series.js';
import { SectionKind } from '../issues/issue.enum.js';
import { ARTICLES_PER_ISSUE, sectionOfArticle } from './issue-layout.js';
import { capitalised, fillIn, type Phrase } from './phrase.js';
import { DAY, dateOf, type SeedPlan } from './plan.js';
import { body, sentence } from './prose.js';
import type { Choices } from './random.js';
import { rowOf, type SeedContent, type SeedRow } from './seed-object.js';
import { ARTICLE_NOUNS, PLACES, TOPICS } from './vocabulary.js';

const KINDS: Readonly<Partial<Record<SectionKind, readonly ArticleKind[]>>> = {
  [SectionKind.REVIEW]: [ArticleKind.EVENT_REPORT, ArticleKind.VISIT, ArticleKind.INITIATIVE],
  [SectionKind.COLUMN]: [ArticleKind.COLUMN],
  [SectionKind.NOTICE]: [ArticleKind.NOTICE, ArticleKind.ANNOUNCEMENT],
};

const TITLE: Phrase = ['{topic} in {place}: {noun}', '{place}{topic}：{noun}', '{place}{topic}：{noun}'];

export const seededArticleSeries: SeedContent<ArticleSeries> = {
  kind: 'articleSeries',
  content: articleSeries,
  at(plan, index) {
    const choices = plan.choices('articleSeries', index);
    const topic = choices.oneOf(TOPICS);
    return {
      columns: {},
      texts: {
        title: fillIn(['Column on {topic}', '{topic}專欄', '{topic}专栏'], { topic }),
        summary: sentence(choices),
        cadence: ['Fortnightly', '隔周刊登', '隔周刊登'],
      },
      parts: [
        rowOf(ArticleSeriesPartner, {
          id: plan.partId('articleSeries', index, 'partner 0'),
          position: 0,
          seriesId: plan.id('articleSeries', index),
          organisationId: plan.id('organisation', index % plan.count('organisation')),
        }),
      ],
    };
  },
};

export const seededArticles: SeedContent<ArticleRow> = {
  kind: 'article',
  content: article,
  at(plan, index) {
    const choices = plan.choices('article', index);
    const section = sectionOfArticle(index % ARTICLES_PER_ISSUE);
    const occurred = plan.coversFrom(Math.floor(index / ARTICLES_PER_ISSUE));
    const isReport = section === SectionKind.REVIEW;
    return {
      columns: {
        kind: choices.oneOf(KINDS[section] ?? [ArticleKind.NEWS]),
        occurredFrom: isReport ? dateOf(occurred) : null,
        occurredTo: isReport ? dateOf(new Date(occurred.getTime() + choices.between(0, 1) * DAY)) : null,
        ...(section === SectionKind.COLUMN ? columnOf(plan, index) : { isExternal: false }),
      },
      texts: {
        title: titleOf(choices),
        subtitle: choices.isLuckyIn(0.3) ? sentence(choices) : undefined,
        summary: sentence(choices),
        body: body(choices),
      },
      parts: subjectsOf(plan, index),
    };
  },
};

function titleOf(choices: Choices): Phrase {
  return fillIn(TITLE, {
    topic: capitalised(choices.oneOf(TOPICS)),
    place: choices.oneOf(PLACES),
    noun: choices.oneOf(ARTICLE_NOUNS),
  });
}

/** The original publication in a newspaper. */
function columnOf(plan: SeedPlan, index: number) {
  const issue = Math.floor(index / ARTICLES_PER_ISSUE);
  const day = new Date(plan.coversFrom(issue).getTime() + (index % ARTICLES_PER_ISSUE) * (DAY / 2));
  return {
    seriesId: plan.id('articleSeries', issue % plan.count('articleSeries')),
    isExternal: true,
    externalOutlet: plan.texts('article', index).part(['The Example Journal', '例報', '例报']),
    externalUrl: `https://journal.example.org/${index + 1}`,
    externalPublishedOn: dateOf(day),
  };
}

/** The subjects of an article: usually an event of its time, always an organisation, sometimes a person. */
function subjectsOf(plan: SeedPlan, index: number): SeedRow[] {
  const choices = plan.choices('article', index);
  const articleId = plan.id('article', index);
  const own = (name: string) => ({ id: plan.partId('article', index, name), position: 0, articleId });
  const event = Math.floor((index * plan.pastEvents) / plan.count('article'));
  const organisation = choices.skewedIndex(plan.count('organisation'));
  const person = choices.skewedIndex(plan.count('person'));
  return [
    ...(choices.isLuckyIn(0.6)
      ? [rowOf(ArticleEvent, { ...own('event'), eventId: plan.id('event', event) })]
      : []),
    rowOf(ArticleOrganisation, {
      ...own('organisation'),
      organisationId: plan.id('organisation', organisation),
    }),
    ...(choices.isLuckyIn(0.4)
      ? [rowOf(ArticlePerson, { ...own('person'), personId: plan.id('person', person) })]
      : []),
  ];
}
