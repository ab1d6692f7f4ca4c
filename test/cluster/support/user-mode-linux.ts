import { execFileSync } from 'child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { home } from '../../../testbed/home';

/** Debian's Linux that runs as a process, and a busybox to load its modules with. About 40 MB, fetched once. */
const PACKAGES = ['user-mode-linux', 'busybox-static'];

/** What a bridge is made of, what is needed first first. */
const MODULES = ['net/llc/llc', 'net/802/stp', 'lib/crc-ccitt', 'net/ipv6/ipv6', 'net/bridge/bridge', 'drivers/net/veth', 'drivers/net/dummy'];

/** A Linux kernel of one's own, with the files of this machine. It starts in two seconds and needs no rights, no container and no KVM. */
export class UserModeLinux {
  /** The kernel, or why there is none. */
  public static find(): UserModeLinux | string {
    if (process.platform !== 'linux' || process.arch !== 'x64') return 'it is to be had for Linux on amd64';
    const folder = home('user-mode-linux');
    try {
      for (const program of ['ip', 'bridge']) execFileSync(program, ['-V'], { stdio: 'ignore', env: { PATH } });
      if (!existsSync(folder)) fetch(folder);
      return new UserModeLinux(folder);
    } catch (error) {
      return `Debian's packages ${PACKAGES.join(' and ')}, and iproute2, are to be had neither here nor by apt-get: ${(error as Error).message.split('\n')[0]}`;
    }
  }

  private constructor(private readonly folder: string) {}

  /** Runs a shell script as the first process, as root, in a network of its own. What it writes stays in the machine's files. */
  public run(script: string): string {
    const work = mkdtempSync(join(tmpdir(), 'cdktf-vmo-'));
    const modules = join(this.folder, 'usr/lib/uml/modules');
    const [version] = readdirSync(modules);
    const busybox = join(this.folder, 'bin/busybox');
    try {
      writeFileSync(join(work, 'script'), script);
      writeFileSync(join(work, 'init'), [
        '#!/bin/sh',
        `export PATH=${PATH}`,
        'mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs tmp /run',
        ...MODULES.map((module) => `${busybox} insmod ${join(modules, version, 'kernel', module)}.ko`),
        `sh ${join(work, 'script')} >${join(work, 'output')} 2>&1`,
        `${busybox} poweroff -f`,
      ].join('\n'), { mode: 0o755 });
      const kernel = join(this.folder, 'usr/bin/linux.uml');
      execFileSync(kernel, ['mem=128M', 'root=none', 'rootfstype=hostfs', 'rootflags=/', 'rw', `init=${join(work, 'init')}`, 'con=null', 'con0=null', 'quiet'],
        { stdio: 'ignore', timeout: 120_000, env: { ...process.env, TMPDIR: work } });
      return readFileSync(join(work, 'output'), 'utf8');
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function fetch(folder: string): void {
  const work = mkdtempSync(join(tmpdir(), 'cdktf-vmo-'));
  const apt = (...args: string[]) => execFileSync('apt-get', ['-qq', ...args], { cwd: work, stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000 });
  try {
    try {
      apt('download', ...PACKAGES);
    } catch {
      apt('update'); // fresh images know no packages
      apt('download', ...PACKAGES);
    }
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) execFileSync('dpkg-deb', ['-x', file, 'root'], { cwd: work });
    cpSync(join(work, 'root'), `${folder}.new`, { recursive: true });
    renameSync(`${folder}.new`, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
