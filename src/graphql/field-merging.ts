import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from './limits.js';
import { refuse } from './too-complex.js';

/** Shorter documents cannot hold enough to matter. */
const SHORT = 300;

/**
 * Looks at what the validation of GraphQL would compare: each two fields that have one name in one place of the answer,
 * fragments included, with what is below them. That takes a tenth of a second for a document of ordinary length with
 * nothing else in it; to count the pairs takes a millisecond.
 * @throws GraphQLError QUERY_TOO_COMPLEX; for what is no document the parser says more
 */
export function refuseMerging(source: string, limits: Limits): void {
  if (source.length <= SHORT) return;
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

/** A selection, and the fragments that it is in. */
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
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  count(): void {
    for (const definition of this.document.definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION)
        this.#merge([{ set: definition.selectionSet, within: [] }]);
    // Those that nothing uses are a mistake, and compared all the same.
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

  /** A fragment counts once in each place, and not inside itself: that is a mistake which the validation tells. */
  #spread(name: string, within: readonly string[], fields: Map<string, Field[]>, spread: Set<string>): void {
    const fragment = this.#fragments.get(name);
    if (!fragment || spread.has(name) || within.includes(name)) return;
    spread.add(name);
    this.#reached.add(name);
    this.#collect({ set: fragment.selectionSet, within: [...within, name] }, fields, spread);
  }
}
