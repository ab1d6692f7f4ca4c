import { writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryFolder } from '../support/synth';

/** Where a test file writes what it gives to the command line. */
export const folder = temporaryFolder();

/** Writes a file, and says where. */
export function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}
