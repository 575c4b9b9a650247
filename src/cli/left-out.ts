import { dayOf } from './dates.js';
import type { LeftOutFragment, LeftOutReason, NamedFragment } from './operations.generated.js';
import type { Output } from './output.js';
import { table } from './table.js';

const headings: Readonly<Record<LeftOutReason, string>> = {
  UNCHANGED: 'Unchanged: already public',
  NOT_CHOSEN: 'Left out: not chosen',
  CHANGED_BY_OTHERS: 'Left out: changed by others since it was published',
  WITHDRAWN: 'Left out: withdrawn',
  REFERRED_TO: 'Left out: not public, and only referred to',
  NO_WORDS: 'Left out: no text in these languages',
};

/** Reasons that do not apply to objects that the user names. */
const CHOOSABLE: readonly LeftOutReason[] = ['NOT_CHOSEN', 'CHANGED_BY_OTHERS', 'WITHDRAWN', 'REFERRED_TO'];

/**
 * Lists what is not published, by reason.
 * @param option publishes some of it, too
 */
export function showLeftOut(output: Output, leftOut: readonly LeftOutFragment[], option: string): void {
  for (const [reason, heading] of Object.entries(headings)) {
    const own = leftOut.filter((each) => each.reason === reason);
    if (own.length === 0) continue;
    output.line(`${heading}:`);
    for (const line of table(own.map(rowOf))) output.line(`  ${line}`);
  }
  if (leftOut.some(({ reason }) => CHOOSABLE.includes(reason)))
    output.line(`To include some of it: ${option}`);
}

export function nameOf({
  kind,
  externalRef,
  id,
}: Pick<NamedFragment, 'id' | 'kind' | 'externalRef'>): string {
  return externalRef ? `${kind.toLowerCase().replaceAll('_', '-')} ${externalRef}` : id;
}

function rowOf({ object, locales, changedBy, withdrawnBy, reason }: LeftOutFragment): string[] {
  const who = reason === 'WITHDRAWN' ? (withdrawnBy ? [withdrawnBy] : []) : changedBy;
  return [
    nameOf(object),
    reason === 'WITHDRAWN' ? (locales?.join(', ') ?? '') : '',
    object.title ?? '',
    reason === 'UNCHANGED' ? '' : who.map(({ name, at }) => `${name}, ${dayOf(at)}`).join('; '),
  ];
}
