import { chunksOf } from '../foundation/collections.js';
import { MAX_OBJECTS } from '../foundation/object-limit.js';
import { type Bulk, performInBulk, refuseUnlessPerformed } from './bulk-operation.js';
import type { Context } from './command.js';
import { exitCodes, refused } from './failure.js';
import { showLeftOut } from './left-out.js';
import { reportErrors } from './objects.js';
import { BulkPublicationDocument } from './operations.generated.js';
import { showFindings } from './publish-plan.js';

/** Publishes or unpublishes more objects than a request takes, all or none. Returns the exit code. */
export async function publishInBulk(
  context: Pick<Context, 'api' | 'output'>,
  input: Bulk['input'],
  ids: readonly string[],
  { withContents, wayToAdd }: { readonly withContents: readonly string[]; readonly wayToAdd: string },
): Promise<number> {
  const { api, output } = context;
  const isPublishing = Boolean(input.publish);
  const done = await performInBulk(context, {
    input,
    total: ids.length,
    doing: isPublishing ? 'Publishing' : 'Unpublishing',
    additions: additionsOf(ids, withContents),
  });
  if (!done)
    throw refused(
      `On the embedded database at most ${MAX_OBJECTS} objects are published at once; these are ${ids.length}. Name fewer of them.`,
    );
  refuseUnlessPerformed(done.ended);
  if (done.ended.userErrors.length > 0) return reportErrors(output, done.ended.userErrors);
  const { bulkOperation } = await api.query(BulkPublicationDocument, { id: done.id });
  const { publication = null } = bulkOperation ?? {};
  if (!publication) throw refused(`It was done, but the report of ${done.id} is gone.`);
  const { requestedChanges, otherChanges, leftOut, leftOutCount, findings, findingCount, schedules } =
    publication;
  const along = otherChanges > 0 ? `, and ${otherChanges} along with them` : '';
  output.line(`${requestedChanges} ${isPublishing ? 'published' : 'unpublished'}${along}.`);
  if (schedules.length > 0) output.line(`These schedules no longer publish it: ${schedules.join(', ')}.`);
  showLeftOut(output, leftOut, wayToAdd);
  if (leftOutCount > leftOut.length)
    output.line(`These are ${leftOut.length} of ${leftOutCount} left out or unchanged.`);
  showFindings(output, findings);
  if (findingCount > findings.length)
    output.line(`These are ${findings.length} of ${findingCount} warnings.`);
  output.result({ ids, action: isPublishing ? 'PUBLISH' : 'UNPUBLISH', ...publication, problems: [] });
  return exitCodes.done;
}

async function* additionsOf(ids: readonly string[], withContents: readonly string[]): Bulk['additions'] {
  for (const chunk of chunksOf(ids, MAX_OBJECTS)) yield { addition: { ids: chunk }, count: chunk.length };
  for (const chunk of chunksOf(withContents, MAX_OBJECTS))
    yield { addition: { withContents: chunk }, count: 0 };
}
