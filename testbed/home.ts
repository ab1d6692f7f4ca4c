import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** Where built programs and running beds are: TESTBED_HOME, or a folder in the user's cache. */
export function home(...parts: string[]): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.resolve(process.env.TESTBED_HOME || path.join(cache, 'cdktf-vmo-testbed'), ...parts);
}

/**
 * Makes a folder that only its user can read.
 *
 * @throws TestbedError where it can't be made
 */
export function privateFolder(folder: string): string {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error: any) {
    throw new TestbedError(`the folder ${folder} can't be made (${error.code}); TESTBED_HOME names another place`);
  }
  return folder;
}

/** A text as a shell takes it back. */
export function quoted(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}

/** A mistake of the user's, or of the machine's: its message is all that there is to say. */
export class TestbedError extends Error {}
