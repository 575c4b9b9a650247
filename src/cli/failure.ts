/** How the program ends, for scripts to decide on; part of the contract. */
export const exitCodes = { done: 0, refused: 1, usage: 2, unreachable: 3, notAllowed: 4 } as const;

/** Something that the program ends with: a sentence for whoever started it. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** The words of the command line are wrong. */
export function wrongUsage(message: string): Failure {
  return new Failure(exitCodes.usage, message);
}

/** What was asked for cannot be done. */
export function refused(message: string): Failure {
  return new Failure(exitCodes.refused, message);
}

export function unreachable(message: string): Failure {
  return new Failure(exitCodes.unreachable, message);
}

export function notAllowed(message: string): Failure {
  return new Failure(exitCodes.notAllowed, message);
}
