/** The capacity in points, and the refill rate. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * A token bucket with debt. The cost is known afterwards, and may exceed the balance: in the long run nobody gets more
 * than `perSecond`.
 */
export class TokenBucket {
  #points: number;
  #at: number;

  /** Full at first. Instants are milliseconds; one before the last counts as the same. */
  constructor(
    readonly allowance: Allowance,
    now: number,
  ) {
    this.#points = allowance.burst;
    this.#at = now;
  }

  /** @returns whether the balance was sufficient; otherwise nothing is taken */
  take(points: number, now: number): boolean {
    if (this.secondsUntil(points, now) > 0) return false;
    this.#points -= points;
    return true;
  }

  /** Takes the actual cost, even into debt. */
  spend(points: number, now: number): void {
    this.pointsAt(now);
    this.#points -= points;
  }

  /** The balance; negative in debt. */
  pointsAt(now: number): number {
    const { burst, perSecond } = this.allowance;
    const elapsed = Math.max(0, now - this.#at) / 1_000;
    this.#points = Math.min(burst, this.#points + elapsed * perSecond);
    this.#at = now;
    return this.#points;
  }

  /** Seconds until so many points are available; 0 if they are now. */
  secondsUntil(points: number, now: number): number {
    return Math.max(0, points - this.pointsAt(now)) / this.allowance.perSecond;
  }
}
