import * as fs from 'fs';
import * as path from 'path';
import { bedFolder } from './control';
import { TestbedError } from './home';

/** Prints the log of a program of a bed. Names may be shortened to what is common to one program. */
export function logs(bed: string, program: string): number {
  const folder = path.join(bedFolder(bed), 'logs');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).map((file) => file.replace(/\.log$/, '')).sort() : [];
  const found = names.includes(program) ? [program] : names.filter((name) => name.startsWith(program));
  if (!found.length) {
    throw new TestbedError(names.length
      ? `bed ${bed} has no log of "${program}"; there are ${names.join(', ')}`
      : `no bed called ${bed} runs; \`npm run testbed -- --status\` lists those that do`);
  }
  for (const name of found) {
    process.stdout.write(fs.readFileSync(path.join(folder, `${name}.log`)));
  }
  return 0;
}
