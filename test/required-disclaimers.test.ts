import 'reflect-metadata';
import { Refusal } from '../src/foundation/errors.js';
import { Disclaimer, FundingProgramme } from '../src/sponsorships/funding-programme.entity.js';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aProgramme,
  aSponsorship,
  changed,
  Desk,
  type Piece,
} from './support/builders.js';

let app: TestApplication;
let desk: Desk;
const funder = anOrganisation({ ref: 'funder' });
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  await desk.release(funder);
});
afterAll(() => app.close());

let programmes = 0;

/** A programme that demands a wording of its own. */
function aStrictProgramme(values: object = {}) {
  programmes += 1;
  const text = `Not the view of fund ${programmes}.`;
  const wording = { version: 1, locale: 'en', text, effectiveFrom: '2024-01-01' };
  return { text, programme: aProgramme({ disclaimers: [wording], ...values }) };
}

/** What pays for something: the key is that of the subject. */
function fundedBy(programme: Piece, subject: object): Piece {
  return aSponsorship({ organisation: funder.ref, type: 'FUNDED', programme: programme.ref, ...subject });
}

async function disclaimersOf(object: Piece, locale = 'en') {
  const { node } = await app.data(
    `query ($id: ID!) { node(id: $id) {
      ... on Event { ...Required } ... on Article { requiredDisclaimers { text locale } }
      ... on Issue { requiredDisclaimers { text locale } }
    } } fragment Required on Event { requiredDisclaimers { text locale } }`,
    { id: desk.id(object) },
    { 'accept-language': locale },
  );
  return node.requiredDisclaimers;
}

const textsOf = async (object: Piece) =>
  (await disclaimersOf(object)).map(({ text }: { text: string }) => text);

async function refusedOf(work: Promise<unknown>) {
  const refused: unknown = await work.catch((error: unknown) => error);
  if (!(refused instanceof Refusal)) throw new Error('It was done.', { cause: refused });
  return refused.problems.map(({ code, path, message, chinese }) => ({ code, path, message, chinese }));
}

describe('the disclaimers that have to be shown', () => {
  test('are those of everything that is presented: an event, its series, what it is a part of', async () => {
    const [own, ofSeries, ofParent] = [aStrictProgramme(), aStrictProgramme(), aStrictProgramme()];
    const series = anEventSeries();
    const grandparent = anEvent();
    const parent = anEvent({ parent: grandparent.ref });
    const event = anEvent({ series: series.ref, parent: parent.ref });
    await desk.write(
      own.programme,
      ofSeries.programme,
      ofParent.programme,
      series,
      grandparent,
      parent,
      event,
    );
    await desk.write(
      fundedBy(ofParent.programme, { event: grandparent.ref }),
      fundedBy(ofSeries.programme, { series: series.ref }),
      fundedBy(own.programme, { event: event.ref, position: 3 }),
    );
    await desk.publish([grandparent, parent, event]);

    expect((await textsOf(event))[0]).toBe(own.text);
    expect((await textsOf(event)).sort()).toEqual([own.text, ofSeries.text, ofParent.text].sort());
    expect(await textsOf(parent)).toEqual([ofParent.text]);
  });

  test('are those of the events that an article is about, and of all that an issue lists', async () => {
    const [ofEvent, ofArticle, ofIssue] = [aStrictProgramme(), aStrictProgramme(), aStrictProgramme()];
    const event = anEvent();
    const article = anArticle({ aboutEvents: [event.ref] });
    const issue = anIssue({ sections: [{ kind: 'REVIEW', items: [{ article: article.ref }] }] });
    await desk.write(ofEvent.programme, ofArticle.programme, ofIssue.programme, event, article, issue);
    await desk.write(
      fundedBy(ofEvent.programme, { event: event.ref }),
      fundedBy(ofArticle.programme, { article: article.ref }),
      fundedBy(ofIssue.programme, { issue: issue.ref }),
    );
    await desk.publish([event, article, issue]);

    expect(await textsOf(article)).toEqual([ofArticle.text, ofEvent.text]);
    expect((await textsOf(issue))[0]).toBe(ofIssue.text);
    expect((await textsOf(issue)).sort()).toEqual([ofEvent.text, ofArticle.text, ofIssue.text].sort());
  });

  test('are each there once, and say which programme demands them, and for what', async () => {
    const wording = { version: 1, locale: 'en', text: 'One for all.', effectiveFrom: '2024-01-01' };
    const [one, other] = [aProgramme({ disclaimers: [wording] }), aProgramme({ disclaimers: [wording] })];
    const event = anEvent();
    await desk.write(one, other, event);
    await desk.write(
      fundedBy(other, { event: event.ref, position: 1 }),
      fundedBy(one, { event: event.ref }),
      fundedBy(one, { event: event.ref, position: 2 }),
    );
    await desk.publish(event);

    const { event: found } = await app.data(
      `query ($id: ID) { event(id: $id) { requiredDisclaimers {
        text version effectiveFrom programme { name } a: subject { ... on Event { slug } } b: subject { __typename }
      } } }`,
      { id: desk.id(event) },
    );
    expect(found.requiredDisclaimers).toEqual([
      {
        text: 'One for all.',
        version: 1,
        effectiveFrom: '2024-01-01',
        programme: { name: one.ref },
        a: { slug: event.ref },
        b: { __typename: 'Event' },
      },
    ]);
  });

  test('are in the language asked for, else in the one they were approved in, whatever was published', async () => {
    const english = aStrictProgramme().programme;
    const both = aStrictProgramme({
      disclaimers: ['en', 'zh-Hant'].map((locale) => ({
        version: 1,
        locale,
        text: `In ${locale}`,
        effectiveFrom: '2024-01-01',
      })),
    }).programme;
    const event = anEvent({ text: { en: { title: 'Talk' }, 'zh-Hant': { title: '講座' } } });
    await desk.write(english, both, event);
    await desk.write(
      fundedBy(both, { event: event.ref }),
      fundedBy(english, { event: event.ref, position: 1 }),
    );
    await desk.publish(event, { locales: ['zh-Hant'] });

    expect((await disclaimersOf(event, 'zh-HK')).map(({ locale }: { locale: string }) => locale)).toEqual([
      'zh-Hant',
      'en',
    ]);
    // Nothing was approved in it: then it is one of those that were approved, and no translation.
    expect(['In en', 'In zh-Hant']).toContain((await disclaimersOf(event, 'zh-Hans'))[0].text);
  });

  test('stay when the funder, or the event that an article is about, is taken out', async () => {
    const { programme, text } = aStrictProgramme();
    const ofSeries = aStrictProgramme();
    const series = anEventSeries();
    const event = anEvent({ series: series.ref });
    const article = anArticle({ aboutEvents: [event.ref] });
    const gone = anOrganisation();
    await desk.release(gone);
    const funding = changed(fundedBy(programme, { event: event.ref }), { organisation: gone.ref });
    await desk.write(programme, ofSeries.programme, series, event, article);
    await desk.write(funding, fundedBy(ofSeries.programme, { series: series.ref }));
    await desk.publish([event, article]);
    await desk.unpublish(gone);
    await desk.unpublish(event);

    expect((await textsOf(article)).sort()).toEqual([text, ofSeries.text].sort());
  });

  test('are none where the programme does not insist', async () => {
    const { programme } = aStrictProgramme({ isDisclaimerMandatory: false });
    const event = anEvent();
    await desk.write(programme, event, fundedBy(programme, { event: event.ref }));
    await desk.publish(event);

    expect(await disclaimersOf(event)).toEqual([]);
  });
});

describe('a report about what is funded', () => {
  test('is not published while the disclaimer is not: the plan says so, too', async () => {
    const { programme, text } = aStrictProgramme({ text: { en: { name: 'Harbour Fund' } } });
    const event = anEvent();
    const article = anArticle({ aboutEvents: [event.ref] });
    const issue = anIssue({ sections: [{ kind: 'REVIEW', items: [{ article: article.ref }] }] });
    await desk.write(programme, event, article, issue, fundedBy(programme, { event: event.ref }));

    const problems = await refusedOf(desk.publish(article));
    const sentence =
      '"Harbour Fund" pays for something that is presented here and demands its disclaimer, which is not published; publish what it pays for, or its sponsorship, first or together with this.';
    expect(problems).toEqual([
      {
        code: 'NOT_READY',
        path: [desk.id(article)],
        message: sentence,
        chinese: expect.stringMatching(/「Harbour Fund」.*免責聲明.*一併發布。$/),
      },
    ]);
    await expect(desk.publish(issue)).resolves.toBeUndefined();

    await desk.publish(event);
    await desk.publish(article);
    expect(await textsOf(article)).toEqual([text]);
    expect(await textsOf(issue)).toEqual([text]);
  });

  test('is published, but not a programme that would leave it without a wording, or with a blank one', async () => {
    for (const wording of [{ effectiveFrom: '2030-01-01' }, { text: '\u3000\u200b' }]) {
      const { programme } = aStrictProgramme();
      const event = anEvent();
      const article = anArticle({ aboutEvents: [event.ref] });
      await desk.write(programme, event, article, fundedBy(programme, { event: event.ref }));
      await desk.publish(event);
      // As it was stored before blank words were refused.
      const where = { programmeId: desk.id(programme).slice('funding_programme_'.length) };
      await app.store.draft.manager.update(Disclaimer, where, wording);
      await app.store.draft.manager.update(FundingProgramme, { id: where.programmeId }, { version: 2 });
      await expect(desk.publish(article)).resolves.toBeUndefined();

      expect(await refusedOf(desk.publish(programme))).toMatchObject([
        { code: 'NOT_READY', path: [desk.id(programme), 'disclaimers'] },
      ]);
    }
  });
});

describe('what the public is told a disclaimer by', () => {
  test('is not taken out while what is funded is published', async () => {
    const { programme, text } = aStrictProgramme();
    const event = anEvent();
    const funding = fundedBy(programme, { event: event.ref });
    await desk.write(programme, event, funding);
    await desk.publish(event);

    for (const object of [programme, funding])
      expect(await refusedOf(desk.unpublish(object))).toMatchObject([{ code: 'IN_USE', path: ['input'] }]);
    expect(await textsOf(event)).toEqual([text]);

    await desk.unpublish(event);
    await desk.unpublish(funding);
    await desk.unpublish(programme);
  });
});
