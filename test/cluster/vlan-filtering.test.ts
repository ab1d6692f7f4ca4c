import { join } from 'path';
import { UserModeLinux } from './support/user-mode-linux';
import { ROOT } from '../support/run-app';

/*
 * The script of the chart on a bridge of a real kernel: an uplink, and the port of a VM as the CNI plugin leaves it.
 */
const SCRIPT = join(ROOT, 'charts/vlan-filtering/files/vlan-filtering.sh');
const linux = UserModeLinux.find();
if (typeof linux === 'string') console.error(`Without user-mode Linux, tests of bridges are skipped: ${linux}`);

const BRIDGE = `
ip link add br0 type bridge vlan_filtering 1
ip link add bond0 type dummy
ip link set bond0 master br0
ip link add vm0 type veth peer name vm0-pod
ip link set vm0 master br0
bridge vlan del dev vm0 vid 1
bridge vlan add dev vm0 vid 25 pvid untagged
export BRIDGE=br0 ALLOWED=20-25,10 ALLOWED_SELF= VM_PORTS=false EXCLUSIVE=false INTERVAL=1 STATE=/run
`;

/** What the ports have in the end, and what was said. */
function on(bridge: string, script: string): { ports: Record<string, string[]>; said: string } {
  const output = (linux as UserModeLinux).run(`${bridge}\n${script}\necho '--'\nbridge -compressvlans vlan show`);
  const [said, shown] = output.split(/^--\n/m);
  const ports: Record<string, string[]> = {};
  let port = '';
  for (const [, name, vlan] of shown.matchAll(/^(\S+)?\s+(\d\S*.*?)\s*$/gm)) {
    port = name ?? port;
    (ports[port] ??= []).push(vlan);
  }
  return { ports, said };
}

const test_ = typeof linux === 'string' ? test.skip : test;
// The shell of the image.
const once = `bash ${SCRIPT} once`;
const untagged = '1 PVID Egress Untagged';

test_('the uplink gets what is missing, and a second look finds nothing', () => {
  const { ports, said } = on(BRIDGE, `${once}; ${once}`);
  expect(ports).toEqual({ br0: [untagged], bond0: [untagged, '10', '20-25'], vm0: ['25 PVID Egress Untagged'] });
  expect(said.match(/added/g)).toHaveLength(2);
});

test_('untagged frames go on as before, where their VLAN is allowed and where it is not', () => {
  expect(on(BRIDGE, `ALLOWED=1-30 EXCLUSIVE=true ${once}`).ports.bond0).toEqual([untagged, '2-30']);
  expect(on(BRIDGE, `EXCLUSIVE=true ${once}`).ports.bond0).toEqual([untagged, '10', '20-25']);
});

test_('what others allowed stays unless this is to be all there is', () => {
  const before = 'bridge vlan add dev bond0 vid 22-30';
  expect(on(BRIDGE, `${before}; ${once}`).ports.bond0).toEqual([untagged, '10', '20-30']);
  expect(on(BRIDGE, `${before}; EXCLUSIVE=true ${once}`).ports.bond0).toEqual([untagged, '10', '20-25']);
});

test_('ports of VMs and the bridge itself, where asked for', () => {
  const { ports } = on(BRIDGE, `VM_PORTS=true ALLOWED_SELF=10 ${once}`);
  expect(ports.vm0).toEqual(['10', '20-24', '25 PVID Egress Untagged']);
  expect(ports.br0).toEqual([untagged, '10']);
});

test_('a port that appears gets its VLANs', () => {
  const { ports } = on(BRIDGE, `
    bash ${SCRIPT} & sleep 2
    ip link add eth1 type dummy; ip link set eth1 master br0
    for _ in 1 2 3 4 5 6 7 8 9; do bridge -compressvlans vlan show dev eth1 | grep -q 20-25 || sleep 1; done
    kill $!`);
  expect(ports.eth1).toEqual([untagged, '10', '20-25']);
});

test_.each([
  ['no bridge', '', 'there is no bridge br0 on this node'],
  ['no VLAN filtering', 'ip link set dev br0 type bridge vlan_filtering 0', "run 'ip link set dev br0 type bridge vlan_filtering 1' on this node"],
  ['another kind of interface', 'ip link del br0; ip link add br0 type dummy', 'br0 is no Linux bridge'],
])('it says what to do where there is %s', (title, change, why) => {
  const bridge = title === 'no bridge' ? `${BRIDGE}\nip link del br0` : `${BRIDGE}\n${change}`;
  expect(on(bridge, `${once}; echo "ended with $?"`).said).toMatch(new RegExp(`${why}[^]*ended with 1`));
});
