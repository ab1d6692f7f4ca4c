import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Arguments, Resource } from './stack';
import { Held, lock } from '../lock';

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
    const unlock = this.lock(operation);
    try {
      return await work();
    } finally {
      unlock();
    }
  }

  private lock(operation: string): () => void {
    try {
      return lock(this.lockFile, operation);
    } catch (error) {
      if (!(error instanceof Held)) throw error;
      throw new Error(`Error acquiring the state lock: ${error.message}\n    → wait for it; if that process is something else, remove ${this.lockFile}`);
    }
  }
}
