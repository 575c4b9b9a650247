import 'reflect-metadata';
import ical from 'node-ical';
import Parser from 'rss-parser';
import { startEmpty, type TestApplication } from './support/application.js';
import { anEvent, anOrganisation, Desk, type Piece, type Values } from './support/builders.js';

/** What becomes of an event, as independent readers of each output see it: the table in the guide for partners. */

const NOW = '2024-06-01T12:00:00+08:00';
const day = (startDate: string) => ({ precision: 'DATE', startDate });
const time = (start: string) => ({ precision: 'TIME', start: `${start}+08:00` });

let app: TestApplication;
const host = anOrganisation({ ref: 'host' });
const titled = (title: string, values: Values): Piece =>
  anEvent({
    ref: title.toLowerCase().replaceAll(' ', '-'),
    text: { en: { title } },
    participations: [{ organisation: 'host', role: 'IMPLEMENTER' }],
    ...values,
  });
const registration = { url: 'https://register.example/' };

const events = [
  titled('Scheduled', { schedule: day('2024-06-10'), registration }),
  titled('Moved', { schedule: time('2024-05-20T10:00:00') }),
  titled('Undated', {
    schedule: { precision: 'TBA' },
    registration: { deadline: '2024-08-31T23:59:00+08:00' },
  }),
  titled('Dateless now', { schedule: day('2024-06-05') }),
  titled('Postponed', { schedule: day('2024-06-11'), lifecycle: 'POSTPONED', registration }),
  titled('Cancelled', { schedule: day('2024-06-12'), lifecycle: 'CANCELLED', registration }),
  titled('On now', { schedule: day('2024-06-01') }),
  titled('Over', { schedule: day('2024-05-01'), registration }),
  titled('Opens later', {
    schedule: day('2024-06-20'),
    registration: { ...registration, opensAt: '2024-06-10T09:00:00+08:00' },
  }),
  titled('Full', { schedule: day('2024-06-21'), registration: { ...registration, isFull: true } }),
  titled('Closed', {
    schedule: day('2024-06-22'),
    registration: { ...registration, deadline: '2024-05-31T12:00:00+08:00' },
  }),
];
const later: Readonly<Record<string, Values>> = {
  Moved: { schedule: time('2024-06-15T10:00:00'), lifecycle: 'RESCHEDULED' },
  'Dateless now': { schedule: { precision: 'TBA' } },
};

beforeAll(async () => {
  app = await startEmpty();
  const desk = await Desk.open(app);
  app.setNow('2024-05-01T00:00:00+08:00');
  await desk.release(host, ...events);
  for (const event of events) {
    const values = later[titleOf(event)];
    if (values) await desk.release({ ...event, values: { ...event.values, ...values } });
  }
  app.setNow(NOW);
});
afterAll(() => app.close());

function titleOf({ values }: Piece): string {
  return (values.text as { readonly en: { readonly title: string } }).en.title;
}

async function read(path: string): Promise<string> {
  const response = await fetch(`${app.url}${path}`);
  expect(response.status).toBe(200);
  return response.text();
}

/** The first entry whose title contains the text. */
function found<Entry extends { readonly title?: string | undefined }>(
  entries: readonly Entry[],
  title: string,
): Entry {
  const entry = entries.find((each) => each.title?.includes(title));
  if (!entry) throw new Error(`There is no "${title}" in ${entries.map((each) => each.title).join(', ')}.`);
  return entry;
}

test('a calendar shows the state in the title and in STATUS', async () => {
  const calendar = ical.sync.parseICS(await read('/feeds/events.ics?locale=en'));
  const shown = Object.values(calendar).flatMap((each) =>
    each?.type === 'VEVENT'
      ? [
          [
            String(
              each.summary && (each.summary as { val?: string }).val
                ? (each.summary as { val: string }).val
                : each.summary,
            ),
            each.status,
            each.start.toISOString().slice(0, 10),
          ],
        ]
      : [],
  );

  expect(shown.sort()).toEqual([
    ['Cancelled: Cancelled', 'CANCELLED', '2024-06-12'],
    ['Closed', 'CONFIRMED', '2024-06-22'],
    ['Date to be announced: Dateless now', 'TENTATIVE', '2024-06-05'],
    ['Full', 'CONFIRMED', '2024-06-21'],
    ['Moved', 'CONFIRMED', '2024-06-15'],
    ['On now', 'CONFIRMED', '2024-06-01'],
    ['Opens later', 'CONFIRMED', '2024-06-20'],
    ['Over', 'CONFIRMED', '2024-05-01'],
    ['Postponed: Postponed', 'TENTATIVE', '2024-06-11'],
    ['Scheduled', 'CONFIRMED', '2024-06-10'],
  ]);
});

test('the file of one event is one to import, not one to subscribe to', async () => {
  const { items } = JSON.parse(await read('/feeds/events.json?locale=en'));
  const file = await read(
    `/feeds/events/${found<{ title: string; id: string }>(items, 'Scheduled').id}.ics?locale=en`,
  );

  for (const name of ['METHOD', 'REFRESH-INTERVAL', 'X-PUBLISHED-TTL', 'X-WR-CALNAME', 'SOURCE'])
    expect(file).not.toContain(`${name}`);
  expect(ical.sync.parseICS(file)).toBeDefined();
});

const TITLES = [
  ['Scheduled', 'Scheduled'],
  ['Moved', 'Rescheduled: Moved'],
  ['Undated', 'Undated'],
  ['Postponed', 'Postponed: Postponed'],
  ['Cancelled', 'Cancelled: Cancelled'],
  ['On now', 'On now'],
  ['Over', 'Over'],
] as const;

test.each(['rss', 'atom'])(
  '%s shows it in the title, and what was announced last comes first',
  async (format) => {
    const { items } = await new Parser().parseString(await read(`/feeds/events.${format}?locale=en`));

    for (const [title, expected] of TITLES) expect(found(items, title).title).toBe(expected);
    const dates = items.map(({ isoDate }) => isoDate);
    expect(dates).toEqual([...dates].sort().reverse());
  },
);

test('JSON Feed has it in the title, and as data', async () => {
  const { items } = JSON.parse(await read('/feeds/events.json?locale=en'));
  const of = (title: string) => found<{ title: string; _scc: Record<string, unknown> }>(items, title);
  const fact = (title: string, subject: string) =>
    (of(title)._scc.facts as { subject: string; label: string; values: { text: string }[] }[])
      .filter((each) => each.subject === subject)
      .map(({ label, values }) => [label, ...values.map(({ text }) => text)]);

  for (const [title, expected] of TITLES) {
    expect(of(title).title).toBe(expected);
    expect(of(title)._scc.title).toBe(title);
  }
  expect(of('Moved')._scc).toMatchObject({
    state: 'RESCHEDULED',
    previous: { start: '2024-05-20T10:00:00+08:00', startDate: '2024-05-20' },
  });
  expect(fact('Moved', 'previous')).toEqual([['Originally', 'Monday, 20 May 2024, 10:00 am']]);
  expect(fact('Postponed', 'time')).toEqual([['Time', 'To be announced']]);
  expect(fact('Undated', 'deadline')).toEqual([['Register by', 'Saturday, 31 August 2024, 11:59 pm']]);
  expect(fact('Scheduled', 'organisations')).toEqual([['Implementing organisation', 'host']]);
  expect(fact('Scheduled', 'registration')).toEqual([['Registration', 'https://register.example/']]);
  expect(fact('Opens later', 'opens')).toEqual([['Registration opens', 'Monday, 10 June 2024, 9:00 am']]);
  expect(fact('Full', 'registration')).toEqual([['Registration', 'Full']]);
  for (const title of ['Postponed', 'Cancelled', 'Over', 'Closed']) {
    expect(fact(title, 'registration')).toEqual([]);
    expect(of(title)._scc.registrationUrl).toBeUndefined();
  }
});

test('JSON-LD has it in the vocabulary of schema.org', async () => {
  const graph: Record<string, never>[] = JSON.parse(await read('/feeds/events.jsonld?locale=en'))['@graph'];
  const of = (title: string) =>
    graph.find(({ name }) => name === title) as unknown as Record<string, unknown>;

  expect(
    [...TITLES.map(([title]) => title), 'Dateless now'].map((title) => [
      title,
      String(of(title).eventStatus).slice(19),
    ]),
  ).toEqual([
    ['Scheduled', 'EventScheduled'],
    ['Moved', 'EventRescheduled'],
    ['Undated', 'EventScheduled'],
    ['Postponed', 'EventPostponed'],
    ['Cancelled', 'EventCancelled'],
    ['On now', 'EventScheduled'],
    ['Over', 'EventScheduled'],
    ['Dateless now', 'EventScheduled'],
  ]);
  expect(of('Moved').previousStartDate).toBe('2024-05-20T10:00:00+08:00');
  expect(of('Scheduled').offers).toMatchObject({ availability: 'https://schema.org/InStock' });
  expect(of('Opens later').offers).toMatchObject({
    availability: 'https://schema.org/PreOrder',
    validFrom: '2024-06-10T09:00:00+08:00',
  });
  expect(of('Full').offers).toMatchObject({ availability: 'https://schema.org/SoldOut' });
  expect(of('Closed').offers).toMatchObject({ validThrough: '2024-05-31T12:00:00+08:00' });
  expect(of('Closed').offers).not.toHaveProperty('availability');
  expect(of('Scheduled')).toMatchObject({ contributor: [{ name: 'host' }] });
});

describe.each(['list', 'compact'])('the page for iframes, %s,', (layout) => {
  const entries = async () => {
    const html = await read(`/embed/feed/events?locale=en&time=ALL&layout=${layout}`);
    const items = html.split('<li ').slice(1);
    return new Map(
      events.map((event) => {
        const item = items.find((each) => each.includes(`>${titleOf(event)}</`)) ?? '';
        return [titleOf(event), item.replaceAll(/<wbr>/g, '')];
      }),
    );
  };

  test('says what readers have to know', async () => {
    const shown = await entries();
    const says = (title: string, text: string) =>
      expect([title, shown.get(title)]).toEqual([title, expect.stringContaining(text)]);

    says('Moved', 'New date');
    says('Postponed', 'Postponed: new date to be announced');
    says('Postponed', 'Originally ');
    says('Cancelled', 'Cancelled</strong>');
    says('On now', 'On now</strong>');
    says('Undated', 'Saturday, 31 August 2024, 11:59 pm');
  });

  test('offers registration only while it is open', async () => {
    const offering = [...(await entries())].flatMap(([title, item]) =>
      item.includes('register.example') ? [title] : [],
    );

    expect(offering).toEqual(layout === 'list' ? ['Scheduled'] : []);
  });
});
