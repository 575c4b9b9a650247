/** Exit codes; part of the contract with scripts. */
export const exitCodes = {
  done: 0,
  refused: 1,
  usage: 2,
  unreachable: 3,
  notAllowed: 4,
  interrupted: 130,
} as const;

/** Ends the program with a message for the user. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** Invalid arguments. */
export function wrongUsage(message: string): Failure {
  return new Failure(exitCodes.usage, message);
}

/** The request cannot be fulfilled. */
export function refused(message: string): Failure {
  return new Failure(exitCodes.refused, message);
}

export function unreachable(message: string): Failure {
  return new Failure(exitCodes.unreachable, message);
}

export function notAllowed(message: string): Failure {
  return new Failure(exitCodes.notAllowed, message);
}
