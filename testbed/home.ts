import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** Where built programs and running beds are: TESTBED_HOME, or a folder in the user's cache. */
export function home(...parts: string[]): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(process.env.TESTBED_HOME || path.join(cache, 'cdktf-vmo-testbed'), ...parts);
}

/** Makes a folder that only its user can read. */
export function privateFolder(folder: string): string {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A mistake of the user's, or of the machine's: its message is all that there is to say. */
export class TestbedError extends Error {}
