import { execFileSync, spawn } from 'child_process';
import * as path from 'path';
import { TestbedError } from './home';
import { GoModule } from '../tools/facts/go-module';

/** The folder with a small Go module per upstream. */
export const GO_MODULES = path.join(__dirname, 'go');

const NEEDED = [1, 26];
const INSTALL = `The testbed is built from Go modules: install Go ${NEEDED.join('.')} or newer (https://go.dev/dl) and run this again.`;

/** @throws TestbedError where Go is missing or too old, with what to do */
export function requireGo(): void {
  if (process.platform !== 'linux') {
    throw new TestbedError(`the testbed runs on Linux only (this is ${process.platform}): KubeVirt's programs are built for it, and each bed needs a loopback address of its own. On other systems use a Linux VM, a dev container, or WSL 2.`);
  }
  let version: string;
  try {
    // In the module's folder, so that a Go which fetches newer toolchains by itself may do so.
    version = go(['env', 'GOVERSION'], path.join(GO_MODULES, 'bed'));
  } catch (error: any) {
    if (error.code === 'ENOENT') throw new TestbedError(`\`go\` is not on the PATH. ${INSTALL}`);
    throw new TestbedError(`this Go can't build the testbed: ${String(error.stderr || error.message).trim()}\n${INSTALL}`);
  }
  const [major, minor] = version.replace(/^go/, '').split('.').map(Number);
  if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
    throw new TestbedError(`Go is too old: ${version} is on the PATH. ${INSTALL}`);
  }
}

/** Runs go and gives its output. */
export function go(args: string[], cwd: string): string {
  return execFileSync('go', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28, env: environment() }).trim();
}

let command = ['go'];

/** From now on, the kernel ends long go commands together with this process. Takes the program of `go/bed`. */
export function leashGo(bed: string): void {
  command = [bed, 'leash', String(process.pid), 'go'];
}

/** Runs a long go command; `onLine` sees what it says on the way. @throws TestbedError with the last lines when it fails */
export function goAsync(args: string[], cwd: string, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], [...command.slice(1), ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: environment() });
    const said: string[] = [];
    let rest = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      said.push(...lines);
      lines.forEach(onLine);
    });
    child.on('error', reject);
    child.on('close', (code) => code === 0 ? resolve() : reject(new TestbedError(
      `go ${args[0]} failed in ${cwd}:\n${[...said, rest].slice(-15).join('\n')}\nIs a Go module proxy within reach (go env GOPROXY)?`,
    )));
  });
}

/** A module in Go's module cache; it is downloaded where it is not there yet. @throws TestbedError where it can't be had */
export function goModule(name: string, version: string): GoModule {
  try {
    return GoModule.download(name, `v${version}`);
  } catch (error) {
    throw new TestbedError((error as Error).message);
  }
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' };
}
