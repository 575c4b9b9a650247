import { labelsIn, labelsOf } from '../../content/language/labels.js';
import type { Locales } from '../../content/language/locale.js';
import { EventKind, OrganisationRole } from '../../events/event.enum.js';
import { layouts } from '../widget/list-view.js';
import { element, type Markup } from '../widget/markup.js';
import { themes } from '../widget/theme.js';
import { type BuilderChoice, maxEvents } from './builder-choice.js';
import type { BuilderTexts } from './builder-texts.js';
import type { Choices, Named } from './choices.js';

export interface BuilderForm {
  readonly texts: BuilderTexts;
  readonly chosen: BuilderChoice;
  readonly choices: Choices | undefined;
  readonly locales: Locales;
}

/** The form in which a partner chooses; works without scripts. */
export function builderForm(form: BuilderForm): Markup {
  const { texts } = form;
  return element(
    'form',
    { method: 'get', action: './', id: 'settings', 'aria-label': texts.settings },
    element('input', { type: 'hidden', name: 'locale', value: texts.language }),
    selectionFields(form),
    appearanceFields(form),
    element('p', { class: 'submit' }, element('button', { type: 'submit' }, texts.update)),
  );
}

function selectionFields({ texts, chosen, choices, locales }: BuilderForm): Markup {
  const { choice, kinds } = chosen;
  const kindLabels = { ...labelsIn(labelsOf(EventKind), texts.language, locales), OTHER: texts.otherKind };
  const roleLabels = labelsIn(labelsOf(OrganisationRole), texts.language, locales);
  return element(
    'fieldset',
    {},
    element('legend', {}, texts.which),
    text('feed', texts.feed, choice('feed') ?? '', texts.feedHint),
    element(
      'fieldset',
      { id: 'filter' },
      element('legend', { class: 'hidden' }, texts.which),
      select('time', texts.time, choice('time') || 'UPCOMING', Object.entries(texts.times)),
      element(
        'details',
        kinds.length > 0 ? { open: '' } : {},
        element('summary', {}, texts.kinds, element('span', { class: 'hint' }, texts.kindsHint)),
        element(
          'div',
          { class: 'options' },
          Object.entries(kindLabels).map(([value, label]) =>
            tick('checkbox', { name: 'kind', value, label, isTicked: kinds.includes(value) }),
          ),
        ),
      ),
      oneOrId('organisation', texts.organisation, choice('organisation') ?? '', {
        named: choices?.organisations,
        none: texts.anyOrganisation,
        hint: texts.organisationHint,
      }),
      select('role', texts.role, choice('role') ?? '', [['', texts.anyRole], ...Object.entries(roleLabels)]),
      oneOrId('series', texts.series, choice('series') ?? '', {
        named: choices?.series,
        none: texts.anySeries,
        hint: texts.seriesHint,
      }),
    ),
    field(
      'limit',
      texts.limit,
      element('input', {
        id: 'limit',
        name: 'limit',
        type: 'number',
        min: '1',
        max: String(maxEvents),
        value: choice('limit') ?? '',
      }),
    ),
  );
}

function appearanceFields({ texts, chosen, locales }: BuilderForm): Markup {
  const languages = locales.codes.map((code): [string, string] => [code, nameOf(code)]);
  return element(
    'fieldset',
    {},
    element('legend', {}, texts.how),
    select('language', texts.eventsLanguage, chosen.choice('locale') ?? '', languages),
    radios(
      'layout',
      texts.layout,
      chosen.layout,
      layouts.map((each) => [each, texts.layouts[each]]),
    ),
    radios(
      'theme',
      texts.theme,
      chosen.theme,
      themes.map((each) => [each, texts.themes[each]]),
    ),
    tick('checkbox', { name: 'integrity', value: '1', label: texts.integrity, isTicked: chosen.isPinned }),
    element('p', { class: 'hint' }, texts.integrityHint),
  );
}

/** A language in its own name. */
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
  const written = options.map(([value, texts]) =>
    element('option', { value, selected: value === chosen ? '' : undefined }, texts),
  );
  return field(name, label, element('select', { id: name, name }, written));
}

/** By name if names are available, else by id. */
function oneOrId(
  name: string,
  label: string,
  chosen: string,
  { named, none, hint }: { named: readonly Named[] | undefined; none: string; hint: string },
): Markup {
  if (!named) return text(name, label, chosen, hint);
  const isKnown = chosen === '' || named.some(({ id }) => id === chosen);
  const others = named.map(({ id, name: texts }): [string, string] => [id, texts]);
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
    options.map(([value, texts]) => tick('radio', { name, value, label: texts, isTicked: value === chosen })),
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
