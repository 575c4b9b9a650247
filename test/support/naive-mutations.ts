import { parseGlobalId } from '../../src/content/contract/global-id.js';
import { type Args, type Rows, type Scope, type Thing, thing } from './naive-rows.js';

/** What a payload is about. */
export interface PayloadOutcome {
  readonly ids: readonly string[];
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

/** What a mutation has done, by its input and by what is in the database now. */
export function outcomeOf(drafts: Rows, field: string, input: Args): PayloadOutcome {
  const [, noun = '', verb] = /^(\w+?)(Create|Update|Publish)$/.exec(field) ?? [];
  const entity = noun.charAt(0).toUpperCase() + noun.slice(1);
  if (verb === 'Create') {
    const created = drafts.all(entity).find(({ externalRef }) => externalRef === input.externalRef);
    if (!created) throw new Error(`${field} has not created ${input.externalRef}.`);
    return { ids: [created.id], userErrors: [] };
  }
  const ids = (verb === 'Update' ? [input.id] : (input.ids as unknown[])).map(
    (id) => parseGlobalId(String(id), []).id,
  );
  if (ids.every((id) => drafts.get(entity, id))) return { ids, userErrors: [] };
  return { ids: [], userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }] };
}

/** The drafts that a payload shows. */
export function objectsOf(scope: Scope, payload: string, { ids }: PayloadOutcome): unknown {
  const entity = payload.replace(/(List)?Payload$/, '');
  const things = ids.map((id): Thing | null => thing(scope, entity, id));
  return payload.endsWith('ListPayload') ? things : (things[0] ?? null);
}
