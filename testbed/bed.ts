import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { build, Programs } from './build';
import { bedFolder, control, down, status, Status } from './control';
import { privateFolder, TestbedError } from './home';
import { KUBEVIRT, KUBEVIRT_VERSIONS, NEIGHBOURS } from './versions';

/** Options of a bed. */
export interface BedOptions {
  /**
   * The name that `--down`, `--status` and `--logs` know it by.
   * @default - default
   */
  readonly name?: string;
  /**
   * KubeVirt versions whose programs it can run.
   * @default - the one of versions.ts
   */
  readonly kubevirt?: string[];
  /**
   * Whose CRDs it begins with: cdi, multus, snapshot.
   * @default - multus; those of CDI and the VolumeSnapshot ones come with a profile
   */
  readonly neighbours?: string[];
  /** Sees each step of the start. */
  readonly onStep?: (line: string) => void;
}

/** A cluster on this machine, for as long as this process lives. */
export class Bed {
  /**
   * Builds what is missing and starts it.
   *
   * @throws TestbedError where it can't be built or started, or a bed of that name runs already
   */
  public static async start(options: BedOptions = {}): Promise<Bed> {
    const name = options.name ?? 'default';
    if (`${bedFolder(name)}/control.sock`.length > 100) { // the kernel's limit for a socket is 107
      throw new TestbedError(`the path ${bedFolder(name)} is too long for a socket in it; set TESTBED_HOME to a shorter one`);
    }
    const versions = options.kubevirt ?? [KUBEVIRT];
    if (!versions.length || versions.some((version) => !/^\d+\.\d+\.\d+$/.test(version))) {
      throw new TestbedError(`KubeVirt versions look like ${KUBEVIRT}, not "${versions.join(',')}"; known to build are ${KUBEVIRT_VERSIONS.join(', ')}`);
    }
    const neighbours = options.neighbours ?? ['multus'];
    const unknown = neighbours.filter((neighbour) => !NEIGHBOURS.includes(neighbour));
    if (unknown.length) throw new TestbedError(`no CRDs are known for ${unknown.join(', ')}; there are ${NEIGHBOURS.join(', ')}`);
    const programs = await build(versions);
    const running = await status(name);
    if (running) {
      throw new TestbedError(`a bed called ${name} runs already, with KUBECONFIG=${running.kubeconfig}\nUse it, stop it with \`npm run testbed -- --down --name ${name}\`, or start another one with \`--name NAME\`.`);
    }
    privateFolder(path.dirname(bedFolder(name)));
    const child = spawn(programs.bed, [
      '-name', name,
      '-dir', bedFolder(name),
      '-control-plane', programs.controlPlane,
      '-kwok', programs.kwok,
      '-stages', programs.stages,
      '-kubevirt', Object.entries(programs.kubevirt).map(([version, binary]) => `${version}=${binary}`).join(','),
      '-crds', neighbours.map((neighbour) => path.join(programs.neighbours, `${neighbour}.yaml`)).join(','),
      '-cdi', path.join(programs.neighbours, 'cdi.yaml'),
    ], { stdio: ['pipe', 'pipe', 'pipe'], detached: true }); // its own group: Ctrl-C reaches it through us, its standard input closes with us
    const said: string[] = [];
    let rest = '';
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      lines.forEach((line) => options.onStep?.(line));
    });
    child.stderr!.setEncoding('utf8').on('data', (chunk: string) => said.push(chunk));
    const bed = new Bed(name, programs, child, said);
    await bed.untilReady();
    return bed;
  }

  /** What admin rights on the cluster take. */
  public readonly kubeconfig: string;
  /** Folder with `kubectl`, `helm` and `virtctl`. */
  public readonly bin: string;
  /** The helm command. Ends with this process. */
  public readonly helm: readonly string[];
  /** The kubectl command. Ends with this process. */
  public readonly kubectl: readonly string[];
  /** Resolves when the bed has ended, with an error text where it ended by itself. */
  public readonly ended: Promise<string | undefined>;
  private over = false;

  private constructor(public readonly name: string, public readonly programs: Programs, child: ChildProcess, said: string[]) {
    this.kubeconfig = path.join(bedFolder(name), 'admin.kubeconfig');
    this.bin = path.join(bedFolder(name), 'bin');
    this.helm = [programs.bed, 'leash', String(process.pid), programs.helm];
    this.kubectl = [programs.bed, 'leash', String(process.pid), programs.controlPlane, 'kubectl'];
    child.on('error', (error) => said.push(error.message)); // and 'close' follows
    this.ended = new Promise((resolve) => child.on('close', (code) => {
      this.over = true;
      resolve(code === 0 ? undefined : said.join('').trim() || `the bed ${code === null ? 'was killed' : `ended with exit code ${code}`}`);
    }));
  }

  /** What runs now. */
  public async status(): Promise<Status> {
    const state = await status(this.name);
    if (!state) throw new TestbedError(`the bed ${this.name} is gone`);
    return state;
  }

  /** A fault: kills a program, which stays away until `start`; or pauses it, so that it answers nobody until `resume`. */
  public async control(op: 'kill' | 'start' | 'pause' | 'resume', program: string): Promise<void> {
    await control(this.name, op, program);
  }

  /** Ends the bed and all its programs. Nothing of it stays. */
  public async stop(): Promise<void> {
    await down(this.name);
    await this.ended;
  }

  private async untilReady(): Promise<void> {
    for (;;) {
      if (this.over) throw new TestbedError(await this.ended ?? 'the bed was stopped while it started');
      const state = await status(this.name);
      if (state?.ready) break;
      await new Promise((wake) => setTimeout(wake, 100));
    }
    fs.mkdirSync(this.bin);
    const [kubevirt] = Object.values(this.programs.kubevirt).slice(-1);
    for (const [program, binary] of Object.entries({ kubectl: this.programs.controlPlane, helm: this.programs.helm, virtctl: kubevirt })) {
      fs.symlinkSync(binary, path.join(this.bin, program));
    }
  }
}
