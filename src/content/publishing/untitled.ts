import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { hasText } from '../../foundation/text.js';
import { type Document, isRecord } from '../model/document.js';
import { findingCode, Severity } from '../model/finding.js';
import type { ObjectFinding } from '../storage/listeners.js';
import type { Decided } from './decision.js';

const TITLE_MISSING = findingCode(
  'TITLE_MISSING',
  'A public object would have no title or name in any language, so that it could not be listed, linked or found.',
);

/** Finds objects that would be published without a title or name, for types that have one. */
export async function untitledAmong(objects: Iterable<Decided>): Promise<ObjectFinding[]> {
  const found: ObjectFinding[] = [];
  for (const object of objects) {
    found.push(...untitledIn(object));
    await yieldToEventLoop();
  }
  return found;
}

function untitledIn(object: Decided): ObjectFinding[] {
  const { content, id } = object;
  const translations = publicTextAfter(object);
  const heading = content.requiredTitle;
  if (!translations || !heading) return [];
  const texts = Object.entries(translations);
  if (texts.some(([, text]) => isRecord(text) && hasText(String(text[heading] ?? '')))) return [];
  const [first] = texts;
  const path = first ? ['text', first[0], heading] : ['text'];
  return [{ code: TITLE_MISSING, severity: Severity.ERROR, content, id, path, sentence: without(heading) }];
}

/** The text of an object after publication; an object without a page may have none in some languages. */
function publicTextAfter({ content, draft, published, outcome }: Decided): Document | undefined {
  if (outcome.kind !== 'PUBLISHED') return undefined;
  const textOf = (document?: Document): Document => (isRecord(document?.text) ? document.text : {});
  if (!content.isPage) return textOf(draft.document);
  const { locales } = outcome;
  const own = (text: Document, isChosen: boolean) =>
    Object.entries(text).filter(([locale]) => locales.includes(locale) === isChosen);
  return Object.fromEntries([
    ...own(textOf(published?.document), false),
    ...own(textOf(draft.document), true),
  ]);
}

const without = (heading: string) => ({
  en: `It would be public without a "${heading}" in any language; write one.`,
  'zh-Hant': `此內容在任何語言都沒有標題或名稱（${heading}），不能發布；請先填寫。`,
});
