import * as fs from 'fs';
import * as net from 'net';
import { home, TestbedError } from './home';

/** What a running bed says of itself. */
export interface Status {
  readonly name: string;
  readonly pid: number;
  readonly address: string;
  readonly kubeconfig: string;
  readonly ready: boolean;
  readonly started: string;
  readonly processes: { readonly name: string; readonly pid: number; readonly log: string }[];
}

const NAME = /^[a-z0-9][a-z0-9-]{0,30}$/;

/**
 * The folder of a bed, be it running or not.
 *
 * @throws TestbedError where that is no name
 */
export function bedFolder(name: string): string {
  if (!NAME.test(name)) throw new TestbedError(`a bed's name has lower-case letters, digits and dashes, at most 31: not "${name}"`);
  return home('beds', name);
}

/** The names of all beds, running or left behind. */
export function bedNames(): string[] {
  return fs.existsSync(home('beds')) ? fs.readdirSync(home('beds')).filter((name) => NAME.test(name)).sort() : [];
}

/** Asks a bed for its state; undefined where none of that name runs. */
export async function status(name: string): Promise<Status | undefined> {
  return ask(name, { op: 'status' });
}

/** Stops a bed and waits until everything is gone. Returns false where none of that name ran. */
export async function down(name: string): Promise<boolean> {
  const running = await ask(name, { op: 'down' }) !== undefined;
  for (let tenths = 0; running && fs.existsSync(bedFolder(name)) && (tenths < 150 || await status(name)); tenths++) {
    if (tenths === 600) throw new TestbedError(`the bed ${name} does not end; its logs are in ${bedFolder(name)}/logs`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
  fs.rmSync(bedFolder(name), { recursive: true, force: true });
  return running;
}

/**
 * Kills a program of the bed (`kube-apiserver`, `virt-api`, …), which stays away until `start`. `pause` leaves it there, and it answers nobody until `resume`.
 */
export async function control(name: string, op: 'kill' | 'start' | 'pause' | 'resume', program: string): Promise<void> {
  if (await ask(name, { op, name: program }) === undefined) throw new Error(`no bed called ${name} runs`);
}

/** One request, one answer. Undefined where nobody listens. */
function ask(name: string, request: object): Promise<any> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(`${bedFolder(name)}/control.sock`, () => socket.write(`${JSON.stringify(request)}\n`));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk) => { answer += chunk; });
    socket.setTimeout(60_000, () => socket.destroy(new Error('no answer')));
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => {
      if (!answer.endsWith('\n')) return resolve(undefined); // it ended while it spoke
      const parsed = JSON.parse(answer);
      if (parsed.error) reject(new Error(parsed.error)); else resolve(parsed);
    });
  });
}
