import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, answerOf } from '../http/answer.js';
import type { Route } from '../http/route.js';
import { sendAnswer } from '../http/send-answer.js';
import { builderPage } from './builder/builder-page.js';
import { type BuiltFiles, readBuiltFiles } from './built-files.js';
import { FEED_PAGES, localeOf, readEmbedRequest } from './embed-request.js';
import type { EmbedSettings } from './embed-settings.js';
import { feedPage, problemPage } from './feed-page.js';
import { oembed } from './oembed.js';

type Answering = (url: URL, request: IncomingMessage) => Answer | Promise<Answer>;

/** Everything with which other sites show our events: the widget, pages for iframes, oEmbed. */
export function embedRoutes(settings: EmbedSettings): Route[] {
  const files = readBuiltFiles();
  const widget = scriptAnswer(files.widgetScript);
  const builderScript = scriptAnswer(files.builderScript);
  const answers: Readonly<Record<string, Answering>> = {
    '/embed/v1/scc-events.js': () => widget,
    '/oembed': (url) => oembed(url.searchParams, settings),
    [FEED_PAGES]: (url, { headers }) => {
      const asked = readEmbedRequest(url, headers, settings.locales);
      return 'status' in asked ? problemPage(asked, 'auto', files) : feedPage(asked, settings, files);
    },
    '/embed/builder.js': () => builderScript,
    '/embed/': (url, request) => builder(url, request, settings, files),
    '/embed': (url) => movedTo(`embed/${url.search}`),
  };
  return Object.entries(answers).map(([path, answering]) => ({
    path,
    handle: (request, response, url) => handle(request, response, () => answering(url, request)),
  }));
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answering: () => Answer | Promise<Answer>,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response
      .writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain' })
      .end('This can only be read.\n');
    return;
  }
  await sendAnswer(request, response, await answering());
}

function builder(
  url: URL,
  { headers }: IncomingMessage,
  settings: EmbedSettings,
  files: BuiltFiles,
): Answer | Promise<Answer> {
  if (url.pathname !== '/embed/')
    return problemPage({ status: 404, sentence: 'There is nothing here. Try /embed/.' }, 'auto', files);
  const locale = localeOf(url.searchParams.get('locale') ?? '', headers, settings.locales);
  if (locale) return builderPage(url, locale, settings, files);
  const sentence = `There is no such locale. There are: ${settings.locales.codes.join(', ')}.`;
  return problemPage({ status: 400, sentence }, 'auto', files);
}

/** Relative, so that it is right whatever the program is reached under. */
function movedTo(location: string): Answer {
  return answerOf('', { location, 'cache-control': 'public, max-age=3600' }, { status: 308 });
}

/** A script that any site may load, also one that isolates itself from others. */
function scriptAnswer(script: Buffer): Answer {
  return answerOf(script, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
}
