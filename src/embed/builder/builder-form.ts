import { labelsIn, labelsOf } from '../../content/language/labels.js';
import type { Locales } from '../../content/language/locale.js';
import { EventKind, OrganisationRole } from '../../events/event.enum.js';
import { layouts } from '../widget/list-view.js';
import { element, type Markup } from '../widget/markup.js';
import { themes } from '../widget/theme.js';
import { type BuilderChoice, mostEvents } from './builder-choice.js';
import type { BuilderWords } from './builder-words.js';
import type { Choices, Named } from './choices.js';

export interface BuilderForm {
  readonly words: BuilderWords;
  readonly chosen: BuilderChoice;
  readonly choices: Choices | undefined;
  readonly locales: Locales;
}

/** The form in which a partner chooses; it works without any script. */
export function builderForm(form: BuilderForm): Markup {
  const { words } = form;
  return element(
    'form',
    { method: 'get', action: './', id: 'settings', 'aria-label': words.settings },
    element('input', { type: 'hidden', name: 'locale', value: words.language }),
    whichEvents(form),
    howTheyLook(form),
    element('p', { class: 'submit' }, element('button', { type: 'submit' }, words.update)),
  );
}

function whichEvents({ words, chosen, choices, locales }: BuilderForm): Markup {
  const { choice, kinds } = chosen;
  const kindLabels = { ...labelsIn(labelsOf(EventKind), words.language, locales), OTHER: words.otherKind };
  const roleLabels = labelsIn(labelsOf(OrganisationRole), words.language, locales);
  return element(
    'fieldset',
    {},
    element('legend', {}, words.which),
    text('feed', words.feed, choice('feed') ?? '', words.feedHint),
    element(
      'fieldset',
      { id: 'filter' },
      element('legend', { class: 'hidden' }, words.which),
      select('time', words.time, choice('time') || 'UPCOMING', Object.entries(words.times)),
      element(
        'details',
        kinds.length > 0 ? { open: '' } : {},
        element('summary', {}, words.kinds, element('span', { class: 'hint' }, words.kindsHint)),
        element(
          'div',
          { class: 'options' },
          Object.entries(kindLabels).map(([value, label]) =>
            tick('checkbox', { name: 'kind', value, label, isTicked: kinds.includes(value) }),
          ),
        ),
      ),
      oneOrId('organisation', words.organisation, choice('organisation') ?? '', {
        named: choices?.organisations,
        none: words.anyOrganisation,
        hint: words.organisationHint,
      }),
      select('role', words.role, choice('role') ?? '', [['', words.anyRole], ...Object.entries(roleLabels)]),
      oneOrId('series', words.series, choice('series') ?? '', {
        named: choices?.series,
        none: words.anySeries,
        hint: words.seriesHint,
      }),
    ),
    field(
      'limit',
      words.limit,
      element('input', {
        id: 'limit',
        name: 'limit',
        type: 'number',
        min: '1',
        max: String(mostEvents),
        value: choice('limit') ?? '',
      }),
    ),
  );
}

function howTheyLook({ words, chosen, locales }: BuilderForm): Markup {
  const languages = locales.codes.map((code): [string, string] => [code, nameOf(code)]);
  return element(
    'fieldset',
    {},
    element('legend', {}, words.how),
    select('language', words.eventsLanguage, chosen.choice('locale') ?? '', languages),
    radios(
      'layout',
      words.layout,
      chosen.layout,
      layouts.map((each) => [each, words.layouts[each]]),
    ),
    radios(
      'theme',
      words.theme,
      chosen.theme,
      themes.map((each) => [each, words.themes[each]]),
    ),
    tick('checkbox', { name: 'integrity', value: '1', label: words.integrity, isTicked: chosen.isPinned }),
    element('p', { class: 'hint' }, words.integrityHint),
  );
}

/** A language in its own words. */
function nameOf(code: string): string {
  return new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;
}

function field(id: string, label: string, control: Markup, hint?: string): Markup {
  return element(
    'div',
    { class: 'field' },
    element('label', { for: id }, label),
    control,
    hint ? element('p', { class: 'hint', id: `${id}-hint` }, hint) : undefined,
  );
}

function text(name: string, label: string, value: string, hint: string): Markup {
  const input = element('input', {
    id: name,
    name,
    type: 'text',
    maxlength: '100',
    pattern: '[A-Za-z0-9_\\-]+',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `${name}-hint`,
    value: value || undefined,
  });
  return field(name, label, input, hint);
}

function select(name: string, label: string, chosen: string, options: readonly [string, string][]): Markup {
  const written = options.map(([value, words]) =>
    element('option', { value, selected: value === chosen ? '' : undefined }, words),
  );
  return field(name, label, element('select', { id: name, name }, written));
}

/** By its name where the names are known, else by its id. */
function oneOrId(
  name: string,
  label: string,
  chosen: string,
  { named, none, hint }: { named: readonly Named[] | undefined; none: string; hint: string },
): Markup {
  if (!named) return text(name, label, chosen, hint);
  const isKnown = chosen === '' || named.some(({ id }) => id === chosen);
  const others = named.map(({ id, name: words }): [string, string] => [id, words]);
  return select(name, label, chosen, [
    ['', none],
    ...(isKnown ? [] : [[chosen, chosen] as [string, string]]),
    ...others,
  ]);
}

function radios(name: string, label: string, chosen: string, options: readonly [string, string][]): Markup {
  return element(
    'fieldset',
    { class: 'radios' },
    element('legend', {}, label),
    options.map(([value, words]) => tick('radio', { name, value, label: words, isTicked: value === chosen })),
  );
}

function tick(
  type: 'radio' | 'checkbox',
  { name, value, label, isTicked }: { name: string; value: string; label: string; isTicked: boolean },
): Markup {
  return element(
    'label',
    { class: 'tick' },
    element('input', { type, name, value, checked: isTicked ? '' : undefined }),
    element('span', {}, label),
  );
}
