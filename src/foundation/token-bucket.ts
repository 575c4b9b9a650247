/** How many points there can be at once, and how fast they come back. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Points that are taken, and come back with time. What was used is known afterwards, and may be more than there was:
 * then there is a debt, and in the long run nobody gets more than `perSecond`.
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

  /** @returns whether so many were there; else none is taken */
  take(points: number, now: number): boolean {
    if (this.secondsUntil(points, now) > 0) return false;
    this.#points -= points;
    return true;
  }

  /** Takes what was used, whether it is there or not. */
  spend(points: number, now: number): void {
    this.pointsAt(now);
    this.#points -= points;
  }

  /** How many points there are; fewer than none while there is a debt. */
  pointsAt(now: number): number {
    const { burst, perSecond } = this.allowance;
    const elapsed = Math.max(0, now - this.#at) / 1_000;
    this.#points = Math.min(burst, this.#points + elapsed * perSecond);
    this.#at = now;
    return this.#points;
  }

  /** How long to wait until there are so many points; 0 when they are there now. */
  secondsUntil(points: number, now: number): number {
    return Math.max(0, points - this.pointsAt(now)) / this.allowance.perSecond;
  }
}
