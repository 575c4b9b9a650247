import type { Choice } from '../widget/addresses.js';
import { type Layout, layouts } from '../widget/list-view.js';
import { type Theme, themes } from '../widget/theme.js';

/** The current choices of a partner. */
export interface BuilderChoice {
  /** The selected events, as attributes of the widget. */
  readonly choice: Choice;
  readonly kinds: readonly string[];
  readonly layout: Layout;
  readonly theme: Theme;
  readonly isPinned: boolean;
}

const LIMIT = { default: 10, most: 50 } as const;
export const maxEvents = LIMIT.most;

/** Parses the fields of the form. Invalid values are ignored: the page shows what applies. */
export function readBuilderChoice(
  parameters: URLSearchParams,
  pageLocale: string,
  locales: readonly string[],
): BuilderChoice {
  const value = (name: string) => parameters.get(name)?.trim() ?? '';
  const oneOf = <Value extends string>(values: readonly Value[], name: string) =>
    values.find((each) => each === value(name));
  const idOf = (name: string) => (/^[\w-]{1,100}$/.test(value(name)) ? value(name) : '');
  const kinds = parameters.getAll('kind').filter((each) => /^[A-Z_]{1,40}$/.test(each));
  const limit = Number(value('limit'));
  const isLimit = Number.isInteger(limit) && limit >= 1 && limit <= LIMIT.most;
  const chosen: Readonly<Record<string, string>> = {
    feed: idOf('feed'),
    locale: oneOf(locales, 'language') ?? pageLocale,
    time: oneOf(['ONGOING', 'PAST', 'ALL'], 'time') ?? '',
    kind: kinds.join(','),
    organisation: idOf('organisation'),
    // A role needs an organisation.
    role: idOf('organisation') && /^[A-Z_]{1,40}$/.test(value('role')) ? value('role') : '',
    series: idOf('series'),
    limit: String(isLimit ? limit : LIMIT.default),
  };
  return {
    choice: (name) => chosen[name] ?? null,
    kinds,
    layout: oneOf(layouts, 'layout') ?? 'list',
    theme: oneOf(themes, 'theme') ?? 'auto',
    isPinned: value('integrity') === '1',
  };
}
