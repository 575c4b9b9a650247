/** The texts of the page on which a partner configures a snippet. */
export interface BuilderTexts {
  readonly language: 'en' | 'zh-Hant';
  readonly title: string;
  readonly intro: string;
  readonly otherLanguage: string;
  readonly settings: string;
  readonly which: string;
  readonly feed: string;
  readonly feedHint: string;
  readonly time: string;
  readonly times: Readonly<Record<'UPCOMING' | 'ONGOING' | 'PAST' | 'ALL', string>>;
  readonly kinds: string;
  readonly kindsHint: string;
  readonly otherKind: string;
  readonly organisation: string;
  readonly anyOrganisation: string;
  readonly organisationHint: string;
  readonly role: string;
  readonly anyRole: string;
  readonly series: string;
  readonly anySeries: string;
  readonly seriesHint: string;
  readonly limit: string;
  readonly how: string;
  readonly eventsLanguage: string;
  readonly layout: string;
  readonly layouts: Readonly<Record<'list' | 'compact', string>>;
  readonly theme: string;
  readonly themes: Readonly<Record<'auto' | 'light' | 'dark', string>>;
  readonly update: string;
  readonly preview: string;
  readonly paste: string;
  readonly script: string;
  readonly scriptHint: string;
  readonly integrity: string;
  readonly integrityHint: string;
  readonly policyHint: string;
  readonly frame: string;
  readonly frameHint: string;
  readonly calendar: string;
  readonly calendarHint: string;
  readonly feeds: string;
  readonly feedsHint: string;
  readonly copy: string;
  readonly copied: string;
  readonly selected: string;
}

const en: BuilderTexts = {
  language: 'en',
  title: 'Show SCC events on your site',
  intro:
    'Choose which events you want and how they look, then paste one snippet. It stays up to date by itself.',
  otherLanguage: '繁體中文',
  settings: 'Settings',
  which: 'Which events',
  feed: 'Id of your saved feed',
  feedHint: 'Only if you were given one. A saved feed brings its own filter.',
  time: 'When',
  times: { UPCOMING: 'Upcoming and on now', ONGOING: 'On now', PAST: 'Past', ALL: 'At any time' },
  kinds: 'Kinds',
  kindsHint: 'All kinds, unless some are chosen.',
  otherKind: 'Other',
  organisation: 'Organisation',
  anyOrganisation: 'Any organisation',
  organisationHint: 'Its id.',
  role: 'In the role of',
  anyRole: 'Any role',
  series: 'Series',
  anySeries: 'Whether in a series or not',
  seriesHint: 'Its id.',
  limit: 'At most',
  how: 'How they look',
  eventsLanguage: 'Language',
  layout: 'Layout',
  layouts: { list: 'List, with descriptions', compact: 'Compact' },
  theme: 'Colours',
  themes: { auto: 'Match the reader’s device', light: 'Light', dark: 'Dark' },
  update: 'Update',
  preview: 'Preview',
  paste: 'Paste this',
  script: 'Into a page',
  scriptHint: 'The best choice for most sites. The link inside is shown where scripts do not run.',
  integrity: 'Pin this version of the script',
  integrityHint:
    'With its digest, browsers refuse any other version, even a better one; readers then see the link until you paste the new snippet.',
  policyHint: 'If your site has a Content-Security-Policy, allow our address in script-src and connect-src.',
  frame: 'Into a page without scripts',
  frameHint:
    'An iframe that runs no script at all. With a Content-Security-Policy, allow our address in frame-src.',
  calendar: 'Into a calendar',
  calendarHint: 'Subscribe to this address in a calendar program.',
  feeds: 'Into another program',
  feedsHint: 'The same events for feed readers and developers: RSS, Atom, JSON Feed, JSON-LD.',
  copy: 'Copy',
  copied: 'Copied.',
  selected: 'Selected: copy it with your keyboard.',
};

const zhHant: BuilderTexts = {
  language: 'zh-Hant',
  title: '在你的網站展示 SCC 活動',
  intro: '選擇活動和外觀，然後貼上一段程式碼即可。內容會自動更新。',
  otherLanguage: 'English',
  settings: '設定',
  which: '哪些活動',
  feed: '已儲存活動清單的編號',
  feedHint: '如我們曾給你編號才需填寫。已儲存的活動清單自有其篩選條件。',
  time: '時間',
  times: { UPCOMING: '尚未結束', ONGOING: '進行中', PAST: '已結束', ALL: '任何時間' },
  kinds: '類別',
  kindsHint: '不選即包括所有類別。',
  otherKind: '其他',
  organisation: '機構',
  anyOrganisation: '任何機構',
  organisationHint: '機構的編號。',
  role: '擔任角色',
  anyRole: '任何角色',
  series: '系列',
  anySeries: '不限系列',
  seriesHint: '系列的編號。',
  limit: '最多顯示',
  how: '外觀',
  eventsLanguage: '語言',
  layout: '版面',
  layouts: { list: '列表（附簡介）', compact: '精簡' },
  theme: '色調',
  themes: { auto: '跟隨讀者的裝置', light: '淺色', dark: '深色' },
  update: '更新',
  preview: '預覽',
  paste: '貼上程式碼',
  script: '放在網頁內',
  scriptHint: '適合大部分網站。如不能執行程式碼，會顯示當中的連結。',
  integrity: '固定使用此版本的程式碼',
  integrityHint: '加入雜湊值後，瀏覽器會拒絕其他版本，包括改良版；讀者會看到連結，直至你貼上新的程式碼。',
  policyHint: '如你的網站設有 Content-Security-Policy，請在 script-src 和 connect-src 加入我們的網址。',
  frame: '放在不能執行程式碼的網頁',
  frameHint: '使用 iframe，完全不執行程式碼。如設有 Content-Security-Policy，請在 frame-src 加入我們的網址。',
  calendar: '加入日曆',
  calendarHint: '在日曆程式訂閱此網址。',
  feeds: '用於其他程式',
  feedsHint: '供閱讀器和開發人員使用的相同活動：RSS、Atom、JSON Feed、JSON-LD。',
  copy: '複製',
  copied: '已複製。',
  selected: '已選取，請用鍵盤複製。',
};

/** English or Traditional Chinese, for a configured locale. */
export function builderTextsFor(locale: string): BuilderTexts {
  return locale.startsWith('zh') ? zhHant : en;
}
