/** How many points there can be at once, and how fast they come back. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Points that are taken, and come back with time. What asks for more than the bucket holds waits until it is full, and
 * leaves it in debt: in the long run nobody gets more than `perSecond`, and nothing is refused for ever.
 */
export class TokenBucket {
  #points: number;
  #at: number;

  /** Full at first. Instants are milliseconds; one that is before another counts as the same. */
  constructor(
    readonly allowance: Allowance,
    now: number,
  ) {
    this.#points = allowance.burst;
    this.#at = now;
  }

  /**
   * @param paid how many of the points were taken before
   * @returns whether the others were there; else none is taken
   */
  take(points: number, now: number, paid = 0): boolean {
    if (this.secondsUntil(points, now, paid) > 0) return false;
    this.#points -= points - paid;
    return true;
  }

  /** How many points there are; fewer than none while there is a debt. */
  pointsAt(now: number): number {
    const { burst, perSecond } = this.allowance;
    const elapsed = Math.max(0, now - this.#at) / 1_000;
    this.#points = Math.min(burst, this.#points + elapsed * perSecond);
    this.#at = now;
    return this.#points;
  }

  /** How long to wait until so many points can be taken; 0 when they can be taken now. */
  secondsUntil(points: number, now: number, paid = 0): number {
    const { burst, perSecond } = this.allowance;
    return Math.max(0, Math.min(points, burst) - paid - this.pointsAt(now)) / perSecond;
  }
}
