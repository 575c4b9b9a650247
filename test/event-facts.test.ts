import { whenOf } from '../src/events/facts/dates.js';
import type { EventDetails, EventTimes } from '../src/events/facts/event-details.js';
import { eventFacts, factText } from '../src/events/facts/event-facts.js';
import { placesOf } from '../src/events/facts/place.js';
import { langOf } from '../src/events/facts/script.js';
import { factWords } from '../src/events/facts/words.js';

/** The facts of an event are plain functions of data, which run in browsers, too. */

const hongKong = { timeZone: 'Asia/Hong_Kong' };
const timed = (start: string, end?: string): EventTimes => ({
  precision: 'TIME',
  start: `${start}:00+08:00`,
  ...(end ? { end: `${end}:00+08:00` } : {}),
  ...hongKong,
});
const days = (startDate: string, endDate = startDate): EventTimes => ({
  precision: 'DATE',
  startDate,
  endDate,
  ...hongKong,
});

const chinese = (text: string) => ({ text, language: 'zh-Hant' });
const english = (text: string) => ({ text, language: 'en' });

const plain: EventDetails = {
  state: 'SCHEDULED',
  stateLabel: '將舉行',
  schedule: timed('2024-05-31T16:00', '2024-05-31T18:00'),
  organisations: [],
  people: [],
  sponsors: [],
  spokenLanguages: [],
};

describe('a date is written as in Hong Kong:', () => {
  test.each<[EventTimes, string, string]>([
    [
      timed('2024-05-31T16:00', '2024-05-31T18:00'),
      'Friday, 31 May 2024, 4:00–6:00 pm',
      '2024年5月31日（星期五）下午4時至6時',
    ],
    [
      timed('2024-05-31T09:30', '2024-05-31T12:00'),
      'Friday, 31 May 2024, 9:30 am – 12:00 noon',
      '2024年5月31日（星期五）上午9時30分至中午12時',
    ],
    [
      timed('2024-05-31T12:30', '2024-05-31T14:05'),
      'Friday, 31 May 2024, 12:30–2:05 pm',
      '2024年5月31日（星期五）下午12時30分至2時5分',
    ],
    [timed('2024-05-31T19:00'), 'Friday, 31 May 2024, 7:00 pm', '2024年5月31日（星期五）晚上7時'],
    [timed('2024-06-01T00:00'), 'Saturday, 1 June 2024, 12:00 midnight', '2024年6月1日（星期六）午夜12時'],
    [
      timed('2024-05-31T22:00', '2024-06-01T02:00'),
      'Friday, 31 May 2024, 10:00 pm – Saturday, 1 June 2024, 2:00 am',
      '2024年5月31日（星期五）晚上10時至6月1日（星期六）凌晨2時',
    ],
    [days('2024-05-31'), 'Friday, 31 May 2024', '2024年5月31日（星期五）'],
    [
      days('2024-04-13', '2024-04-16'),
      'Saturday, 13 – Tuesday, 16 April 2024',
      '2024年4月13日（星期六）至16日（星期二）',
    ],
    [
      days('2024-04-30', '2024-05-02'),
      'Tuesday, 30 April – Thursday, 2 May 2024',
      '2024年4月30日（星期二）至5月2日（星期四）',
    ],
    [
      days('2024-12-31', '2025-01-01'),
      'Tuesday, 31 December 2024 – Wednesday, 1 January 2025',
      '2024年12月31日（星期二）至2025年1月1日（星期三）',
    ],
    [
      { ...days('2024-05-31'), dayPart: 'AFTERNOON' },
      'Friday, 31 May 2024, afternoon',
      '2024年5月31日（星期五）下午',
    ],
  ])('%j', (schedule, inEnglish, inChinese) => {
    expect(whenOf(schedule, factWords('en-HK'))?.text).toBe(inEnglish);
    expect(whenOf(schedule, factWords('zh-HK'))?.text).toBe(inChinese);
    const simplified = inChinese.replaceAll('時', '时');
    expect(whenOf(schedule, factWords('zh-CN'))?.text).toBe(simplified);
  });

  test('none, for an event without a date', () => {
    expect(whenOf({ precision: 'TBA', ...hongKong }, factWords('en'))).toBeUndefined();
  });
});

describe('a place is written', () => {
  test.each([
    [
      'in Chinese from large to small, without marks',
      {
        name: chinese('H6 CONET'),
        address: chinese('中環皇后大道中99號中環中心地下'),
      },
      '中環皇后大道中99號中環中心地下 H6 CONET',
    ],
    [
      'in Chinese without a name that the address ends with',
      { name: chinese('中環中心'), room: chinese('地下'), address: chinese('中環皇后大道中99號中環中心') },
      '中環皇后大道中99號中環中心地下',
    ],
    [
      'in English from small to large',
      {
        name: english('H6 CONET'),
        room: english('G/F'),
        address: english("The Centre, 99 Queen's Road Central"),
      },
      "H6 CONET, G/F, The Centre, 99 Queen's Road Central",
    ],
    [
      'in two languages apart, without a room that nobody would find',
      { name: english('H6 CONET'), room: chinese('地下'), address: english('The Centre') },
      'H6 CONET, The Centre',
    ],
    [
      'by its name, and by an address in another language',
      { name: chinese('皇冠假日酒店'), address: english('Tseung Kwan O') },
      ['皇冠假日酒店', 'Tseung Kwan O'],
    ],
    ['by its name alone', { name: chinese('數碼港') }, '數碼港'],
    ['by name and room alone', { name: chinese('會展'), room: chinese('5G 展廳') }, '會展 5G 展廳'],
  ])('%s', (_how, venue, text) => {
    expect(placesOf(venue).map((each) => each.text)).toEqual([text].flat());
  });

  test('not at all, where nothing is known', () => {
    expect([placesOf(undefined), placesOf({ name: english(' ') })]).toEqual([[], []]);
  });
});

describe('the facts of an event', () => {
  const read = (changes: Partial<EventDetails>, language = 'zh-Hant') =>
    eventFacts({ ...plain, ...changes }, language).map((fact) => [
      fact.label,
      factText(fact, factWords(language)),
    ]);

  test('are in order: the state, the time, who has which role, who supports it how', () => {
    const facts = read({
      state: 'CANCELLED',
      stateLabel: '取消',
      organisations: [
        { label: '主辦機構', name: chinese('智慧城市聯盟') },
        { label: '承辦機構', name: chinese('生產力局') },
        { label: '主辦機構', name: chinese('貿發局') },
        { label: '簽署機構', name: chinese('應科院') },
      ],
      people: [{ label: '主題演講嘉賓', name: chinese('楊文銳') }],
      sponsors: [
        { label: '資助', name: chinese('創新科技署') },
        { label: '支持', name: chinese('電腦學會') },
      ],
      admission: { type: 'MEMBERS', price: '120.00', currency: 'HKD', note: chinese('憑證入場') },
      spokenLanguages: ['yue'],
    });

    expect(facts).toEqual([
      ['狀態', '取消'],
      ['日期及時間', '2024年5月31日（星期五）下午4時至6時'],
      ['主辦機構', '智慧城市聯盟、貿發局'],
      ['承辦機構', '生產力局'],
      ['簽署機構', '應科院'],
      ['主題演講嘉賓', '楊文銳'],
      ['資助', '創新科技署'],
      ['支持', '電腦學會'],
      ['入場', '只限會員 (HKD 120)、憑證入場'],
      ['語言', '粵語'],
    ]);
  });

  test.each([
    [
      'of a postponed event: its date is the one that it had',
      { state: 'POSTPONED', stateLabel: '延期' },
      [
        ['狀態', '延期'],
        ['日期及時間', '待定'],
        ['原定', '2024年5月31日（星期五）下午4時至6時'],
      ],
    ],
    [
      'of an event that has lost its date',
      {
        state: 'TO_BE_ANNOUNCED',
        schedule: { precision: 'TBA', ...hongKong },
        previous: { startDate: '2024-05-31' },
      },
      [
        ['日期及時間', '待定'],
        ['原定', '2024年5月31日（星期五）'],
      ],
    ],
    [
      'of an event that was moved',
      { state: 'RESCHEDULED', stateLabel: '改期', previous: { startDate: '2024-05-24' } },
      [
        ['狀態', '改期'],
        ['日期及時間', '2024年5月31日（星期五）下午4時至6時'],
        ['原定', '2024年5月24日（星期五）'],
      ],
    ],
    [
      'of a date that was corrected',
      { previous: { startDate: '2024-05-24' } },
      [['日期及時間', '2024年5月31日（星期五）下午4時至6時']],
    ],
  ] as const)('%s', (_what, changes, facts) => {
    expect(read(changes as Partial<EventDetails>)).toEqual(facts);
  });

  test.each([
    [
      'NOT_YET_OPEN',
      [
        ['開始報名', '2024年5月1日（星期三）上午9時'],
        ['截止報名', '2024年5月30日（星期四）晚上11時59分'],
        ['報名', '尚未開始報名'],
      ],
    ],
    [
      'OPEN',
      [
        ['截止報名', '2024年5月30日（星期四）晚上11時59分'],
        ['報名', 'https://register.example/'],
      ],
    ],
    [
      'FULL',
      [
        ['截止報名', '2024年5月30日（星期四）晚上11時59分'],
        ['報名', '名額已滿'],
      ],
    ],
    ['CLOSED', [['截止報名', '2024年5月30日（星期四）晚上11時59分']]],
  ] as const)('of registration that is %s: the address only while it is open', (state, expected) => {
    const label = state === 'FULL' ? '名額已滿' : '尚未開始報名';
    const facts = read({
      registration: {
        state,
        label,
        url: 'https://register.example/',
        opensAt: '2024-05-01T09:00:00+08:00',
        deadline: '2024-05-30T23:59:00+08:00',
      },
    });

    expect(facts.slice(1)).toEqual(expected);
  });

  test('name the time zone of an event elsewhere', () => {
    const schedule = {
      ...plain.schedule,
      start: '2024-05-31T16:00:00+02:00',
      end: undefined,
      timeZone: 'Europe/Paris',
    };

    expect(read({ schedule }, 'en')).toEqual([
      ['Time', 'Friday, 31 May 2024, 4:00 pm (Central European Summer Time)'],
    ]);
  });
});

test.each([
  ['智慧城市聯盟', 'zh-Hant', 'zh-Hant-HK'],
  ['HKTDC', 'zh-Hant', 'en'],
  ['貿發局', 'en', 'zh-Hant-HK'],
  ['2024', 'zh-Hant', 'zh-Hant-HK'],
  ['Smart City', 'en', 'en'],
  ['智慧城市联盟', 'zh-Hans', 'zh-Hans'],
])('%s in text that is %s is marked as %s', (text, language, lang) => {
  expect(langOf(text, language)).toBe(lang);
});
