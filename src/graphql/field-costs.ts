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
