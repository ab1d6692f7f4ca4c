/*
 * The VMs that the benchmarks make, and the clock they are measured by.
 */

const { yamlText } = require('../lib/vm/text');
const vmo = require('../lib');

const codec = { document: yamlText, base64: (text) => Buffer.from(text).toString('base64'), isLiteral: () => true };
const vlan = (id) => ({ networkName: `default/vlan${id}`, defaultNicName: `vlan${id}`, l2Domain: `VLAN ${id}`, dependables: [] });

/** An address of its own for each VM. */
const address = (network, n) => `10.${network}.${Math.floor(n / 250) % 250}.${n % 250 + 1}/16`;

/** Cloud-init is made anew for each VM, as each has its own host name or addresses in it. */
const cloudInit = (n) => vmo.CloudInit.of({
  users: [{ name: 'ops', sudo: 'ALL=(ALL) NOPASSWD:ALL', sshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE ops@example.com'] }],
  packages: ['nginx', 'qemu-guest-agent'],
  files: [{ path: '/etc/motd', content: `This is vm-${n}.\nManaged as code.\n` }],
  commands: ['systemctl enable --now nginx qemu-guest-agent'],
});

const input = (n, options) => ({
  name: `vm-${n}`,
  namespace: 'default',
  identity: { scope: 'prod-east', namespace: 'default', vm: `vm-${n}` },
  goldenImagesNamespace: 'vmo-golden-images',
  codec,
  size: vmo.Size.of({ cpu: 2, memory: '4Gi' }),
  boot: vmo.BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi' }),
  ...options,
});

const typical = (n, init) => input(n, {
  disks: [vmo.Disk.blank('data', '100Gi')],
  nics: [vmo.Nic.pod(), vmo.Nic.on(vlan(25), { addresses: [address(25, n)] })],
  cloudInit: init,
});

const loaded = (n, init) => input(n, {
  size: vmo.Size.of({ cpu: 8, memory: '32Gi' }),
  disks: [...Array(12).keys()].map((disk) => vmo.Disk.blank(`data-${disk}`, '100Gi', { storageClass: 'ceph-block' })),
  nics: [vmo.Nic.pod({ ports: [{ port: 22 }, { port: 443 }] }), ...[...Array(7).keys()].map((id) => vmo.Nic.on(vlan(id + 1), { addresses: [address(id + 1, n)] }))],
  cloudInit: init,
  labels: { app: 'db', tier: 'gold' },
  podAnnotations: { 'example.com/bandwidth': '10M' },
  nodeSelector: { 'topology.kubernetes.io/zone': 'zone1' },
  spreadAcross: [vmo.Spread.zones(), vmo.Spread.hosts()],
  affinity: [vmo.Affinity.nodes([{ key: 'cores', operator: 'Gt', values: ['8'] }]), vmo.Affinity.apartFromPods({ labels: { app: 'noisy' } })],
  tolerations: [{ key: 'dedicated', value: 'vms' }],
  readinessProbe: vmo.Probe.http({ port: 8080, path: '/healthz' }),
  livenessProbe: vmo.Probe.guestAgentPing(),
  evictionStrategy: 'LiveMigrateIfPossible',
});

const shared = cloudInit(0);
const CASES = {
  'typical VM, cloud-init of its own': (n) => typical(n, cloudInit(n)),
  'typical VM, cloud-init shared by all': (n) => typical(n, shared),
  'typical VM, no cloud-init': (n) => ({ ...typical(n), nics: [vmo.Nic.pod(), vmo.Nic.on(vlan(25))] }),
  'VM with 13 disks and 8 NICs': (n) => loaded(n, cloudInit(n)),
};

/** Microseconds of processor time of one call: the best of several rounds, so that what else the machine does counts little. */
function microseconds(seconds, call) {
  const rounds = 10;
  let best = Infinity;
  let n = 0;
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage();
    const used = () => { const { user, system } = process.cpuUsage(start); return user + system; };
    let calls = 0;
    for (; used() < seconds * 1e6 / rounds; calls += 50) for (let i = 0; i < 50; i++) call(n++);
    if (round > 0) best = Math.min(best, used() / calls); // the first one warms up
  }
  return best;
}

module.exports = { CASES, microseconds };
