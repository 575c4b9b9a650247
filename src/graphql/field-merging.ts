import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsByName } from '../content/reading/fragments.js';
import type { Limits } from './limits.js';
import { refuse } from './too-complex.js';

/** Shorter documents cannot contain enough pairs to matter. */
const MIN_LENGTH = 300;

/**
 * Counts what the validation rule OverlappingFieldsCanBeMerged would compare: all pairs of fields with one response key
 * in the same place, fragments included. The rule takes a tenth of a second for a document of ordinary length full of
 * them; counting takes a millisecond.
 * @throws GraphQLError QUERY_TOO_COMPLEX; syntax errors are left to the parser
 */
export function refuseMerging(source: string, limits: Limits): void {
  if (source.length <= MIN_LENGTH) return;
  const document = parsed(source, limits);
  if (document) new Merging(document, limits).count();
}

function parsed(source: string, { tokens }: Limits): DocumentNode | undefined {
  try {
    return parse(source, { noLocation: true, maxTokens: tokens });
  } catch {
    return undefined;
  }
}

/** A selection set, and the fragments that contain it. */
interface Selected {
  readonly set: SelectionSetNode;
  readonly within: readonly string[];
}

interface Field {
  readonly node: FieldNode;
  readonly within: readonly string[];
}

class Merging {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #reached = new Set<string>();
  #pairs = 0;
  #fields = 0;

  constructor(
    readonly document: DocumentNode,
    readonly limits: Limits,
  ) {
    this.#fragments = fragmentsByName(document);
  }

  count(): void {
    for (const definition of this.document.definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION)
        this.#merge([{ set: definition.selectionSet, within: [] }]);
    // Unused fragments are invalid, but compared all the same.
    for (const [name, { selectionSet }] of this.#fragments)
      if (!this.#reached.has(name)) this.#merge([{ set: selectionSet, within: [name] }]);
  }

  #merge(selected: readonly Selected[]): void {
    const fields = new Map<string, Field[]>();
    const spread = new Set<string>();
    for (const each of selected) this.#collect(each, fields, spread);
    for (const same of fields.values()) {
      this.#pairs += (same.length * (same.length - 1)) / 2;
      if (this.#pairs > this.limits.pairs)
        refuse('pairs of fields with the same name', this.#pairs, this.limits.pairs);
      const below = same.flatMap(({ node, within }) =>
        node.selectionSet ? [{ set: node.selectionSet, within }] : [],
      );
      if (below.length > 0) this.#merge(below);
    }
  }

  #collect({ set, within }: Selected, fields: Map<string, Field[]>, spread: Set<string>): void {
    for (const node of set.selections) {
      this.#fields += 1;
      if (this.#fields > this.limits.fields) refuse('fields', this.#fields, this.limits.fields);
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const same = fields.get(key);
        if (same) same.push({ node, within });
        else fields.set(key, [{ node, within }]);
      } else if (node.kind === Kind.INLINE_FRAGMENT)
        this.#collect({ set: node.selectionSet, within }, fields, spread);
      else this.#spread(node.name.value, within, fields, spread);
    }
  }

  /** A fragment counts once in each place, and not inside itself: cycles are an error that validation reports. */
  #spread(name: string, within: readonly string[], fields: Map<string, Field[]>, spread: Set<string>): void {
    const fragment = this.#fragments.get(name);
    if (!fragment || spread.has(name) || within.includes(name)) return;
    spread.add(name);
    this.#reached.add(name);
    this.#collect({ set: fragment.selectionSet, within: [...within, name] }, fields, spread);
  }
}
