import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { go, goAsync, GO_MODULES } from './go';
import { home, privateFolder } from './home';

/**
 * Builds a program of one of the modules in `go/` that no bed needs, for the tests that run it beside one; built once for each change of its folder.
 *
 * @throws TestbedError where it cannot be built
 */
export async function upstreamProgram(name: string, main = '.'): Promise<string> {
  const folder = path.join(GO_MODULES, name);
  const hash = createHash('sha256');
  for (const file of fs.readdirSync(folder).sort()) hash.update(`${file}\0`).update(fs.readFileSync(path.join(folder, file)));
  const program = path.join(privateFolder(home('bin')), `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (!fs.existsSync(program)) {
    const built = `${program}.${process.pid}`;
    await goAsync(['build', '-trimpath', '-ldflags', '-s -w', '-o', built, main], folder, () => {});
    fs.renameSync(built, program);
  }
  return program;
}

/** The folder of a Go module of which a module in `go/` needs a part, in the version that stands there. */
export function upstreamFolder(name: string, module: string): string {
  return go(['list', '-m', '-f', '{{.Dir}}', module], path.join(GO_MODULES, name));
}
