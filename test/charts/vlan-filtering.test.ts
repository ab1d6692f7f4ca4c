import { spawn, spawnSync } from 'child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryFolder } from '../support/synth';

/*
 * The script of the chart, with an `ip` and a `bridge` that tell what they would tell and keep what they are told. A real bridge is in
 * test/cluster/vlan-filtering.test.ts.
 */
const SCRIPT = join(__dirname, '../../charts/vlan-filtering/files/vlan-filtering.sh');
/** The strictest, and the one that the image has. */
const SHELLS = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

/** What the node has: ports of br0 with the VLANs that `bridge vlan show` lists. */
interface Node {
  readonly bridge?: 'filters' | 'does not filter' | 'is none';
  readonly ports?: Record<string, string[]>;
  readonly veths?: string[];
  /** A port that lists VLANs and takes none. */
  readonly broken?: string;
}

const DETAILS = {
  'filters': '3: br0: <UP> mtu 1500 \\    bridge stp_state 0 vlan_filtering 1 vlan_protocol 802.1Q',
  'does not filter': '3: br0: <UP> mtu 1500 \\    bridge stp_state 0 vlan_filtering 0 vlan_protocol 802.1Q',
  'is none': '3: br0: <UP> mtu 1500 \\    bond mode active-backup',
};

/** A folder with the two programs, and what they know. */
function node({ bridge, ports = {}, veths = [], broken = '' }: Node): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'vlans'));
  writeFileSync(join(folder, 'calls'), '');
  if (bridge) writeFileSync(join(folder, 'br0'), DETAILS[bridge]);
  const line = (name: string, index: number) => `${index + 4}: ${name}${veths.includes(name) ? '@if2' : ''}: <UP> mtu 1500 master br0\n`;
  writeFileSync(join(folder, 'ports'), Object.keys(ports).map(line).join(''));
  writeFileSync(join(folder, 'veths'), veths.map(line).join(''));
  for (const [port, vlans] of Object.entries(ports)) {
    writeFileSync(join(folder, 'vlans', port), `port              vlan-id\n${vlans.map((vlan, index) => `${index === 0 ? port : ''}\t${vlan}\n`).join('')}`);
  }
  program(folder, 'ip', `case "$*" in
    '-d -o link show dev br0') cat "$0/../../br0" ;;
    '-o link show master br0') cat "$0/../../ports" ;;
    '-o link show master br0 type veth') cat "$0/../../veths" ;;
    '-o link show master br0 type tun') ;;
    'link show dev '*) test -e "$0/../../vlans/$4" ;;
    *) echo "ip $*: not known here" >&2; exit 1 ;;
  esac`);
  program(folder, 'bridge', `case "$*" in
    '-compressvlans vlan show dev '*) cat "$0/../../vlans/$5" ;;
    *) echo "$*" >>"$0/../../calls"; [ "$4" != '${broken}' ] ;;
  esac`);
  return folder;
}

function program(folder: string, name: string, text: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text.replace(/"\$0\/\.\.\/\.\./g, `"${folder}`)}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
}

interface Wanted { allowed?: string; self?: string; vmPorts?: boolean; exclusive?: boolean }

function environment(folder: string, { allowed = '20-25,10', self = '', vmPorts = false, exclusive = false }: Wanted = {}): NodeJS.ProcessEnv {
  return {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    BRIDGE: 'br0',
    ALLOWED: allowed,
    ALLOWED_SELF: self,
    VM_PORTS: String(vmPorts),
    EXCLUSIVE: String(exclusive),
    INTERVAL: '1',
    STATE: folder,
  };
}

const UNTAGGED = '1 PVID Egress Untagged';

describe.each(SHELLS)('in %s', (shell) => {
  function once(given: Node, wanted?: Wanted): { status: number | null; said: string[]; calls: string[] } {
    const folder = node(given);
    const { status, stdout, stderr } = spawnSync(shell, [SCRIPT, 'once'], { env: environment(folder, wanted), encoding: 'utf8' });
    expect(stderr).toBe('');
    return { status, said: lines(stdout), calls: lines(readFileSync(join(folder, 'calls'), 'utf8')) };
  }

  test('what is missing is added to uplinks, and not to the ports of pods', () => {
    expect(once({ bridge: 'filters', ports: { bond0: [UNTAGGED], veth1: ['25 PVID Egress Untagged'] }, veths: ['veth1'] })).toEqual({
      status: 0,
      calls: ['vlan add dev bond0 vid 10', 'vlan add dev bond0 vid 20-25'],
      said: ['bond0: added VLAN 10', 'bond0: added VLAN 20-25', 'the ports of br0 let VLANs 10 20-25 through'],
    });
  });

  test('where nothing is missing, nothing is done', () => {
    expect(once({ bridge: 'filters', ports: { bond0: [UNTAGGED, '10', '20-25'] } })).toMatchObject({ status: 0, calls: [] });
    expect(once({ bridge: 'filters', ports: {} })).toMatchObject({ status: 0, calls: [] });
  });

  test('a VLAN that is there is not added again, which would take its flags away', () => {
    expect(once({ bridge: 'filters', ports: { bond0: [UNTAGGED, '22', '24-30'] } }, { allowed: '1-23,25' }).calls).toEqual([
      'vlan add dev bond0 vid 2-21', 'vlan add dev bond0 vid 23',
    ]);
  });

  test('what is not asked for stays, unless this is to be all there is; untagged frames stay in any case', () => {
    const ports = { bond0: [UNTAGGED, '10', '22-30', '100'] };
    expect(once({ bridge: 'filters', ports }).calls).toEqual(['vlan add dev bond0 vid 20-21']);
    expect(once({ bridge: 'filters', ports }, { exclusive: true }).calls).toEqual([
      'vlan add dev bond0 vid 20-21', 'vlan del dev bond0 vid 26-30', 'vlan del dev bond0 vid 100',
    ]);
  });

  test('ports of VMs only where asked for', () => {
    const ports = { bond0: ['10', '20-25'], veth1: [UNTAGGED] };
    expect(once({ bridge: 'filters', ports, veths: ['veth1'] }, { vmPorts: true }).calls).toEqual(['vlan add dev veth1 vid 10', 'vlan add dev veth1 vid 20-25']);
  });

  test('the bridge itself has VLANs of its own', () => {
    expect(once({ bridge: 'filters', ports: { br0: [UNTAGGED, '10'] } }, { allowed: '10', self: '10,12' }).calls).toContain('vlan add dev br0 vid 12 self');
  });

  test.each<[string, Node, string]>([
    ['there is no bridge', {}, 'there is no bridge br0 on this node: make it'],
    ['it is no bridge', { bridge: 'is none' }, 'br0 is no Linux bridge'],
    ['it does not filter', { bridge: 'does not filter' }, "run 'ip link set dev br0 type bridge vlan_filtering 1' on this node"],
    ['a port takes no VLAN', { bridge: 'filters', ports: { bond0: [UNTAGGED] }, broken: 'bond0' }, 'the VLANs of bond0 could not be set'],
  ])('it fails and says why where %s', (_, given, why) => {
    const { status, said } = once(given);
    expect(status).toBe(1);
    expect(said.join('\n')).toContain(why);
  });

  test('it goes on: a new port gets its VLANs, ready is a file, and a signal ends it', async () => {
    const folder = node({ bridge: 'filters', ports: { bond0: ['10'] } });
    const script = spawn(shell, [SCRIPT], { env: environment(folder, { allowed: '10' }), stdio: 'ignore' });
    const ended = new Promise((resolve) => script.on('close', resolve));
    await until(() => existsSync(join(folder, 'ready')));
    writeFileSync(join(folder, 'vlans', 'eth1'), `eth1\t${UNTAGGED}\n`);
    writeFileSync(join(folder, 'ports'), '4: bond0: <UP>\n5: eth1: <UP>\n');
    await until(() => readFileSync(join(folder, 'calls'), 'utf8').includes('vlan add dev eth1 vid 10'));
    rmSync(join(folder, 'br0'));
    await until(() => !existsSync(join(folder, 'ready')));
    script.kill();
    expect(await ended).toBe(0);
  }, 20_000);
});

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
