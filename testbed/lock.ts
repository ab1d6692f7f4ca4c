import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';

/** Who holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly operation: string;
  readonly created: string;
}

/** Somebody who lives has the lock. */
export class Held extends Error {
  constructor(public readonly holder: Holder) {
    super(`process ${holder.pid} holds it since ${holder.created} for "${holder.operation}"`);
  }
}

/**
 * Takes a lock, which is a file, and returns what gives it back. A lock whose holder is gone is taken over.
 *
 * @throws Held where its holder lives
 */
export function lock(file: string, operation: string): () => void {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, operation, created: new Date().toISOString() }));
  try {
    while (!claim(file, mine)) {
      const holder = read(file);
      if (holder && isAlive(holder.pid)) throw new Held(holder);
      if (holder) clear(file, holder.pid, `${mine}.dead`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/** A link appears at once and with its content, and never over another. */
function claim(file: string, mine: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where it was given back meanwhile. */
function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the lock of a dead holder. If another has taken it over meanwhile, what was moved away is theirs: it goes back. */
function clear(file: string, dead: number, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(aside)?.pid !== dead) claim(file, aside);
  rmSync(aside, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}
