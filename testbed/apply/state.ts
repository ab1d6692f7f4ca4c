import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Arguments, Resource } from './stack';

/** A resource as it was applied. */
export interface Entry {
  readonly kind: Resource['kind'];
  readonly address: string;
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly arguments: Arguments;
  /** Created, but not as planned: replaced by the next apply. */
  readonly tainted?: boolean;
}

/** What was applied of a stack. */
export interface AppliedStack {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly resources: { [address: string]: Entry };
}

/** What was applied, by stack. */
export interface State { [stack: string]: AppliedStack }

/** The state in a folder: one file, and a lock beside it while somebody works. */
export class StateFolder {
  private readonly file: string;
  private readonly lockFile: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'state.json');
    this.lockFile = join(folder, 'state.lock');
  }

  public read(): State {
    return existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) as State : {};
  }

  /** A reader sees the state before or after, never half of it, whenever the writer is killed. */
  public write(state: State): void {
    const next = `${this.file}.${process.pid}`;
    writeFileSync(next, JSON.stringify(state, undefined, 2), { mode: 0o600 }); // arguments may hold secrets, as in Terraform's state
    renameSync(next, this.file);
  }

  /** Runs `work` while nobody else works on this state. Throws at once where somebody does; a lock whose holder is gone is taken over. */
  public async locked<T>(operation: string, work: () => Promise<T>): Promise<T> {
    this.lock(operation);
    try {
      return await work();
    } finally {
      rmSync(this.lockFile, { force: true });
    }
  }

  private lock(operation: string): void {
    const mine = `${this.lockFile}.${process.pid}`;
    writeFileSync(mine, JSON.stringify({ pid: process.pid, operation, created: new Date().toISOString() }));
    try {
      this.claim(mine);
    } finally {
      rmSync(mine, { force: true });
    }
  }

  /** A link appears at once and with its content, and never over another. */
  private claim(mine: string): void {
    try {
      linkSync(mine, this.lockFile);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = readLock(this.lockFile);
      if (isAlive(holder.pid)) {
        throw new Error(`Error acquiring the state lock: process ${holder.pid} holds it since ${holder.created} for "${holder.operation}"\n` +
          `    → wait for it; if that process is something else, remove ${this.lockFile}`);
      }
      this.takeOver(holder.pid, mine);
    }
  }

  /** Of two that find the same dead holder, one gets the lock: the other moves away a lock that is not the dead one's, and puts it back. */
  private takeOver(dead: number, mine: string): void {
    const moved = `${mine}.taken`;
    renameSync(this.lockFile, moved);
    try {
      linkSync(readLock(moved).pid === dead ? mine : moved, this.lockFile);
      if (readLock(this.lockFile).pid !== process.pid) throw new Error('Error acquiring the state lock: another process was faster');
    } finally {
      rmSync(moved);
    }
  }
}

interface Lock { readonly pid: number; readonly operation: string; readonly created: string }

function readLock(file: string): Lock {
  return JSON.parse(readFileSync(file, 'utf8')) as Lock;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}
