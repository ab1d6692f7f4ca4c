/** The most that is read of one file. */
export const MOST_BYTES = 100 * 2 ** 20;

/** A place in a text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A text that kubectl would not read, and where that shows. */
export class Unreadable extends Error {
  constructor(message: string, public readonly position?: Position) {
    super(message);
  }
}
