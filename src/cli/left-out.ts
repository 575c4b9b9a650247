import { dayOf } from './dates.js';
import type { Output } from './output.js';
import { table } from './table.js';

/** An object as the server names it. */
export interface Named {
  readonly id: string;
  readonly kind: string;
  readonly title: string | null;
  readonly externalRef: string | null;
}

export interface Contribution {
  readonly name: string;
  readonly at: string;
}

export interface LeftOut {
  readonly object: Named;
  readonly relation: string;
  readonly reason: string;
  readonly locales: readonly string[] | null;
  readonly changedBy: readonly Contribution[];
  readonly withdrawnBy: Contribution | null;
  readonly message: string;
}

export const NAMED = 'id kind title externalRef';
export const LEFT_OUT = `leftOut {
  object { ${NAMED} } relation reason locales changedBy { name at } withdrawnBy { name at } message
}`;

const headings: Readonly<Record<string, string>> = {
  UNCHANGED: 'Nothing to publish: the public sees the same already',
  NOT_CHOSEN: 'Left out: not chosen',
  CHANGED_BY_OTHERS: 'Left out: changed by somebody else since it was published',
  WITHDRAWN: 'Left out: withdrawn, and stays withdrawn',
  REFERRED_TO: 'Left out: not public, and only referred to',
  NO_WORDS: 'Left out: no words in these languages',
};

/** Reasons that naming an object does away with. */
const CHOOSABLE = ['NOT_CHOSEN', 'CHANGED_BY_OTHERS', 'WITHDRAWN', 'REFERRED_TO'];

/** Shows what stays as it is, object by object under the reason for it. */
export function showLeftOut(output: Output, leftOut: readonly LeftOut[]): void {
  for (const [reason, heading] of Object.entries(headings)) {
    const own = leftOut.filter((each) => each.reason === reason);
    if (own.length === 0) continue;
    output.line(`${heading}:`);
    for (const line of table(own.map(rowOf))) output.line(`  ${line}`);
  }
  if (leftOut.some(({ reason }) => CHOOSABLE.includes(reason)))
    output.line('To publish some of it, too, name it: --with REF,…');
}

export function nameOf({ kind, externalRef, id }: Named): string {
  return externalRef ? `${kind.toLowerCase().replaceAll('_', '-')} ${externalRef}` : id;
}

function rowOf({ object, locales, changedBy, withdrawnBy, reason }: LeftOut): string[] {
  const who = reason === 'WITHDRAWN' ? (withdrawnBy ? [withdrawnBy] : []) : changedBy;
  return [
    nameOf(object),
    reason === 'WITHDRAWN' ? (locales?.join(', ') ?? '') : '',
    object.title ?? '',
    reason === 'UNCHANGED' ? '' : who.map(({ name, at }) => `${name}, ${dayOf(at)}`).join('; '),
  ];
}
