import 'reflect-metadata';
import { runMutation } from '../src/content/editing/mutation.js';
import { writeDrafts } from '../src/content/writing/write-drafts.js';
import { type Problem, Refusal } from '../src/foundation/errors.js';
import { editor, startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anArticleSeries,
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
  type Values,
} from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  await desk.write(host, speaker, series, talk, report, issue);
});
afterAll(() => app.close());

const host = anOrganisation({ ref: 'host' });
const speaker = aPerson({ ref: 'speaker' });
const series = anEventSeries({ ref: 'series', plannedSessions: 2 });
const talk = anEvent({ ref: 'talk' });
const report = anArticle({ ref: 'report' });
const issue = anIssue({ ref: 'issue' });

const timed = (times: object) => ({ schedule: { precision: 'TIME', ...times } });
const dated = (dates: object) => ({ schedule: { precision: 'DATE', ...dates } });
const wording = { version: 1, text: 'Not our view.', effectiveFrom: '2024-01-01' };

/** What an editor may write, the one place in it that is wrong, and what is said about it. */
const mistakes: [piece: Piece, path: string, sentence: string][] = [
  [
    anOrganisation({ ref: 'own-parent', parent: 'own-parent' }),
    'parent',
    'An organisation cannot be a part of itself, directly or indirectly.',
  ],
  [
    anOrganisation({
      ref: 'own-relation',
      relations: [{ type: 'CHAPTER_OF', organisation: 'own-relation' }],
    }),
    'relations.0.organisation',
    'An organisation cannot have a relation to itself.',
  ],
  [
    anOrganisation({
      relations: [
        { type: 'CHAPTER_OF', organisation: 'host', validFrom: '2024-01-01', validTo: '2024-01-01' },
        { type: 'CHAPTER_OF', organisation: 'host', validFrom: '2024-01-02', validTo: '2024-01-01' },
      ],
    }),
    'relations.1.validTo',
    'The last day of the relation must not be before the first.',
  ],
  [
    aPerson({
      offices: [{ organisation: 'host', kind: 'PRESIDENT', start: '2024-06-10', end: '2024-06-09' }],
    }),
    'offices.0.end',
    'The last day in office must not be before the first.',
  ],
  [
    anEvent({ ref: 'own-part', parent: 'own-part' }),
    'parent',
    'An event cannot be a part of itself, directly or indirectly.',
  ],
  [
    anEvent(timed({ end: '2024-06-10T12:00:00Z' })),
    'schedule.start',
    '"start" is required when "precision" is TIME.',
  ],
  [
    // The later one on the clock is the earlier instant.
    anEvent(timed({ start: '2024-06-10T12:00:00Z', end: '2024-06-10T19:00:00+08:00' })),
    'schedule.end',
    'The event must not end before it begins.',
  ],
  [
    anEvent(dated({ endDate: '2024-06-10' })),
    'schedule.startDate',
    '"startDate" is required when "precision" is DATE.',
  ],
  [
    anEvent(dated({ startDate: '2024-06-11', endDate: '2024-06-10' })),
    'schedule.endDate',
    'The last day of the event must not be before its first day.',
  ],
  [
    anEvent({ registration: { opensAt: '2024-06-10T00:00:00Z', deadline: '2024-06-09T23:59:00Z' } }),
    'registration.deadline',
    'Registration must not close before it opens.',
  ],
  [
    anEvent({ admission: { type: 'FREE', price: '5.00', currency: 'HKD' } }),
    'admission.type',
    'A free event has no price; set "price" and "currency" to null, or choose another type.',
  ],
  [
    anEvent({ admission: { type: 'PAID', price: '5.00' } }),
    'admission.currency',
    'A price needs a currency, such as "HKD".',
  ],
  [anEvent({ session: 1 }), 'series', 'A session number needs a series.'],
  [
    anEvent({
      participations: [
        { organisation: 'host', role: 'HOST' },
        { organisation: 'host', role: 'ORGANISER' },
        { organisation: 'host', role: 'HOST' },
      ],
    }),
    'participations.2.organisation',
    'The organisation already has this role.',
  ],
  [
    anEvent({ links: [{ rel: 'DETAILS', status: 'OK' }] }),
    'links.0.url',
    'The status must be MISSING if there is no address, and only then.',
  ],
  [
    anArticle({ links: [{ rel: 'DETAILS', url: 'https://example.org/', status: 'MISSING' }] }),
    'links.0.status',
    'The status must be MISSING if there is no address, and only then.',
  ],
  [
    anArticle({ occurredFrom: '2024-05-31', occurredTo: '2024-05-30' }),
    'occurredTo',
    'The last day of the period must not be before the first.',
  ],
  [anArticle({ aboutPeople: ['speaker', 'speaker'] }), 'aboutPeople.1', 'The same object is given twice.'],
  [
    anArticleSeries({ partners: ['host', 'speaker-of-nothing', 'host'] }),
    'partners.2',
    'The same object is given twice.',
  ],
  [
    anIssue({ coverageStart: '2024-04-01', coverageEnd: '2024-03-31' }),
    'coverageEnd',
    'The last day of the period must not be before the first.',
  ],
  [
    anIssue({ sections: [{ kind: 'LEAD', items: [{ article: 'report' }, {}] }] }),
    'sections.0.items.1',
    'An item must be exactly one article or event.',
  ],
  [
    anIssue({ sections: [{ kind: 'LEAD', items: [{ article: 'report', event: 'talk' }] }] }),
    'sections.0.items.0.event',
    'An item must be exactly one article or event.',
  ],
  [
    anIssue({
      sections: [
        { kind: 'LEAD', items: [{ article: 'report' }] },
        { kind: 'REVIEW', items: [{ event: 'talk' }, { article: 'report' }] },
      ],
    }),
    'sections.1.items.1.article',
    'The issue already lists this article.',
  ],
  [
    anIssue({ sections: [{ kind: 'REVIEW', items: [{ event: 'talk' }, { event: 'talk' }] }] }),
    'sections.0.items.1.event',
    'The issue already lists this event.',
  ],
  [
    aProgramme({
      disclaimers: [
        { ...wording, locale: 'en' },
        { ...wording, locale: 'zh-Hant' },
        { ...wording, locale: 'en', text: 'Nor theirs.' },
      ],
    }),
    'disclaimers.2.locale',
    'This version already has a text in this language.',
  ],
  [
    aSponsorship({ organisation: 'host' }),
    '',
    'A sponsorship must be of exactly one event, series, article or issue.',
  ],
  [
    aSponsorship({ organisation: 'host', event: 'talk', issue: 'issue' }),
    'issue',
    'A sponsorship must be of exactly one event, series, article or issue.',
  ],
  [
    aSponsorship({ organisation: 'host', event: 'talk', startsOn: '2024-02-01', endsOn: '2024-01-31' }),
    'endsOn',
    'The sponsorship must not end before it begins.',
  ],
];

describe('a rule about more than one field', () => {
  test('is reported for every object at once, with its path and in both languages, and nothing is written', async () => {
    const before = await numbersOfObjects();

    const problems = await problemsOf(mistakes.map(([piece]) => piece));

    const told = new Map(problems.map((problem) => [problem.path.join(' '), problem]));
    for (const [{ ref }, path, message] of mistakes) {
      expect([ref, path, told.get([ref, ...path.split('.').filter(Boolean)].join(' '))]).toEqual([
        ref,
        path,
        expect.objectContaining({
          code: 'INVALID_INPUT',
          message,
          chinese: expect.stringMatching(/\p{Script=Han}.*。$/u),
        }),
      ]);
    }
    // One partner is not there at all; nothing else is said twice or too much.
    expect(problems.filter(({ code }) => code === 'NOT_FOUND')).toHaveLength(1);
    expect(problems).toHaveLength(mistakes.length + 1);
    expect(await numbersOfObjects()).toEqual(before);
  });

  test('holds of what an object becomes, when only a part of it is changed', async () => {
    const event = anEvent(timed({ start: '2024-06-10T12:00:00Z', end: '2024-06-10T13:00:00Z' }));
    await desk.write(event);

    const later = { schedule: { start: '2024-06-10T14:00:00Z' } };
    const problems = await problemsOf([{ ...event, values: later }], 'UPDATE');
    const ownPart = await problemsOf([{ ...event, values: { parent: desk.id(event) } }], 'UPDATE');

    expect(problems.map(({ path }) => path.slice(1))).toEqual([['schedule', 'end']]);
    expect(ownPart.map(({ path }) => path.slice(1))).toEqual([['parent']]);
  });

  test('reports nothing about a reference that was given and not found', async () => {
    const problems = await problemsOf([
      aSponsorship({ ref: 'lost', organisation: 'host', event: 'nowhere' }),
      anEvent({ ref: 'lost-session', series: 'nowhere', session: 1 }),
      anIssue({ ref: 'lost-item', sections: [{ kind: 'LEAD', items: [{ article: 'nowhere' }] }] }),
    ]);

    expect(problems.map(({ code, path }) => `${code} ${path.join('.')}`).sort()).toEqual([
      'NOT_FOUND lost-item.sections.0.items.0.article',
      'NOT_FOUND lost-session.series',
      'NOT_FOUND lost.event',
    ]);
  });

  test('waits for values that are valid in themselves; what is not found is reported with those that are not', async () => {
    const problems = await problemsOf([
      anArticle({
        ref: 'garbled',
        part: 0,
        occurredFrom: '2024-05-31',
        occurredTo: '2024-05-30',
        links: ['nonsense', null],
        aboutEvents: ['nowhere', null],
      }),
      anIssue({
        ref: 'garbled-issue',
        sections: [{ kind: 'LEAD', items: ['nonsense', { event: 'nowhere' }] }],
      }),
    ]);

    expect(problems.map(({ code, path }) => `${code} ${path.join('.')}`).sort()).toEqual([
      'INVALID_INPUT garbled-issue.sections.0.items.0',
      'INVALID_INPUT garbled.aboutEvents.1',
      'INVALID_INPUT garbled.links.0',
      'INVALID_INPUT garbled.links.1',
      'INVALID_INPUT garbled.part',
      'NOT_FOUND garbled-issue.sections.0.items.1.event',
      'NOT_FOUND garbled.aboutEvents.0',
    ]);
  });

  test('lets everything through that is just right', async () => {
    const pieces = [
      anOrganisation({ ref: 'child', parent: 'host' }),
      anEvent(timed({ start: '2024-06-10T12:00:00Z', end: '2024-06-10T12:00:00Z' })),
      anEvent(dated({ startDate: '2024-06-10', endDate: '2024-06-10' })),
      anEvent({ parent: 'talk', series: 'series', session: 2, links: [{ rel: 'DETAILS' }] }),
      anEvent({ links: [{ rel: 'DETAILS', url: 'https://example.org/', status: 'BROKEN' }] }),
      anEvent({ registration: { deadline: '2024-06-10T12:00:00Z' } }),
      anArticle({ occurredTo: '2024-06-10' }),
      aSponsorship({ organisation: 'host', series: 'series', startsOn: '2024-06-10', endsOn: '2024-06-10' }),
    ];

    await expect(desk.write(...pieces)).resolves.toHaveLength(pieces.length);
  });
});

describe('a rule about more than one object', () => {
  const session = (number: number) => anEvent({ series: 'series', session: number });

  test.each([
    ['an organisation below itself', 'parent', () => circle(anOrganisation)],
    ['an event below itself', 'parent', () => circle(anEvent)],
    ['a session that is not planned', 'session', () => [session(3)]],
    ['a session that another event is', 'session', () => [session(1), session(1)]],
  ])('refuses %s', async (_what, path, piecesOf) => {
    const pieces = piecesOf();
    const before = await numbersOfObjects();

    const result = await mutate(pieces);

    const refs = pieces.map(({ ref }) => ref);
    expect(result.userErrors.length).toBeGreaterThan(0);
    for (const { code, path: place = [] } of result.userErrors) {
      expect(code).toMatch(/^(INVALID_INPUT|TAKEN)$/);
      expect([refs.includes(place[0] ?? ''), place[1]]).toEqual([true, path]);
    }
    expect(result.userErrors[0]?.message).toMatch(/\p{Script=Han}.*。$/u);
    expect(await numbersOfObjects()).toEqual(before);
  });

  function circle(build: (values: Values) => Piece): Piece[] {
    const [one, other] = [build({}), build({})];
    return [changed(one, { parent: other.ref }), changed(other, { parent: one.ref })];
  }
});

function changesOf(pieces: readonly Piece[], mode: 'PUT' | 'UPDATE') {
  return pieces.map(({ type, ref, values }) => {
    const content = app.store.types.find(({ name }) => name === type);
    if (!content) throw new Error(`There is no content type ${type}.`);
    const locate = (path: readonly string[]) => [ref, ...path];
    return { content, externalRef: ref, mode, isWhole: mode === 'PUT', document: values, locate };
  });
}

async function problemsOf(
  pieces: readonly Piece[],
  mode: 'PUT' | 'UPDATE' = 'PUT',
): Promise<readonly Problem[]> {
  const changes = changesOf(pieces, mode);
  const refused: unknown = await app.store
    .transaction((transaction) => writeDrafts(transaction, app.store, editor, changes))
    .catch((error: unknown) => error);
  if (!(refused instanceof Refusal)) throw new Error('It was not refused.', { cause: refused });
  return refused.problems;
}

/** Writes like a mutation of somebody who reads Chinese. */
async function mutate(pieces: readonly Piece[]) {
  const { store, reader, locales } = app.endpoint;
  const context = {
    store,
    reader,
    locales,
    locale: 'zh-Hant',
    now: store.clock(),
    viewer: editor,
    servedLocales: new Set<string>(),
  };
  const path = { key: 'write', prev: undefined, typename: 'Mutation' };
  return runMutation(context, { fieldName: 'write', path }, async (transaction) => {
    const written = await writeDrafts(transaction, store, editor, changesOf(pieces, 'PUT'));
    return { targets: written.map(({ target }) => target) };
  });
}

async function numbersOfObjects(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name, entity } of app.store.types) counts[name] = await app.store.draft.manager.count(entity);
  return counts;
}
