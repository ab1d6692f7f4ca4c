import { ChildProcess, spawn } from 'child_process';
import { basename } from 'path';

/** A command that ended with an error. The message is what it said, shortened. */
export class CommandError extends Error {
  constructor(command: string, public readonly output: string) {
    super(`${command}: ${output}`);
  }
}

/** What a command says at most, of its end: there stands why it failed. */
const LONGEST_MESSAGE = 2000;

/** What runs now. A process that ends all the same takes them along, as Terraform does when it is told twice to stop. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/**
 * Runs a command without a shell and returns what it prints. What is secret goes in through `input` or files, never through
 * `argv`, which everybody on the machine can read. In a process group of its own: Ctrl-C reaches Terraform's providers no
 * more than this, so that what has begun is finished.
 */
export function run(argv: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0], argv.slice(1), { env: { ...process.env, ...env }, detached: true });
    const [out, err] = [child.stdout, child.stderr].map((stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      return () => Buffer.concat(chunks).toString('utf8');
    });
    running.add(child);
    child.on('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) return resolve(out());
      const said = (err() || out()).split('\n').filter((line) => !line.startsWith('WARNING: Kubernetes configuration file')).join('\n').trim();
      const short = said.length > LONGEST_MESSAGE ? `… ${said.slice(-LONGEST_MESSAGE)}` : said;
      reject(new CommandError([basename(argv[0]), ...argv.slice(1, 3)].join(' '), short || `ended with ${code ?? signal}`));
    });
    child.stdin.on('error', () => undefined); // a command that fails early does not read its input
    child.stdin.end(input);
  });
}
