import { eventFacts, type Fact, factText, titleWithState } from '../../events/facts/event-facts.js';
import { langOf } from '../../events/facts/script.js';
import { type FactWords, factWords } from '../../events/facts/words.js';
import { webAddress } from '../../foundation/web-address.js';
import type { Item } from '../feed-item.js';
import { severalLines, singleLine } from './characters.js';
import { attributeList, htmlParagraphs, xml } from './markup.js';

/** The facts of an item that are not texts of its own. */
export function factsOf(item: Item, language: string): Fact[] {
  return item.kind === 'Event' ? eventFacts(item, language) : [];
}

/** The title for readers, who may see nothing else. */
export function titleOf(item: Item, language: string): string {
  return item.kind === 'Event' ? titleWithState(item.title, item, factWords(language)) : item.title.text;
}

/** Everything about an item as HTML: facts, summary, text, disclaimers, each with its language. */
export function htmlDescription(
  item: Item,
  language: string,
  facts: readonly Fact[] = factsOf(item, language),
): string {
  const { summary, body } = item;
  return [
    htmlFacts(facts, language),
    summary ? htmlParagraphs(singleLine(summary.text), summary.language) : '',
    body ? `<div${attributeList({ lang: body.language })}>\n${body.html}\n</div>` : '',
    htmlDisclaimers(item),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** The summary as HTML, with the disclaimers: some readers show nothing else. */
export function htmlSummary(item: Item): string {
  const { summary } = item;
  return [summary ? htmlParagraphs(singleLine(summary.text), summary.language) : '', htmlDisclaimers(item)]
    .filter((part) => part !== '')
    .join('\n');
}

/** The texts of an item as plain text: summary, text, the given facts, disclaimers. */
export function textDescription(item: Item, facts: readonly Fact[], words: FactWords): string {
  return [
    singleLine(item.summary?.text ?? ''),
    severalLines(item.body?.text ?? ''),
    facts.flatMap((fact) => [lineOf(fact, words), ...addressesOf(fact)]).join('\n'),
    ...item.disclaimers.map(({ text }) => severalLines(text)),
  ]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

function lineOf(fact: Fact, words: FactWords): string {
  return `${fact.label}${words.colon}${singleLine(factText(fact, words))}`;
}

/** The address of a map; those of many parties would be in the way. */
function addressesOf({ subject, values }: Fact): string[] {
  if (subject !== 'place') return [];
  return values.flatMap(({ url }) => webAddress(url) ?? []);
}

function htmlDisclaimers({ disclaimers }: Item): string {
  return disclaimers.map(({ text, language }) => htmlParagraphs(text, language)).join('\n');
}

function htmlFacts(facts: readonly Fact[], language: string): string {
  const { comma } = factWords(language);
  const lines = facts.map(({ label, values }) => {
    const texts = values.map((value) => htmlValue(value, language));
    return `<li><b>${xml(label)}</b> ${texts.join(comma)}</li>`;
  });
  const lang = langOf('', language);
  return lines.length === 0 ? '' : `<ul${attributeList({ lang })}>\n${lines.join('\n')}\n</ul>`;
}

function htmlValue(value: Fact['values'][number], language: string): string {
  const text = singleLine(value.text);
  const own = langOf(text, value.language ?? language);
  const lang = own === langOf('', language) ? undefined : own;
  const href = webAddress(value.url);
  if (href !== undefined) return `<a${attributeList({ href, lang })}>${xml(text)}</a>`;
  return lang === undefined ? xml(text) : `<span${attributeList({ lang })}>${xml(text)}</span>`;
}
