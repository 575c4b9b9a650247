import { element, type Markup } from '../widget/markup.js';
import type { WidgetWords } from '../widget/words.js';

export function loading(words: WidgetWords): Markup {
  return element(
    'div',
    { class: 'events', part: 'events', lang: words.language },
    element('p', { class: 'message', role: 'status' }, words.loading),
  );
}

/** What is inside the element; a sentence and a way on where it is empty. */
export function fallback(words: WidgetWords, page: string): Markup {
  return element(
    'slot',
    {},
    element(
      'div',
      { class: 'events', part: 'events', lang: words.language },
      element(
        'div',
        { class: 'message' },
        element('p', { role: 'status' }, words.failed),
        element('p', {}, element('a', { href: page }, words.openPage)),
        element('button', { type: 'button' }, words.retry),
      ),
    ),
  );
}
