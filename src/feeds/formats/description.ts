import type { Item } from '../feed-item.js';
import { severalLines, singleLine } from './characters.js';
import { eventFacts, type Fact } from './event-facts.js';
import { attributeList, htmlParagraphs, xml } from './markup.js';

/** The facts of an item that are not texts of its own. */
export function factsOf(item: Item, language: string): Fact[] {
  return item.kind === 'Event' ? eventFacts(item, language) : [];
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
export function textDescription(item: Item, facts: readonly Fact[], colon: string): string {
  return [
    singleLine(item.summary?.text ?? ''),
    severalLines(item.body?.text ?? ''),
    facts
      .flatMap(({ label, value, url }) => [
        `${label}${colon}${value}`,
        ...(url && url !== value ? [url] : []),
      ])
      .join('\n'),
    ...item.disclaimers.map(({ text }) => severalLines(text)),
  ]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

function htmlDisclaimers({ disclaimers }: Item): string {
  return disclaimers.map(({ text, language }) => htmlParagraphs(text, language)).join('\n');
}

function htmlFacts(facts: readonly Fact[], language: string): string {
  const lines = facts.map(({ label, value, url }) => {
    const text = url === undefined ? xml(value) : `<a${attributeList({ href: url })}>${xml(value)}</a>`;
    return `<li><b>${xml(label)}</b> ${text}</li>`;
  });
  return lines.length === 0 ? '' : `<ul${attributeList({ lang: language })}>\n${lines.join('\n')}\n</ul>`;
}
