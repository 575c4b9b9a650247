import { aFeed, anItem } from './embed-feed.js';

/** Text that becomes more than text in a page that takes it for HTML, or for a part of a script or of a style. */
export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<details open ontoggle=alert(1)>',
  '<a href="javascript:alert(1)">a</a>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template shadowrootmode="open"><img src=x onerror=alert(1)></template>',
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '"><script>alert(1)</script>',
  '" onmouseover="alert(1)" autofocus onfocus="alert(1)',
  "' onfocus='alert(1)' autofocus='",
  '` onfocus=`alert(1)` autofocus=`',
  '&lt;img src=x onerror=alert(1)&gt;',
  '&#60;img src=x onerror=alert(1)&#62;',
  '--><img src=x onerror=alert(1)><!--',
  ']]><img src=x onerror=alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
  'javascript:alert(1)',
  "<style>@import 'javascript:alert(1)';</style>",
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button autofocus>a</button></form>',
  '<scc-events base="https://evil.example"></scc-events>',
  '\u202egpj.exe\u202c',
  '__proto__',
  'constructor',
];

/** What is no address to follow. */
export const hostileUrls: readonly string[] = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' \u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  'javascript&colon;alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:alert(1)',
  'blob:https://evil.example/1',
  'file:///etc/passwd',
  '//evil.example/',
  'https://',
  'about:blank',
];

/** A feed in which every text is hostile, and every address. */
export function hostileFeed(): object {
  const pairs = hostileTexts.map((text, at) => [text, hostileUrls[at % hostileUrls.length] ?? ''] as const);
  return aFeed(
    pairs.map(([text, url]) =>
      anItem(
        { id: text, url, title: text, summary: text, content_html: text, language: text },
        {
          kind: text,
          lifecycle: text,
          schedule: {
            precision: 'TIME',
            start: '2024-06-14T14:30:00+08:00',
            end: '2024-06-14T15:30:00+08:00',
            timeZone: text,
          },
          attendanceMode: text,
          venue: { name: text, room: text, address: text, mapUrl: url },
          onlineUrl: url,
          registrationUrl: url,
          organisers: [{ name: text, url }],
          sponsors: [{ name: text, url, type: text, label: text }],
          admission: { type: 'PAID', price: text, currency: text },
          categories: [text],
          spokenLanguages: [text],
          series: { id: text, title: text, session: text },
          disclaimers: [{ text, language: text }],
          titleLanguage: text,
          summaryLanguage: text,
          bodyLanguage: text,
        },
      ),
    ),
    hostileTexts.join(' '),
  );
}
