import { dayOf } from './dates.js';
import type { LeftOutFragment, LeftOutReason, NamedFragment } from './operations.generated.js';
import type { Output } from './output.js';
import { table } from './table.js';

const headings: Readonly<Record<LeftOutReason, string>> = {
  UNCHANGED: 'Nothing to publish: the public sees the same already',
  NOT_CHOSEN: 'Left out: not chosen',
  CHANGED_BY_OTHERS: 'Left out: changed by somebody else since it was published',
  WITHDRAWN: 'Left out: withdrawn, and stays withdrawn',
  REFERRED_TO: 'Left out: not public, and only referred to',
  NO_WORDS: 'Left out: no words in these languages',
};

/** Reasons that naming an object does away with. */
const CHOOSABLE: readonly LeftOutReason[] = ['NOT_CHOSEN', 'CHANGED_BY_OTHERS', 'WITHDRAWN', 'REFERRED_TO'];

/**
 * Shows what stays as it is, object by object under the reason for it.
 * @param option with which some of it is published, too
 */
export function showLeftOut(output: Output, leftOut: readonly LeftOutFragment[], option: string): void {
  for (const [reason, heading] of Object.entries(headings)) {
    const own = leftOut.filter((each) => each.reason === reason);
    if (own.length === 0) continue;
    output.line(`${heading}:`);
    for (const line of table(own.map(rowOf))) output.line(`  ${line}`);
  }
  if (leftOut.some(({ reason }) => CHOOSABLE.includes(reason)))
    output.line(`To publish some of it, too: ${option}`);
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
