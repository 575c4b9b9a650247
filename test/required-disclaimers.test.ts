import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { Refusal } from '../src/foundation/errors.js';
import { Disclaimer, FundingProgramme } from '../src/sponsorships/funding-programme.js';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aPerson,
  aProgramme,
  aSponsorship,
  changed,
  Desk,
  type Piece,
} from './support/builders.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let desk: Desk;
let office: Mutations;
const funder = anOrganisation({ ref: 'funder' });
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  await desk.release(funder);
  office = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER, Role.ADMIN));
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

  test('are each there once, with the programme that requires them, and for what', async () => {
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

  test('are in the requested language, else in the one they were approved in, whatever was published', async () => {
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

  test('stay when the funder, or the event that an article is about, is withdrawn', async () => {
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

async function isPublished(object: Piece): Promise<boolean> {
  const [, table, id] = /^(.*)_(.*)$/.exec(desk.id(object)) ?? [];
  const rows = await app.store.published.query(`select from published.${table} where id = $1`, [id]);
  return rows.length > 0;
}

/** Objects in a row, and before them an event that belongs to the first. */
function belonging(relation: 'parent' | 'series', objects: readonly Piece[]): Piece[] {
  return [anEvent({ [relation]: objects[0]?.ref }), ...objects];
}

describe('a report about what is funded', () => {
  test('is not published while the disclaimer is not: the plan reports it, too', async () => {
    const { programme, text } = aStrictProgramme({ text: { en: { name: 'Harbour Fund' } } });
    const event = anEvent();
    const article = anArticle({ aboutEvents: [event.ref] });
    const issue = anIssue({ sections: [{ kind: 'REVIEW', items: [{ article: article.ref }] }] });
    const sponsorship = fundedBy(programme, { event: event.ref });
    await desk.write(programme, event, article, issue, sponsorship);

    const problems = await refusedOf(desk.publish(article));
    const sentence = `"Harbour Fund" pays for content presented here and requires its disclaimer, which would not be shown; publish first, in this order: "${programme.ref}", "${sponsorship.ref}".`;
    expect(problems).toEqual([
      {
        code: 'NOT_READY',
        path: [desk.id(article)],
        message: sentence,
        chinese: expect.stringMatching(/「Harbour Fund」.*免責聲明.*請先依次發布：「.*」、「.*」。$/),
      },
    ]);
    await expect(desk.publish(issue)).resolves.toBeUndefined();

    await desk.publish(event);
    await desk.publish(article);
    expect(await textsOf(article)).toEqual([text]);
    expect(await textsOf(issue)).toEqual([text]);
  });

  test('is refused with what hides the disclaimer, on each hop of the way, and published when that is', async () => {
    /** What is reported on, then what that belongs to; the last is what is paid for. */
    const chains = [
      () => belonging('parent', [anEvent()]),
      () => belonging('series', [anEventSeries()]),
      () => belonging('parent', belonging('series', [anEventSeries()])),
    ];
    const told: string[][] = [];
    for (const chainOf of chains) {
      for (let left = 1; left <= chainOf().length; left += 1) {
        const chain = chainOf();
        const { programme, text } = aStrictProgramme();
        const paid = chain.at(-1) ?? programme;
        const subject = paid.type === 'Event' ? { event: paid.ref } : { series: paid.ref };
        const sponsorship = fundedBy(programme, subject);
        const article = anArticle({ aboutEvents: [chain[0]?.ref] });
        const way = [programme, sponsorship, ...chain.slice(0, -1).toReversed()];
        await desk.write(...chain.toReversed(), ...way.slice(0, 2), article);
        for (const each of way) if (each !== way[left]) await desk.publish(each).catch(() => undefined);
        const shown = await Promise.all(way.map(isPublished));
        const hiders = way.filter((_, place) => !shown[place]);

        if (hiders.length > 0) {
          const [problem] = await refusedOf(desk.publish(article));
          const named = problem?.message.split('in this order: ')[1];
          expect(named).toBe(`${hiders.map(({ ref }) => `"${ref}"`).join(', ')}.`);
          told.push(hiders.map(({ type }) => type));
        }
        for (const each of hiders) await desk.publish(each);
        await desk.publish(article);
        expect(await textsOf(article)).toEqual([text]);
      }
    }
    const hops = ['Sponsorship Event', 'Event', 'Event', 'Event Event', 'Event'];
    expect(told.map((types) => types.join(' '))).toEqual(hops);
  });

  test('is refused with what is public in an earlier version, which does not lead to the disclaimer', async () => {
    const { programme, text } = aStrictProgramme();
    const [whole, part] = [anEvent(), anEvent()];
    const article = anArticle({ aboutEvents: [part.ref] });
    await desk.write(programme, whole, part, article, fundedBy(programme, { event: whole.ref }));
    await desk.publish([whole, part], { withContents: true });
    await desk.write(changed(part, { parent: whole.ref }));

    const [problem] = await refusedOf(desk.publish(article));
    expect(problem?.message).toContain(`publish first, in this order: "${part.ref}".`);
    await desk.publish([part, article]);
    expect(await textsOf(article)).toEqual([text]);
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

describe('what a public disclaimer depends on', () => {
  test('is not withdrawn while what is funded is published', async () => {
    const { programme, text } = aStrictProgramme();
    const event = anEvent();
    const funding = fundedBy(programme, { event: event.ref });
    await desk.write(programme, event, funding);
    await desk.publish(event);

    for (const object of [programme, funding])
      expect(await refusedOf(desk.unpublish(object))).toMatchObject([
        { code: 'IN_USE', path: ['input', 'ids'] },
      ]);
    expect(await textsOf(event)).toEqual([text]);

    await desk.unpublish(event);
    await desk.unpublish(funding);
    await desk.unpublish(programme);
  });

  /** A report in an issue about a session of a series, of which both the session and the series are funded. */
  async function aReport() {
    const [own, ofSeries] = [aStrictProgramme(), aStrictProgramme()];
    const series = anEventSeries();
    const event = anEvent({ series: series.ref });
    const author = aPerson();
    const article = anArticle({
      aboutEvents: [event.ref],
      credits: [{ person: author.ref, role: 'AUTHOR' }],
    });
    const issue = anIssue({ sections: [{ kind: 'REVIEW', items: [{ article: article.ref }] }] });
    const funding = fundedBy(own.programme, { event: event.ref });
    const seriesFunding = fundedBy(ofSeries.programme, { series: series.ref });
    await desk.write(own.programme, ofSeries.programme, series, event, author, article, issue);
    await desk.write(funding, seriesFunding);
    await desk.publish([author, event, article, issue]);
    const texts = [own.text, ofSeries.text].sort();
    return { own, ofSeries, series, event, author, article, issue, funding, seriesFunding, texts };
  }

  type Report = Awaited<ReturnType<typeof aReport>>;

  const refused = [{ code: 'IN_USE', path: ['input', expect.stringMatching(/^(ids?|sponsorships)$/)] }];
  const out = (noun: string, piece: Piece, more: object = {}) =>
    office.ask(`${noun}Unpublish`, { ids: [desk.id(piece)], ...more });
  const deleted = (noun: string, piece: Piece, expectedVersion = 1) =>
    office.ask(`${noun}Delete`, { id: desk.id(piece), expectedVersion });
  const fundings = ({ event }: Report, sponsorships: object[]) =>
    office.ask('sponsorshipsSet', { subject: desk.id(event), expectedVersion: 1, sponsorships });

  /** What is refused at once, and so leaves all as it is. */
  const verbs: [string, (report: Report) => Promise<Payload>, object[]][] = [
    ['sponsorshipUnpublish', ({ funding }) => out('sponsorship', funding), refused],
    [
      'sponsorshipUnpublish in all its languages',
      ({ funding }) => out('sponsorship', funding, { locales: ['en', 'zh-Hant', 'zh-Hans'] }),
      refused,
    ],
    [
      'sponsorshipUnpublish without trace',
      ({ funding }) => out('sponsorship', funding, { withoutTrace: true }),
      refused,
    ],
    ['sponsorshipDelete', ({ funding }) => deleted('sponsorship', funding), refused],
    ['sponsorshipsSet with none', (report) => fundings(report, []), refused],
    [
      'sponsorshipsSet with another one',
      (report) => fundings(report, [{ organisation: funder.ref, type: 'SPONSORED' }]),
      refused,
    ],
    ['fundingProgrammeUnpublish', ({ own }) => out('fundingProgramme', own.programme), refused],
    [
      'fundingProgrammeUnpublish in the language of its wording',
      ({ own }) => out('fundingProgramme', own.programme, { locales: ['en'] }),
      refused,
    ],
    [
      'fundingProgrammeDelete, which a draft refers to',
      ({ own }) => deleted('fundingProgramme', own.programme),
      [{ code: 'IN_USE', path: ['input', 'id'] }],
    ],
  ];

  const further: [string, (report: Report) => Promise<Payload>, object[]][] = [
    [
      'fundingProgrammePublish without its wordings',
      async ({ own }) => {
        await desk.write(changed(own.programme, { disclaimers: [] }));
        return office.ask('fundingProgrammePublish', { ids: [desk.id(own.programme)] });
      },
      [{ code: 'NOT_READY', path: [expect.stringMatching(/^funding_programme_/), 'disclaimers'] }],
    ],
    [
      'sponsorshipDelete when only the report and the issue are public still',
      async ({ event, funding }) => {
        expect(await out('event', event)).toMatchObject({ userErrors: [] });
        return deleted('sponsorship', funding);
      },
      refused,
    ],
    [
      'sponsorshipDelete of a series that is not public itself',
      async ({ series, seriesFunding }) => {
        expect(await out('eventSeries', series)).toMatchObject({ userErrors: [] });
        return deleted('sponsorship', seriesFunding);
      },
      refused,
    ],
    [
      'eventUnpublish without trace, by which the report shows what the series demands',
      ({ event }) => out('event', event, { withoutTrace: true }),
      [
        {
          code: 'IN_USE',
          message: expect.stringMatching(
            /^Public pages \(".*"\) must show a funder's disclaimer because of this event\. Withdraw those pages first, or/,
          ),
        },
      ],
    ],
    [
      'the same for an event that was taken out before',
      async ({ event }) => {
        await desk.unpublish(event);
        return out('event', event, { withoutTrace: true });
      },
      refused,
    ],
    [
      'sponsorshipUpdate, which the public does not see',
      ({ funding }) =>
        office.ask('sponsorshipUpdate', { id: desk.id(funding), expectedVersion: 1, programme: null }),
      [],
    ],
    [
      'sponsorshipRevisionRestore and sponsorshipDiscardDraft',
      async ({ funding }) => {
        await desk.write(changed(funding, { programme: null }));
        const id = desk.id(funding);
        await office.done('sponsorshipRevisionRestore', { id, expectedVersion: 2, version: 1 });
        return office.ask('sponsorshipDiscardDraft', { id, expectedVersion: 3 });
      },
      [],
    ],
    [
      'articleUnpublish in a language that it is not in',
      ({ article }) => out('article', article, { locales: ['zh-Hant'] }),
      [],
    ],
    [
      'personErase',
      ({ author }) => office.ask('personErase', { id: desk.id(author), reason: 'Request 12' }),
      [],
    ],
  ];

  let standing: Report;
  beforeAll(async () => {
    standing = await aReport();
  });

  test.each(verbs)('is not lost by %s', async (_verb, work, errors) => {
    expect((await work(standing)).userErrors).toMatchObject(errors);
    expect((await textsOf(standing.issue)).sort()).toEqual(standing.texts);
  });

  test.each(further)('is not lost by %s', async (_verb, work, errors) => {
    const report = await aReport();
    expect((await work(report)).userErrors).toMatchObject(errors);
    expect((await textsOf(report.article)).sort()).toEqual(report.texts);
    expect((await textsOf(report.issue)).sort()).toEqual(report.texts);
  });

  test('is reported by name, and goes when the sponsorship is published without the programme', async () => {
    const { funding, event, article, issue, ofSeries } = await aReport();
    const [error] = (await deleted('sponsorship', funding)).userErrors;
    expect(error.message).toMatch(
      /disclaimer.*\(.*\)\. Withdraw the content first; or.* publish the sponsorship without/,
    );
    for (const { ref } of [event, article, issue]) expect(error.message).toContain(ref);
    const chinese = office.with({ 'accept-language': 'zh-HK' });
    const [same] = (await chinese.ask('sponsorshipDelete', { id: desk.id(funding), expectedVersion: 1 }))
      .userErrors;
    expect(same.message).toMatch(/免責聲明（(「[^「」]+」、){2}「[^「」]+」）；/);

    await desk.release(changed(funding, { programme: null }));
    await office.done('sponsorshipDelete', { id: desk.id(funding), expectedVersion: 2 });
    expect(await textsOf(article)).toEqual([ofSeries.text]);
  });

  /** What a plan tells of disclaimers that go, and then what publishing tells. */
  async function goneBy(piece: Piece) {
    await desk.write(piece);
    const id = desk.id(piece);
    const select = 'findings { severity code path message object { id } }';
    const query = `query ($id: ID!) { publishPlan(ids: [$id], withContents: []) { ${select} } }`;
    const { publishPlan } = await office.who.data(query, { id });
    const verb = `${piece.type.charAt(0).toLowerCase()}${piece.type.slice(1)}Publish`;
    const payload = await office.done(verb, { ids: [id], withContents: [] }, select);
    const [planned, told] = [publishPlan, payload].map(({ findings }) =>
      findings.filter(({ code }: { code: string }) => code === 'DISCLAIMER_DROPPED'),
    );
    expect(told).toEqual(planned);
    return told;
  }

  const ways: [string, (report: Report, elsewhere: Piece) => Piece, losing: (keyof Report)[]][] = [
    [
      'a sponsorship that is of something else now',
      ({ funding }, { ref }) => changed(funding, { event: ref }),
      ['event', 'article', 'issue'],
    ],
    [
      'a sponsorship without its programme',
      ({ funding }) => changed(funding, { programme: null }),
      ['event', 'article', 'issue'],
    ],
    [
      'a programme that does not insist any more',
      ({ own }) => changed(own.programme, { isDisclaimerMandatory: false }),
      ['event', 'article', 'issue'],
    ],
    [
      'an event that left its series',
      ({ event }) => changed(event, { series: null }),
      ['event', 'article', 'issue'],
    ],
    [
      'an article that is about something else',
      ({ article }, { ref }) => changed(article, { aboutEvents: [ref] }),
      ['article', 'issue'],
    ],
  ];
  test.each(ways)('is warned of where it is dropped by %s', async (_way, change, losing) => {
    const [report, elsewhere] = [await aReport(), anEvent()];
    await desk.release(elsewhere);
    const changing = change(report, elsewhere);

    const told = await goneBy(changing);

    expect(told.length).toBeGreaterThan(0);
    for (const finding of told) {
      expect(finding).toMatchObject({ severity: 'WARNING', path: [], object: { id: desk.id(changing) } });
      for (const name of ['event', 'article', 'issue'] as const)
        expect([name, finding.message.includes(`"${report[name].ref}"`)]).toEqual([
          name,
          losing.includes(name),
        ]);
    }
    const shown = await Promise.all(losing.map((name) => textsOf(report[name] as Piece)));
    for (const texts of shown) expect(texts.length).toBeLessThan(report.texts.length);
    expect(await goneBy(changing)).toEqual([]);
  });

  test('is warned of where it is dropped by an event that comes back without its series', async () => {
    const { event, article, issue, own } = await aReport();
    await desk.unpublish(event);
    const changing = changed(event, { series: null });
    await desk.write(changing);
    const { token } = await office.done('previewTokenCreate', { id: desk.id(event) }, 'token');
    const query = 'query ($id: ID) { article(id: $id, stage: DRAFT) { requiredDisclaimers { text } } }';
    const previewed = await app.withKey(token).data(query, { id: desk.id(article) });

    const told = await goneBy(changing);

    expect(told).toMatchObject([{ object: { id: desk.id(event) } }]);
    for (const { ref } of [article, issue]) expect(told[0].message).toContain(`"${ref}"`);
    expect(await textsOf(article)).toEqual([own.text]);
    expect(previewed).toEqual({ article: { requiredDisclaimers: [{ text: own.text }] } });
  });

  test('is not dropped where something else demands the same', async () => {
    const { event, funding, own, article } = await aReport();
    const elsewhere = anEvent();
    await desk.release(elsewhere, fundedBy(own.programme, { event: event.ref }));

    expect(await goneBy(changed(funding, { event: elsewhere.ref }))).toEqual([]);
    expect(await textsOf(article)).toContain(own.text);
  });

  test('comes back with what was withdrawn, deleted and restored', async () => {
    const { funding, event, article, issue, texts } = await aReport();
    for (const piece of [issue, article, event]) await desk.unpublish(piece);
    await office.done('sponsorshipDelete', { id: desk.id(funding), expectedVersion: 1 });
    await office.done('sponsorshipRestore', { id: desk.id(funding) });

    const hidden = [{ code: 'NOT_READY', path: [desk.id(event)] }];
    expect(await office.ask('eventPublish', { ids: [desk.id(event)] })).toMatchObject({ userErrors: hidden });
    const withContents = [desk.id(funding)];
    await office.done('eventPublish', { ids: [desk.id(event)], withContents });
    expect((await textsOf(event)).sort()).toEqual(texts);
  });
});
