import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** A response field, wherever the operation selects it in that place. */
interface Member {
  readonly type: GraphQLOutputType;
  readonly inner: Selected;
}

/**
 * Checks the non-null fields of a response. A key may be nullable in one place and not in another, so JSON is first
 * scanned for the keys, and parsed only in doubt.
 */
export class NeverNull {
  readonly #response: Selected;

  constructor(
    schema: GraphQLSchema,
    fragments: Fragments,
    { selectionSet }: OperationDefinitionNode,
    /** The keys that are non-null somewhere in the response. */
    readonly keys: ReadonlySet<string>,
  ) {
    this.#response = new Selected(schema, fragments);
    this.#response.add(selectionSet, schema.getQueryType());
  }

  /** Whether execution would accept the JSON of a root field; undefined is null. */
  allows(key: string, json: Buffer | undefined): boolean {
    const member = this.#response.members.get(key);
    if (!json) return !isNonNullType(member?.type);
    return !mayBeNull(json, this.keys) || isAllowed(JSON.parse(json.toString()), member);
  }
}

function isAllowed(value: unknown, member: Member | undefined, type = member?.type): boolean {
  if (!member || !type) return true;
  if (isNonNullType(type)) return value !== null && isAllowed(value, member, type.ofType);
  if (Array.isArray(value) && isListType(type))
    return value.every((item) => isAllowed(item, member, type.ofType));
  if (typeof value !== 'object' || value === null) return true;
  const { members } = member.inner;
  return Object.entries(value).every(([key, inner]) => isAllowed(inner, members.get(key)));
}

/** The selections in one place of a response. Validation ensures that merged types agree on nullability. */
class Selected {
  readonly #sets: (readonly [SelectionSetNode, GraphQLNamedType])[] = [];
  #members: ReadonlyMap<string, Member> | undefined;

  constructor(
    readonly schema: GraphQLSchema,
    readonly fragments: Fragments,
  ) {}

  add(set: SelectionSetNode, type: GraphQLNamedType | null | undefined): void {
    if (type) this.#sets.push([set, type]);
  }

  get members(): ReadonlyMap<string, Member> {
    if (this.#members) return this.#members;
    const members = new Map<string, Member>();
    const spread = new Set<string>();
    for (const [set, type] of this.#sets) this.#collect(set, type, members, spread);
    this.#members = members;
    return members;
  }

  #collect(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType,
    members: Map<string, Member>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        this.#addField(selection, type, members);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      if (isSpread && spread.has(selection.name.value)) continue;
      if (isSpread) spread.add(selection.name.value);
      const fragment = isSpread ? this.fragments[selection.name.value] : selection;
      if (!fragment) continue;
      const { typeCondition, selectionSet } = fragment;
      const on = typeCondition ? this.schema.getType(typeCondition.name.value) : type;
      if (on) this.#collect(selectionSet, on, members, spread);
    }
  }

  #addField(
    { name, alias, selectionSet }: FieldNode,
    parent: GraphQLNamedType,
    members: Map<string, Member>,
  ) {
    const type =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value]?.type : undefined;
    // `__typename` is never null.
    if (!type) return;
    const key = (alias ?? name).value;
    const member = members.get(key) ?? { type, inner: new Selected(this.schema, this.fragments) };
    members.set(key, member);
    if (selectionSet) member.inner.add(selectionSet, getNamedType(type));
  }
}

const COLON_NULL = Buffer.from(': null');
const SPACE = 0x20;
const QUOTE = 0x22;

/**
 * Whether JSON of PostgreSQL may contain a null under one of the keys. Text that looks like it counts, too, but no null
 * is missed.
 */
export function mayBeNull(json: Buffer, keys: ReadonlySet<string>): boolean {
  for (let at = json.indexOf(COLON_NULL); at > 0; at = json.indexOf(COLON_NULL, at + COLON_NULL.length)) {
    // `"key" : null` in json, `"key": null` in jsonb.
    const end = json[at - 1] === SPACE ? at - 2 : at - 1;
    if (json[end] !== QUOTE) continue;
    const key = json.toString('latin1', json.lastIndexOf(QUOTE, end - 1) + 1, end);
    if (keys.has(key)) return true;
  }
  return false;
}
