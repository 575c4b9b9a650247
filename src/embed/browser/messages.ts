import { element, type Markup } from '../widget/markup.js';
import type { WidgetTexts } from '../widget/texts.js';

export function loading(texts: WidgetTexts): Markup {
  return element(
    'div',
    { class: 'events', part: 'events', lang: texts.language },
    element('p', { class: 'message', role: 'status' }, texts.loading),
  );
}

/** The fallback content; a message and a link if it is empty. */
export function fallback(texts: WidgetTexts, page: string): Markup {
  return element(
    'slot',
    {},
    element(
      'div',
      { class: 'events', part: 'events', lang: texts.language },
      element(
        'div',
        { class: 'message' },
        element('p', { role: 'status' }, texts.failed),
        element('p', {}, element('a', { href: page }, texts.openPage)),
        element('button', { type: 'button' }, texts.retry),
      ),
    ),
  );
}
