import { HttpProblem } from './http-problem.js';
import { TooMuch } from './too-much.js';

/** Somebody who has something made. */
export interface Turner {
  readonly id: string;
  /** How many points they may use before others go first; none, or a debt, of whoever has used much lately. */
  readonly lightUseLeft: () => number;
  /** Whether many ask through them: then they may have all the places. */
  readonly isMany: boolean;
}

interface Waiting {
  readonly turner: Turner;
  readonly begin: (turn: Turn) => void;
}

interface Turn {
  readonly turner: Turner;
  readonly isHeavy: boolean;
  readonly began: number;
}

/** How many times as long as its turn a place rests that one of those had, while there are others. */
const REST = 7;
/** Milliseconds. */
const MOST_REST = 500;
/** For how long somebody who has asked counts as there, in milliseconds. */
const PRESENCE = 1_000;
/** How long a turn is waited for, in milliseconds. */
const PATIENCE = 5_000;
/** How many requests of one client may wait. */
const MOST_WAITING = 200;

/**
 * Who may have something made, and when: as many at once as keep the machine busy, and first whoever has used least.
 * Those who have used much share some of the places, and while there are others fewer, which rest between their turns: what
 * they ask for keeps the process and the database busy, too. What is there already needs no turn.
 */
export class Turns {
  readonly #running = new Set<Turn>();
  readonly #waiting = new Set<Waiting>();
  #lightAt = Number.NEGATIVE_INFINITY;

  constructor(
    /** How many turns there are at once. */
    readonly places: number,
  ) {}

  /** Somebody is there, whatever they ask for. */
  note(turner: Turner): void {
    if (!isHeavy(turner)) this.#lightAt = performance.now();
  }

  /** @throws TooMuch where there is no turn to be had */
  async take(turner: Turner): Promise<() => void> {
    const turn = this.#isFree(turner) ? this.#begin(turner) : await this.#wait(turner);
    return () => {
      const took = performance.now() - turn.began;
      const rest = turn.isHeavy && this.#hasOthers ? Math.min(took * REST, MOST_REST) : 0;
      if (rest < 1) this.#end(turn);
      else setTimeout(() => this.#end(turn), rest).unref();
    };
  }

  #wait(turner: Turner): Promise<Turn> {
    const before = [...this.#waiting].filter((each) => each.turner.id === turner.id).length;
    if (before >= MOST_WAITING) throw new TooMuch(tooManyAtOnce());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        turner,
        begin: (turn) => {
          clearTimeout(timer);
          resolve(turn);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new TooMuch(busy()));
      }, PATIENCE);
      this.#waiting.add(waiting);
    });
  }

  #begin(turner: Turner): Turn {
    const turn = { turner, isHeavy: isHeavy(turner), began: performance.now() };
    this.#running.add(turn);
    return turn;
  }

  #end(turn: Turn): void {
    this.#running.delete(turn);
    const free = [...this.#waiting]
      .filter(({ turner }) => this.#isFree(turner))
      .map((waiting) => ({ waiting, left: waiting.turner.lightUseLeft() }));
    // Of those who have used as much, who waits for longest: a sort keeps their order.
    const [first] = free.sort((one, other) => other.left - one.left);
    if (!first) return;
    this.#waiting.delete(first.waiting);
    first.waiting.begin(this.#begin(first.waiting.turner));
  }

  #isFree(turner: Turner): boolean {
    const running = [...this.#running];
    const part = (share: number) => Math.max(1, Math.floor(this.places / share));
    if (running.length >= this.places) return false;
    if (turner.isMany) return true;
    const own = running.filter((turn) => turn.turner.id === turner.id).length;
    const heavy = running.filter((turn) => turn.isHeavy).length;
    return own < part(2) && (!isHeavy(turner) || heavy < part(this.#hasOthers ? 4 : 2));
  }

  /** Whether somebody was there lately who has used little. */
  get #hasOthers(): boolean {
    return performance.now() - this.#lightAt < PRESENCE;
  }
}

function isHeavy({ lightUseLeft, isMany }: Turner): boolean {
  return !isMany && lightUseLeft() <= 0;
}

function tooManyAtOnce(): HttpProblem {
  const message = `${MOST_WAITING} requests of this client wait already; send fewer at a time.`;
  return new HttpProblem(429, 'RATE_LIMITED', message);
}

function busy(): HttpProblem {
  return new HttpProblem(503, 'UNAVAILABLE', 'There is too much to do at the moment; try again in a second.');
}
