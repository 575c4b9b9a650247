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

/** A field of an answer, wherever the operation selects it in that place. */
interface Member {
  readonly type: GraphQLOutputType;
  readonly inner: Selected;
}

/**
 * What must not be null in the answer to an operation. One key may be null in one place and not in another: a text in
 * JSON is looked at by keys alone first, and read only where that leaves a doubt.
 */
export class NeverNull {
  readonly #answer: Selected;

  constructor(
    schema: GraphQLSchema,
    fragments: Fragments,
    { selectionSet }: OperationDefinitionNode,
    /** The keys that must not be null somewhere in the answer. */
    readonly keys: ReadonlySet<string>,
  ) {
    this.#answer = new Selected(schema, fragments);
    this.#answer.add(selectionSet, schema.getQueryType());
  }

  /** Whether execution would let the JSON of a root field be as it is; undefined is null. */
  allows(key: string, json: Buffer | undefined): boolean {
    const member = this.#answer.members.get(key);
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

/** What is selected in one place of an answer. Types that meet there agree on what may be null; validation sees to it. */
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
    // `__typename` is written by us.
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
 * Whether a member with one of the keys may be null in JSON that PostgreSQL wrote. Words in a text that look like it
 * count, too; no null is overlooked.
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
