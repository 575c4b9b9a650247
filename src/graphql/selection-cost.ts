import { type GraphQLNamedType, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';

/** The points of a selection, for an object of each type that it can be made on: an object has one type only. */
export class SelectionCost {
  /** Of what every object has. */
  #common = 0;
  /** Of what only objects of a type have beside that. */
  readonly #byType = new Map<string, number>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly type: GraphQLNamedType | undefined,
  ) {}

  /** For an object of the dearest type. */
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

  /** Whether every object that the selection is made on has the other type, too. */
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

/** A field of an operation, by the names on the way to it, and the points that it has by itself. */
export interface Dearest {
  readonly field: string;
  readonly cost: number;
}

/** As many as help to see what to leave out. */
const TOLD = 3;

/** What each field of an operation costs, without those below it. */
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
      .slice(0, TOLD);
  }
}
