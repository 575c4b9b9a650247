import { HttpProblem } from './http-problem.js';
import { Throttled } from './throttled.js';

/** A client whose request needs a slot. */
export interface QueuedClient {
  readonly id: string;
  /** The points that the client may still use as a light one; zero or negative for a heavy client. */
  readonly lightBudgetLeft: () => number;
  /** Whether it sends the requests of many people, such as a front end: then it may occupy all slots. */
  readonly isShared: boolean;
}

interface Waiting {
  readonly client: QueuedClient;
  readonly start: (slot: Slot) => void;
}

interface Slot {
  readonly client: QueuedClient;
  readonly isHeavy: boolean;
  readonly startedAt: number;
}

/** For how many times its duration a heavy request blocks its slot afterwards, while there are light clients. */
const COOL_DOWN_FACTOR = 7;
const MAX_COOL_DOWN_MS = 500;
/** How long a client counts as present after a request. */
const ACTIVE_FOR_MS = 1_000;
/** How long a request waits for a slot. */
const TIMEOUT_MS = 5_000;
/** How many requests of one client may wait. */
const MAX_WAITING = 200;

/**
 * Limits how many requests are executed at once, light clients first. Heavy clients share half of the slots, or a
 * quarter while there are light ones, and each of these slots then cools down after a request: heavy requests keep the
 * process and the database busy, too. Cached responses need no slot.
 */
export class FairQueue {
  readonly #running = new Set<Slot>();
  readonly #waiting = new Set<Waiting>();
  #lightActiveAt = Number.NEGATIVE_INFINITY;

  constructor(
    /** How many requests are executed at once. */
    readonly slots: number,
  ) {}

  /** Marks a client as present, whatever it requests. */
  markActive(client: QueuedClient): void {
    if (!isHeavy(client)) this.#lightActiveAt = performance.now();
  }

  /**
   * @returns a function that releases the slot
   * @throws Throttled when no slot becomes free in time, or too many requests wait
   */
  async acquire(client: QueuedClient): Promise<() => void> {
    const slot = this.#hasSlotFor(client) ? this.#start(client) : await this.#wait(client);
    return () => {
      const took = performance.now() - slot.startedAt;
      const coolDown =
        slot.isHeavy && this.#hasLightClients ? Math.min(took * COOL_DOWN_FACTOR, MAX_COOL_DOWN_MS) : 0;
      if (coolDown < 1) this.#end(slot);
      else setTimeout(() => this.#end(slot), coolDown).unref();
    };
  }

  #wait(client: QueuedClient): Promise<Slot> {
    const before = [...this.#waiting].filter((each) => each.client.id === client.id).length;
    if (before >= MAX_WAITING) throw new Throttled(tooManyAtOnce());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        client,
        start: (slot) => {
          clearTimeout(timer);
          resolve(slot);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new Throttled(busy()));
      }, TIMEOUT_MS);
      this.#waiting.add(waiting);
    });
  }

  #start(client: QueuedClient): Slot {
    const slot = { client, isHeavy: isHeavy(client), startedAt: performance.now() };
    this.#running.add(slot);
    return slot;
  }

  #end(slot: Slot): void {
    this.#running.delete(slot);
    const free = [...this.#waiting]
      .filter(({ client }) => this.#hasSlotFor(client))
      .map((waiting) => ({ waiting, left: waiting.client.lightBudgetLeft() }));
    // Among equals the longest waiting goes first: a sort is stable.
    const [first] = free.sort((one, other) => other.left - one.left);
    if (!first) return;
    this.#waiting.delete(first.waiting);
    first.waiting.start(this.#start(first.waiting.client));
  }

  #hasSlotFor(client: QueuedClient): boolean {
    const running = [...this.#running];
    const part = (share: number) => Math.max(1, Math.floor(this.slots / share));
    if (running.length >= this.slots) return false;
    if (client.isShared) return true;
    const own = running.filter((slot) => slot.client.id === client.id).length;
    const heavy = running.filter((slot) => slot.isHeavy).length;
    return own < part(2) && (!isHeavy(client) || heavy < part(this.#hasLightClients ? 4 : 2));
  }

  /** Whether a light client was present lately. */
  get #hasLightClients(): boolean {
    return performance.now() - this.#lightActiveAt < ACTIVE_FOR_MS;
  }
}

function isHeavy({ lightBudgetLeft, isShared }: QueuedClient): boolean {
  return !isShared && lightBudgetLeft() <= 0;
}

function tooManyAtOnce(): HttpProblem {
  const message = `${MAX_WAITING} requests of this client are waiting already; send fewer at a time.`;
  return new HttpProblem(429, 'RATE_LIMITED', message);
}

function busy(): HttpProblem {
  return new HttpProblem(503, 'UNAVAILABLE', 'The server is overloaded; try again in a second.');
}
