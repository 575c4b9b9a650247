import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** How far away something still draws the choice of fields towards it, and by how much less with each step. */
const STEPS = 5;
const LOSS = 0.6;

/** What is worth asking for: what has not been seen with a value so far, and else what was asked for least. */
export class Interest {
  readonly #asked = new Map<string, number>();
  readonly #types = new Map<string, number>();
  /** How much had been covered; it only becomes more. */
  #refreshedAt = -1;

  constructor(
    readonly schema: GraphQLSchema,
    /** What has been seen: "Event.title", "Event.title(locale)", "EventFilter.kind". */
    readonly covered: ReadonlySet<string>,
  ) {}

  /** Looks again at what has been covered; to be called before each operation. */
  refresh(): void {
    if (this.#refreshedAt === this.covered.size) return;
    this.#refreshedAt = this.covered.size;
    const types = Object.values(this.schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    for (const type of types) this.#types.set(type.name, this.#isWanted(type) ? 1 : 0);
    for (let step = 0; step < STEPS; step += 1) {
      for (const type of types) {
        const near = Math.max(0, ...this.#next(type).map((next) => this.type(next)));
        this.#types.set(type.name, Math.max(this.type(type), near * LOSS));
      }
    }
  }

  /** Notes that something is asked for, so that it is less likely to be the next time. */
  note(name: string): void {
    this.#asked.set(name, (this.#asked.get(name) ?? 0) + 1);
  }

  wants(name: string): boolean {
    return !this.covered.has(name);
  }

  field(parent: string, field: GraphQLField<unknown, unknown>): number {
    const name = `${parent}.${field.name}`;
    const isWanted =
      this.wants(name) || field.args.some((argument) => this.wants(`${name}(${argument.name})`));
    // Interfaces have no values of their own.
    const isSeen = isInterfaceType(this.schema.getType(parent)) || !isWanted;
    return this.#rarity(name) + (isSeen ? 0 : 1) + this.type(getNamedType(field.type)) / 2;
  }

  /** A type as the condition of a fragment. */
  condition(type: GraphQLNamedType): number {
    return this.#rarity(`... on ${type.name}`) + this.type(type);
  }

  type(type: GraphQLNamedType): number {
    return this.#types.get(type.name) ?? 0;
  }

  #rarity(name: string): number {
    return 1 / (1 + (this.#asked.get(name) ?? 0));
  }

  #isWanted(type: GraphQLNamedType): boolean {
    if (!isObjectType(type)) return false;
    return Object.values(type.getFields()).some((field) => {
      const name = `${type.name}.${field.name}`;
      return this.wants(name) || field.args.some((argument) => this.wants(`${name}(${argument.name})`));
    });
  }

  #next(type: GraphQLNamedType): GraphQLNamedType[] {
    if (isAbstractType(type)) return [...this.schema.getPossibleTypes(type)];
    return isObjectType(type) ? Object.values(type.getFields()).map((field) => getNamedType(field.type)) : [];
  }
}
