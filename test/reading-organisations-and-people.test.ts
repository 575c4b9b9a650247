import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import { anEvent, anOrganisation, Desk, type Piece } from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

describe('an organisation', () => {
  const day = (startDate: string) => ({ precision: 'DATE', startDate });
  const scc = anOrganisation({
    ref: 'scc',
    website: 'https://smartcity.org.hk/',
    region: 'HK',
    names: [
      { locale: 'en', text: 'SCC', kind: 'ACRONYM' },
      { locale: 'zh-Hant', text: '聯盟', kind: 'SHORT' },
    ],
    text: { en: { name: 'Smart City Consortium', shortName: 'SCC' }, 'zh-Hant': { name: '智慧城市聯盟' } },
  });
  const committee = (name: string) =>
    anOrganisation({ ref: name.toLowerCase(), parent: 'scc', kind: 'COMMITTEE', text: { en: { name } } });
  const devb = anOrganisation({ ref: 'devb' });
  const lab = anOrganisation({
    ref: 'lab',
    kind: 'LAB',
    relations: [
      { type: 'ESTABLISHED_BY', organisation: 'devb', validFrom: '2021-01-01' },
      { type: 'SUPPORTED_BY', organisation: 'scc' },
    ],
  });
  const events = [
    anEvent({
      ref: 'hosted',
      schedule: day('2024-05-01'),
      participations: [{ organisation: 'scc', role: 'HOST' }],
    }),
    anEvent({
      ref: 'supported',
      kind: 'FORUM',
      schedule: day('2024-07-01'),
      participations: [{ organisation: 'scc', role: 'SUPPORTING' }],
    }),
    anEvent({
      ref: 'both',
      schedule: day('2024-06-01'),
      participations: [
        { organisation: 'scc', role: 'SUPPORTING' },
        { organisation: 'scc', role: 'HOST' },
      ],
    }),
  ];

  beforeAll(async () => {
    const [research, mobility] = [committee('Research'), committee('Mobility')];
    await desk.write(scc, devb, lab, research, mobility, ...events);
    for (const [minute, object] of [research, lab, mobility, scc, devb, ...events].entries()) {
      app.setNow(`2024-06-10T00:${10 + minute}:00Z`);
      await desk.publish(object);
    }
  });

  const read = async (object: Piece, fields: string) => {
    const query = `query ($id: ID) { organisation(id: $id) { ${fields} } }`;
    return (await app.data(query, { id: desk.id(object) })).organisation;
  };

  test('has its name and its kind, in both languages', async () => {
    const fields = `kind kindLabel zhKind: kindLabel(locale: "zh-Hant") name zh: name(locale: "zh-Hant")
      shortName website region names { locale text kind }`;

    expect(await read(scc, fields)).toEqual({
      kind: 'ASSOCIATION',
      kindLabel: 'Association',
      zhKind: expect.stringContaining('會'),
      name: 'Smart City Consortium',
      zh: '智慧城市聯盟',
      shortName: 'SCC',
      website: 'https://smartcity.org.hk/',
      region: 'HK',
      names: [
        { locale: 'en', text: 'SCC', kind: 'ACRONYM' },
        { locale: 'zh-Hant', text: '聯盟', kind: 'SHORT' },
      ],
    });
  });

  test.each([
    ['', ['supported', 'both', 'hosted']],
    ['(orderBy: START_ASC)', ['hosted', 'both', 'supported']],
    ['(role: [HOST])', ['both', 'hosted']],
    ['(role: [EXHIBITOR])', []],
    ['(filter: { time: UPCOMING })', ['supported']],
    ['(filter: { kind: [TALK] }, role: [SUPPORTING])', ['both']],
    ['(role: [HOST, SUPPORTING], first: 2)', ['supported', 'both']],
  ])('lists each of its events%s once', async (given, titles) => {
    const { events: found } = await read(scc, `events${given} { nodes { title } totalCount }`);

    expect(found.nodes.map(({ title }: { title: string }) => title)).toEqual(titles);
    expect(found.totalCount).toBe(given.includes('first') ? 3 : titles.length);
  });

  test('stands above and below others, and in relations to them', async () => {
    const children = {
      nodes: [
        { name: 'Mobility', parent: { name: 'Smart City Consortium' } },
        { name: 'Research', parent: { name: 'Smart City Consortium' } },
      ],
      totalCount: 2,
    };

    expect(await read(scc, 'parent { name } children { nodes { name parent { name } } totalCount }')).toEqual(
      {
        parent: null,
        children,
      },
    );
    const fields = 'relations { type typeLabel validFrom validTo organisation { name } }';
    expect((await read(lab, fields)).relations).toEqual([
      {
        type: 'ESTABLISHED_BY',
        typeLabel: 'Established by',
        validFrom: '2021-01-01',
        validTo: null,
        organisation: { name: 'devb' },
      },
      {
        type: 'SUPPORTED_BY',
        typeLabel: 'Supported by',
        validFrom: null,
        validTo: null,
        organisation: { name: 'Smart City Consortium' },
      },
    ]);
  });

  test.each([
    ['{ kind: [LAB, COMMITTEE] }', 'NAME_ASC', ['lab', 'Mobility', 'Research']],
    ['{ hasLocale: "zh-Hant" }', 'NAME_ASC', ['Smart City Consortium']],
    ['{ kind: [LAB, COMMITTEE] }', 'UPDATED_AT_DESC', ['Mobility', 'lab', 'Research']],
  ])('is found by %s in the order %s', async (filter, orderBy, names) => {
    const { organisations } = await app.data(
      `{ organisations(filter: ${filter}, orderBy: ${orderBy}) { nodes { name } } }`,
    );

    const found = organisations.nodes.map(({ name }: { name: string }) => name);
    expect(found).toEqual(names);
  });

  test('is found by its parent', async () => {
    const query = `query ($id: ID) { organisations(filter: { parent: $id }) { nodes { name } } }`;

    const { organisations } = await app.data(query, { id: desk.id(scc) });

    expect(organisations.nodes).toEqual([{ name: 'Mobility' }, { name: 'Research' }]);
  });
});
