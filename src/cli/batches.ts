import type { CheckedFile } from './checked-files.js';
import { batchLimits, serverLimits } from './content-push.js';
import { refused } from './failure.js';
import { inOrderOfNeed, toBatches } from './order.js';

/**
 * Batches in the order of writing: a new object comes in the same batch as what refers to it, or in an earlier one.
 * @throws Failure when objects that need each other are too many for a request
 */
export function batchesOf(wanted: readonly CheckedFile[]): readonly (readonly CheckedFile[])[] {
  const isAbsent = ({ outcome }: CheckedFile) => outcome !== 'UPDATED';
  const absent = new Map(wanted.filter(isAbsent).map((each) => [each.file, each] as const));
  const exchanging = wanted.filter(({ isExchanging }) => isExchanging);
  // Each needs the one before it, and the first the last: in a circle, they are one group.
  const previous = new Map(exchanging.map((each, index) => [each, [exchanging.at(index - 1) ?? each]]));
  const groups = inOrderOfNeed(wanted, (each) => [
    ...each.references.flatMap((file) => absent.get(file) ?? []),
    ...(previous.get(each) ?? []),
  ]);
  for (const group of groups) refuseUnlessSendable(group);
  return toBatches(groups, batchLimits);
}

function refuseUnlessSendable(group: readonly CheckedFile[]): void {
  const bytes = group.reduce((sum, each) => sum + each.bytes, 0);
  if (group.length <= serverLimits.items && bytes <= serverLimits.bytes) return;
  const example = group[0]?.file.path;
  throw refused(
    `${group.length} new objects refer to each other in circles, ${example} among them: more than a request can hold. Remove some of these references, push, and push again with them.`,
  );
}
