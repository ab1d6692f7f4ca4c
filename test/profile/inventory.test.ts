import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  AccessMode, Architecture, BootSource, ClusterInventory, Disk, EvictionStrategy, ExistingClusterAttributes, KubevirtVersion, Nic, Size, Tpm,
  VirtualMachine, VirtualMachineProps, VmNetwork, VmoClusterProfile, VolumeMode,
} from '../../src';
import { refusalOf, synth } from '../support/synth';

const existing = (stack: TerraformStack, attributes: Partial<ExistingClusterAttributes>) =>
  VmoClusterProfile.fromExisting(stack, 'lab', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, ...attributes });

const machine = (stack: TerraformStack, cluster: VirtualMachineProps['cluster'], props: Partial<VirtualMachineProps> = {}, name = 'db-0') => new VirtualMachine(stack, name, {
  cluster, size: Size.of({ cpu: 2, memory: '4Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'), ...props,
});

const CEPH = { name: 'ceph', accessModes: [AccessMode.READ_WRITE_ONCE], volumeModes: [VolumeMode.BLOCK], isDefault: true };

test.each<[ClusterInventory, Partial<VirtualMachineProps>, string]>([
  [{ architectures: [Architecture.ARM64] }, {}, '[R-104]'],
  [{ storageClasses: [CEPH] }, { disks: [Disk.blank('data', '1Gi', { storageClass: 'cehp' })] }, '[R-101]'],
  [{ storageClasses: [CEPH] }, { disks: [Disk.blank('data', '1Gi', { accessModes: [AccessMode.READ_WRITE_MANY] })] }, '[R-102]'],
  [{ storageClasses: [{ name: 'ceph' }] }, { tpm: Tpm.persistent() }, '[R-13]'],
  [{ goldenImages: [{ name: 'ubuntu', size: '20Gi' }] }, { boot: BootSource.dataSource('ubuntu', { size: '10Gi' }) }, '[R-14]'],
  [{ largestNode: { cpu: 4, memory: '3Gi' } }, {}, '[R-105]'],
  [{ cpuManager: false }, { size: Size.of({ cpu: 2, memory: '4Gi', dedicatedCpuPlacement: true }) }, '[R-106]'],
  [{ clusterInstancetypes: ['gold'] }, { size: Size.instancetype('u1.small') }, '[R-19]'],
  [{ networks: [{ name: 'vlan25' }] }, { overrides: { spec: { template: { spec: { networks: [{ name: 'default', multus: { networkName: 'default/vlan26' } }] } } } } }, '[R-12]'],
])('%j refuses a VM with %j', (inventory, props, rule) => {
  const refusals = [(stack: TerraformStack) => existing(stack, { inventory }), (stack: TerraformStack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'lab', inventory })]
    .map((cluster) => refusalOf((stack) => machine(stack, cluster(stack), props)));
  expect(refusals).toEqual([expect.stringContaining(rule), expect.stringContaining(rule)]);
});

test('a VM that the cluster has all for passes', () => {
  synth((stack) => {
    const cluster = existing(stack, {
      inventory: {
        architectures: [Architecture.AMD64],
        storageClasses: [{ ...CEPH, accessModes: [AccessMode.READ_WRITE_MANY] }],
        networks: [{ name: 'vlan25', vlan: 25 }],
        vlans: ['25-30'],
        bridges: ['br0'],
        goldenImages: [{ name: 'ubuntu', size: '20Gi' }],
        largestNode: { cpu: 64, memory: '256Gi' },
        capacity: { cpu: 640 },
        cpuManager: true,
        clusterInstancetypes: ['u1.small'],
        quotas: [{ namespace: 'default', hard: { 'requests.memory': '64Gi' } }],
      },
    });
    const made = new VmNetwork(stack, 'vlan26', { cluster, vlan: 26 });
    const there = VmNetwork.fromNetworkAttachmentDefinition(stack, 'vlan27', { name: 'vlan27', vlan: 27 });
    machine(stack, cluster, { boot: BootSource.dataSource('ubuntu', { size: '30Gi' }), nics: [Nic.pod(), Nic.on(made), Nic.on(there)] });
  });
});

test('a network on a VLAN or bridge that the nodes do not have is refused', () => {
  const message = refusalOf((stack) => new VmNetwork(stack, 'vlan40', { cluster: existing(stack, { inventory: { vlans: ['25-30'], bridges: ['br1'] } }), vlan: 40 }));
  expect(message).toContain('[NAD-9]');
  expect(message).toContain('[NAD-10]');
});

test('VMs that are more than there is are warned of', () => {
  synth((stack) => {
    const cluster = existing(stack, { inventory: { capacity: { memory: '7Gi' }, quotas: [{ namespace: 'default', hard: { 'count/virtualmachines.kubevirt.io': '1' } }] } });
    const [first, second] = ['a', 'b'].map((name) => machine(stack, cluster, {}, name));
    const warnings = (vm: VirtualMachine) => vm.node.metadata.filter(({ type }) => String(type).includes('warn')).map(({ data }) => String(data)).filter((text) => /R-11[34]/.test(text));
    expect(warnings(first)).toEqual([]);
    expect(warnings(second)).toEqual([expect.stringContaining('[R-113]'), expect.stringContaining('[R-114]')]);
  });
});

test('settings of an existing KubeVirt are known', () => {
  const message = refusalOf((stack) => machine(stack, existing(stack, { permittedDevices: [], vmStateStorageClass: 'nfs', inventory: { storageClasses: [CEPH] } }), { tpm: Tpm.persistent() }));
  expect(message).toContain('"nfs" is none that the cluster has');
});

test.each<[Partial<ExistingClusterAttributes>, string]>([
  [{ inventory: { architectures: [] } }, 'inventory.architectures: got an empty list'],
  [{ inventory: { architectures: ['x86' as Architecture] } }, 'inventory.architectures[0]: got "x86"'],
  [{ inventory: { storageClasses: [CEPH, { ...CEPH, name: 'nfs' }] } }, 'inventory.storageClasses: got "ceph" and "nfs" as defaults'],
  [{ inventory: { storageClasses: [{ name: 'A b' }] } }, 'inventory.storageClasses[0].name: got "A b"'],
  [{ inventory: { storageClasses: [{ name: 'a', accessModes: ['RWX' as AccessMode] }] } }, 'inventory.storageClasses[0].accessModes[0]: got "RWX"'],
  [{ inventory: { storageClasses: { ceph: {} } as any } }, 'inventory.storageClasses: got {'],
  [{ inventory: { networks: [{ name: 'a', vlan: 5000 }] } }, 'inventory.networks[0].vlan: got 5000'],
  [{ inventory: { vlans: ['30-25'] } }, 'inventory.vlans[0]: got "30-25"'],
  [{ inventory: { vlans: ['0'] } }, 'inventory.vlans[0]: got "0"'],
  [{ inventory: { bridges: [''] } }, 'inventory.bridges[0]: got ""'],
  [{ inventory: { goldenImages: [{ name: 'ubuntu', size: '10GB' }] } }, 'inventory.goldenImages[0].size: got "10GB"'],
  [{ inventory: { quotas: [{ namespace: 'vms', hard: { memory: 'much' } }] } }, 'inventory.quotas[0].hard["memory"]: got "much"'],
  [{ inventory: { capacity: { cpu: 0 } } }, 'inventory.capacity.cpu: got 0'],
  [{ inventory: { largestNode: 64 as any } }, 'inventory.largestNode: got 64'],
  [{ inventory: { clusterPreferences: ['A'] } }, 'inventory.clusterPreferences[0]: got "A"'],
  [{ inventory: [] as any }, 'inventory: got []'],
  [{ defaultEvictionStrategy: 'Migrate' as EvictionStrategy }, 'defaultEvictionStrategy: got "Migrate"'],
  [{ cpuAllocationRatio: 0 }, 'cpuAllocationRatio: got 0'],
])('%j of a cluster is refused', (attributes, message) => {
  expect(refusalOf((stack) => existing(stack, attributes))).toContain(message);
});

test('what VMs are checked against is known at synth', () => {
  const message = refusalOf((stack) => existing(stack, { inventory: { bridges: [new TerraformVariable(stack, 'bridge', {}).stringValue] } }));
  expect(message).toContain('inventory.bridges[0]: got a value that is only known at apply');
});
