import * as fs from 'fs';
import * as path from 'path';
import { bedFolder } from './control';
import { TestbedError } from './home';

/** Prints the log of a program of a bed. A name may be shortened, as long as one program has that beginning. */
export function logs(bed: string, program: string): number {
  const folder = path.join(bedFolder(bed), 'logs');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).map((file) => file.replace(/\.log$/, '')).sort() : [];
  const found = names.includes(program) ? [program] : names.filter((name) => name.startsWith(program));
  if (!found.length) {
    throw new TestbedError(names.length
      ? `bed ${bed} has no log of "${program}"; there are ${names.join(', ')}`
      : `no bed called ${bed} runs; \`npm run testbed -- --status\` lists those that do`);
  }
  if (found.length > 1) throw new TestbedError(`"${program}" is the beginning of ${found.join(', ')}: which one?`);
  process.stdout.write(fs.readFileSync(path.join(folder, `${found[0]}.log`)));
  return 0;
}
