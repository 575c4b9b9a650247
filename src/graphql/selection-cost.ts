import { type GraphQLNamedType, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';

/**
 * The cost of a selection set on an abstract type: an object is of one type only, so the most expensive type counts.
 */
export class SelectionCost {
  /** Points that apply to objects of every type. */
  #common = 0;
  /** Further points, by type. */
  readonly #byType = new Map<string, number>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly type: GraphQLNamedType | undefined,
  ) {}

  /** The cost for an object of the most expensive type. */
  get most(): number {
    return this.#common + Math.max(0, ...this.#byType.values());
  }

  addField(points: number): void {
    this.#common += points;
  }

  addFragment(fragment: SelectionCost): void {
    if (this.#isWithin(fragment.type)) this.#common += fragment.#common;
    else for (const name of this.#namesOf(fragment.type)) this.#add(name, fragment.#common);
    for (const [name, points] of fragment.#byType) this.#add(name, points);
  }

  #add(name: string, points: number): void {
    this.#byType.set(name, (this.#byType.get(name) ?? 0) + points);
  }

  /** Whether every object of the selection's type is of the other type, too. */
  #isWithin(other: GraphQLNamedType | undefined): boolean {
    const { type, schema } = this;
    if (!other || !type || other === type || !isAbstractType(other)) return other === type || !other;
    return isAbstractType(type)
      ? schema.getPossibleTypes(type).every((each) => schema.isSubType(other, each))
      : isObjectType(type) && schema.isSubType(other, type);
  }

  #namesOf(type: GraphQLNamedType | undefined): readonly string[] {
    if (!type) return [];
    return isAbstractType(type) ? this.schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
  }
}

/** The path of a field in an operation, and its own points. */
export interface Dearest {
  readonly field: string;
  readonly cost: number;
}

/** Enough to see what to leave out. */
const MAX_DEAREST = 3;

/** The cost of each field, without its selection. */
export class FieldCosts {
  readonly #byPath = new Map<string, number>();

  add(path: readonly string[], points: number): void {
    if (points === 0) return;
    const field = path.join('.');
    this.#byPath.set(field, (this.#byPath.get(field) ?? 0) + points);
  }

  get dearest(): readonly Dearest[] {
    return [...this.#byPath]
      .map(([field, points]) => ({ field, cost: Math.round(points) }))
      .sort((one, other) => other.cost - one.cost)
      .slice(0, MAX_DEAREST);
  }
}
