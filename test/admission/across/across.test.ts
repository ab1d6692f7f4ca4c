import { across } from '../../../src/admission/across/across';
import { UNKNOWN } from '../../../src/admission/finding';
import { Manifest, withManifests } from '../../../src/admission/given';
import { ClusterFacts } from '../../../src/admission/rule';
import { Changes, FACTS, T, vmWith } from '../manifests';

const NIC = `${T}.domain.devices.interfaces[0]`;
const SECOND = `${T}.domain.devices.interfaces[1]`;
const CLOUD_INIT = `${T}.volumes[1].cloudInitNoCloud`;
const TEMPLATE = 'spec.dataVolumeTemplates[0]';
const MAC = '02:12:34:56:78:9a';

/** A VM that shares nothing with others of another name. */
const vm = (name: string, changes: Changes = {}): Manifest => vmWith({
  'metadata.name': name, [`${TEMPLATE}.metadata.name`]: `${name}-root`, [`${T}.volumes[0].dataVolume.name`]: `${name}-root`, [`${NIC}.macAddress`]: undefined, ...changes,
});

const object = (kind: string, name: string, fields: object = {}, namespace: string | undefined = 'vms'): Manifest =>
  ({ apiVersion: 'v1', kind, metadata: { name, namespace }, ...fields });

const nad = (name: string, config: object, namespace = 'vms') => object('NetworkAttachmentDefinition', name, { spec: { config: JSON.stringify({ cniVersion: '0.3.1', type: 'bridge', ...config }) } }, namespace);
/** A NIC on the pod network that others see. */
const BRIDGED: Changes = { [NIC]: { name: 'default', bridge: {}, macAddress: MAC } };
const on = (networkName: string, nic: object = {}): Changes => ({ [`${T}.networks`]: [{ name: 'lan', multus: { networkName } }], [`${T}.domain.devices.interfaces`]: [{ name: 'lan', bridge: {}, ...nic }] });
const quota = (hard: object, spec: object = {}) => object('ResourceQuota', 'team', { spec: { hard, ...spec } });
const pool = (replicas: unknown) => ({
  apiVersion: 'pool.kubevirt.io/v1beta1',
  kind: 'VirtualMachinePool',
  metadata: { name: 'pool', namespace: 'vms' },
  spec: { replicas, virtualMachineTemplate: { spec: vm('a').spec } },
});
const claim = (name: string, disk: object = { disk: {} }, source: object = {}): Changes => ({
  [`${T}.volumes[2]`]: { name: 'data', persistentVolumeClaim: { claimName: name, ...source } }, [`${T}.domain.devices.disks[2]`]: { name: 'data', ...disk },
});
const SHARED = claim('data', { disk: {}, shareable: true });
const volumeOf = (accessModes: unknown) => object('DataVolume', 'data', { spec: { storage: { accessModes } } });
const addresses = (...list: string[]): string => `version: 2\nethernets:\n  eth0:\n    addresses: [${list.join(', ')}]\n    gateway4: 10.0.0.1\n    routes: [{to: 10.0.0.0/8, via: 10.0.0.1}]\n`;
const STATE: Changes = { [`${T}.domain.devices.tpm`]: { persistent: true } };
const clone = (kind: string, name: string) => object('VirtualMachineClone', `of-${name}`, { spec: { source: { kind, name } } });
const restore = (target: string) => object('VirtualMachineRestore', 'back', { spec: { target: { kind: 'VirtualMachine', name: target }, virtualMachineSnapshotName: 'snap' } });
const SNAPSHOT = object('VirtualMachineSnapshot', 'snap', { spec: { source: { kind: 'VirtualMachine', name: 'a' } } });

const policy = (name: string, vms: object, namespaces?: object) => object('MigrationPolicy', name, {
  spec: { selectors: { virtualMachineInstanceSelector: vms, ...(namespaces && { namespaceSelector: namespaces }) }, allowPostCopy: true },
}, undefined);

function findings(ruleId: string, manifests: readonly Manifest[], facts: Partial<ClusterFacts> = {}) {
  return across(manifests, withManifests({ ...FACTS, ...facts }, manifests)).filter((finding) => finding.ruleId === ruleId);
}

type Refused = [ruleId: string, what: string, manifests: Manifest[], expected: Expected, facts?: Partial<ClusterFacts>];
type Allowed = [ruleId: string, because: string, manifests: Manifest[], facts?: Partial<ClusterFacts>];
type Expected = [index: number, other: number | undefined, path: string, message: string, severity?: 'error' | 'warning'];

test.each<Refused>([
  ['R-3', 'one address on the pod network', [vm('a', BRIDGED), vm('b', BRIDGED)], [1, 0, `${NIC}.macAddress`, `${MAC} is the address of NIC "default" of VirtualMachine "vms/a" too, both on the pod network`]],
  ['R-3', 'one address in two spellings', [vm('a', BRIDGED), vm('b', { ...BRIDGED, [`${NIC}.macAddress`]: MAC.toUpperCase().replace(/:/g, '-') })], [1, 0, `${NIC}.macAddress`, MAC]],
  ['R-3', 'one address twice in a VM', [vm('a', { [`${NIC}.macAddress`]: MAC, [SECOND]: { name: 'second', bridge: {}, macAddress: MAC } })], [0, 0, `${SECOND}.macAddress`, MAC]],
  ['R-3', 'one definition, with its namespace and without', [vm('a', on('lan', { macAddress: MAC })), vm('b', on('vms/lan', { macAddress: MAC }))], [1, 0, `${NIC}.macAddress`, 'both on network vms/lan']],
  ['R-3', 'two definitions of one VLAN', [vm('a', on('one', { macAddress: MAC })), vm('b', on('two', { macAddress: MAC })), nad('one', { bridge: 'br0', vlan: 25 }), nad('two', { bridge: 'br0', vlan: 25 })],
    [1, 0, `${NIC}.macAddress`, 'both on bridge br0, VLAN 25']],
  ['R-3', 'two networks that are known to be one', [vm('a', on('one', { macAddress: MAC })), vm('b', on('two', { macAddress: MAC }))], [1, 0, `${NIC}.macAddress`, 'both on the lab'],
    { l2Domains: new Map([['vms/one', 'the lab'], ['vms/two', 'the lab']]) }],
  ['R-3', 'one address on two networks', [vm('a', on('one', { macAddress: MAC })), vm('b', on('two', { macAddress: MAC }))], [1, 0, `${NIC}.macAddress`, 'there on network vms/one', 'warning']],
  ['R-3', 'an instance and a VM', [{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', metadata: { name: 'i', namespace: 'vms' }, spec: { domain: { devices: { interfaces: [{ name: 'default', bridge: {}, macAddress: MAC }] } } } },
    vm('a', BRIDGED)], [1, 0, `${NIC}.macAddress`, 'VirtualMachineInstance "vms/i"']],
  ['R-110', 'one static address', [vm('a', { ...on('lan'), [`${CLOUD_INIT}.networkData`]: addresses('10.0.0.5/24') }), vm('b', { ...on('lan'), [`${CLOUD_INIT}.networkData`]: addresses('10.0.0.6/24', '10.0.0.5/16') })],
    [1, 0, `${CLOUD_INIT}.networkData`, '10.0.0.5 is an address of VirtualMachine "vms/a" too, both on network vms/lan']],
  ['R-110', 'one static address, found by the MAC address of the NIC', ['a', 'b'].map((name, n) => vm(name, {
    ...on('lan', { macAddress: `02:00:5e:00:00:0${n}` }),
    [SECOND]: { name: 'other', bridge: {}, macAddress: `02:00:5e:00:01:0${n}` },
    [`${CLOUD_INIT}.networkDataBase64`]: Buffer.from(`version: 2\nethernets:\n  a: {match: {macaddress: '02:00:5e:00:00:0${n}'}, addresses: ['10.0.0.5/24']}\n  b: {}\n`).toString('base64'),
  })), [1, 0, `${CLOUD_INIT}.networkDataBase64`, '10.0.0.5']],
  ['R-110', 'one IPv6 address in two spellings, from a Secret and in version 1', [
    vm('a', { ...on('lan'), [`${CLOUD_INIT}.networkDataSecretRef`]: { name: 'net' } }), object('Secret', 'net', { stringData: { networkData: addresses('"2001:db8:0:0::5/64"') } }),
    vm('b', { ...on('lan'), [`${CLOUD_INIT}.networkData`]: 'network: {version: 1, config: [{type: physical, name: eth0, subnets: [{type: static6, address: "2001:DB8::5"}]}]}' }),
  ], [2, 0, `${CLOUD_INIT}.networkData`, '2001:db8::5']],
  ['R-111', 'one name twice', [vm('a'), vm('b'), vm('a')], [2, 0, 'metadata.name', 'VirtualMachine "vms/a" is there already']],
  ['R-111', 'one name in two versions of a kind', [object('Secret', 's'), { ...object('Secret', 's'), apiVersion: 'v1beta1' }], [1, 0, 'metadata.name', '"s" a second time']],
  ['MP-3', 'one selector', [policy('fast', { team: 'db' }), policy('even-faster', { team: 'db' })], [1, 0, 'spec.selectors', 'KubeVirt takes "even-faster"', 'warning']],
  ['MP-3', 'labels that one VM can have', [policy('fast', { team: 'db' }), policy('slow', { tier: 'back' })], [1, 0, 'spec.selectors', 'fits "slow" as well as "fast"', 'warning']],
  ['MP-3', 'any VM', [policy('fast', {}), policy('slow', {})], [1, 0, 'spec.selectors', 'KubeVirt takes "fast"', 'warning']],
  ['R-112', 'one disk of two VMs', [vm('a'), vm('b', { [`${TEMPLATE}.metadata.name`]: 'a-root' })], [1, 0, `${TEMPLATE}.metadata.name`, '"a-root", which is a disk of VirtualMachine "vms/a"']],
  ['R-112', 'a disk that is there', [vm('a'), object('DataVolume', 'a-root')], [0, 1, `${TEMPLATE}.metadata.name`, 'the template does nothing', 'warning']],
  ['R-112', 'a claim that is there', [object('PersistentVolumeClaim', 'a-root'), vm('a')], [1, 0, `${TEMPLATE}.metadata.name`, 'PersistentVolumeClaim "vms/a-root"', 'warning']],
  ['PVC-1', 'one claim on two VMs', [vm('a', claim('data')), vm('b', claim('data'))], [1, 0, `${T}.volumes[2]`, '"data" is a disk of VirtualMachine "vms/a" too', 'warning']],
  ['PVC-1', 'one claim on two VMs, of which only one shares it', [vm('a', claim('data', { disk: {}, shareable: true })), vm('b', claim('data'))], [1, 0, `${T}.volumes[2]`, '"data"', 'warning']],
  ['PVC-2', 'two VMs on a claim of one node', [vm('a', SHARED), vm('b', SHARED), volumeOf(['ReadWriteOnce'])],
    [1, 0, `${T}.volumes[2]`, 'VirtualMachine "vms/a" too, and of access mode ["ReadWriteOnce"]: the second of the two starts on the node of the first', 'warning']],
  ['PVC-2', 'two VMs on a claim of one pod', [vm('a', SHARED), vm('b', SHARED), volumeOf(['ReadWriteOncePod'])], [1, 0, `${T}.volumes[2]`, 'never starts']],
  ['R-113', 'memory', [vm('a'), vm('b'), quota({ 'requests.memory': '3Gi' })], [1, undefined, 'spec', '4Gi of requests.memory are asked for in the namespace "vms", and its quota "team" grants 3Gi', 'warning']],
  ['R-113', 'CPUs, by their short name', [vm('a', { [`${T}.domain.cpu.cores`]: 20 }), quota({ cpu: 1 })], [0, undefined, 'spec', '2 of cpu', 'warning']],
  ['R-113', 'VMs that do not run', [vm('a', { 'spec.runStrategy': 'Halted' }), vm('b'), quota({ 'count/virtualmachines.kubevirt.io': '1' })], [1, undefined, 'spec', '2 of count/virtualmachines.kubevirt.io', 'warning']],
  ['R-113', 'disks of VMs and others', [vm('a'), object('DataVolume', 'd', { spec: { pvc: { resources: { requests: { storage: '1Gi' } } } } }), quota({ 'requests.storage': '30Gi' })], [1, undefined, 'spec', '31Gi of requests.storage', 'warning']],
  ['R-113', 'disks of one class', [vm('a', { [`${TEMPLATE}.spec.storage.storageClassName`]: 'fast' }), quota({ 'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '0' })],
    [0, undefined, 'spec', '1 of fast.storageclass', 'warning']],
  ['R-113', 'devices', [vm('a', { [`${T}.domain.devices.gpus`]: [{ name: 'g', deviceName: 'nvidia.com/T4' }] }), quota({ 'requests.nvidia.com/T4': 0 })], [0, undefined, 'spec', '1 of requests.nvidia.com/T4', 'warning']],
  ['R-113', 'a pool', [pool(3), quota({ pods: '2' })], [0, undefined, 'spec', '3 of pods', 'warning']],
  ['R-113', 'a quota that is known', [vm('a')], [0, undefined, 'spec', 'its quota "mine" grants 1Gi', 'warning'], { quotas: new Map([['vms', [{ name: 'mine', hard: { memory: '1Gi' } }]]]) }],
  ['R-114', 'memory', [vm('a'), vm('b'), vm('c')], [1, undefined, 'spec', 'ask for 4Gi memory, and the nodes have 3Gi', 'warning'], { capacity: { memory: '3Gi' } }],
  ['R-114', 'CPUs of a pool', [pool(10)], [0, undefined, 'spec', 'ask for 2 cpu, and the nodes have 1', 'warning'], { capacity: { cpu: '1' } }],
  ['RS-2', 'another VM', [restore('b'), SNAPSHOT, vm('a', STATE)], [0, 2, 'spec.target.name', '"b", the snapshot is of VirtualMachine "vms/a"']],
  ['CL-5', 'such a VM', [clone('VirtualMachine', 'a'), vm('a', STATE)], [0, 1, 'spec.source.name', '"a", and the TPM or EFI of VirtualMachine "vms/a" keeps its state']],
  ['CL-5', 'a snapshot of such a VM', [clone('VirtualMachineSnapshot', 'snap'), SNAPSHOT, vm('a', STATE)], [0, 2, 'spec.source.name', '"snap"']],
  ['R-115', 'a large object', [object('ConfigMap', 'c', { data: { text: 'x'.repeat(1_600_000) } })], [0, undefined, 'metadata.name', '1563 KiB']],
])('%s refuses %s', (...[ruleId, , manifests, [index, other, path, message, severity = 'error'], facts]: Refused) => {
  expect(findings(ruleId, manifests, facts)).toEqual([{
    ruleId, severity, phase: expect.any(String), index, ...(other !== undefined && { other }), path, message: expect.stringContaining(message), remedy: expect.stringMatching(/\w/),
  }]);
});

test.each<Allowed>([
  ['R-3', 'the addresses differ', [vm('a', { [`${NIC}.macAddress`]: MAC }), vm('b', { [`${NIC}.macAddress`]: '02:12:34:56:78:9b' })]],
  ['R-113', 'the VMs are those of somebody else', [{ ...vm('a'), apiVersion: 'vmoperator.example.com/v1' }, quota({ 'count/virtualmachines.kubevirt.io': '0', 'pods': '0' })]],
  ['R-3', 'nobody outside of the pods sees the address', ['a', 'b'].map((name) => vm(name, { [`${NIC}.macAddress`]: MAC }))],
  ['R-3', 'nobody outside of the pods sees the address, by another binding', ['a', 'b'].map((name) => vm(name, { [NIC]: { name: 'default', passtBinding: {}, macAddress: MAC } }))],
  ['R-3', 'nobody outside of the pod sees one of them', [vm('a', { [`${NIC}.macAddress`]: MAC }), vm('b', BRIDGED), vm('c', { [`${NIC}.macAddress`]: MAC })]],
  ['R-113', 'one of them is given twice', [vm('a'), vm('a'), quota({ 'requests.memory': '2Gi' })]],
  ['R-3', 'the cluster gives the addresses', [vm('a'), vm('b')]],
  ['R-3', 'they are only known at apply', [vm('a', { [`${NIC}.macAddress`]: UNKNOWN }), vm('b', { [`${NIC}.macAddress`]: UNKNOWN })]],
  ['R-110', 'the guests are behind the same NAT', ['a', 'b'].map((name) => vm(name, { [`${CLOUD_INIT}.networkData`]: addresses('10.0.2.2/24') }))],
  ['R-110', 'the networks differ', ['a', 'b'].map((name) => vm(name, { ...on(name), [`${CLOUD_INIT}.networkData`]: addresses('10.0.0.5/24') }))],
  ['R-110', 'only routers are the same', [vm('a', { ...on('lan'), [`${CLOUD_INIT}.networkData`]: addresses('10.0.0.5/24') }), vm('b', { ...on('lan'), [`${CLOUD_INIT}.networkData`]: addresses('10.0.0.6/24') })]],
  ['R-110', 'nobody can tell which NIC it is', ['a', 'b'].map((name) => vm(name, { ...on('lan'), [SECOND]: { name: 'other', bridge: {} }, [`${CLOUD_INIT}.networkData`]: addresses('10.0.0.5/24') }))],
  ['R-110', 'the text cannot be read', ['a', 'b'].map((name) => vm(name, { ...on('lan'), [`${CLOUD_INIT}.networkData`]: 'addresses: [10.0.0.5/24' }))],
  ['R-111', 'the kinds differ', [object('Secret', 'a'), object('ConfigMap', 'a')]],
  ['R-111', 'the namespaces differ', [vm('a'), vm('a', { 'metadata.namespace': 'other' })]],
  ['R-111', 'the server makes the names', [vm('a', { 'metadata.name': undefined }), vm('b', { 'metadata.name': undefined })]],
  ['R-111', 'they are only known at apply', [vm('a', { 'metadata.name': UNKNOWN }), vm('b', { 'metadata.name': UNKNOWN })]],
  ['MP-3', 'no VM has both labels', [policy('fast', { team: 'db' }), policy('slow', { team: 'web' })]],
  ['MP-3', 'no namespace has both labels', [policy('fast', { team: 'db' }, { name: 'a' }), policy('slow', { team: 'db' }, { name: 'b' })]],
  ['MP-3', 'one looks for more labels', [policy('fast', { team: 'db' }), policy('slow', { team: 'db', tier: 'back' })]],
  ['MP-3', 'labels of VMs count more than those of namespaces', [policy('fast', { team: 'db' }), policy('slow', {}, { team: 'db' })]],
  ['MP-3', 'a label is only known at apply', [policy('fast', { team: UNKNOWN }), policy('slow', { team: UNKNOWN })]],
  ['MP-3', 'one has no selectors, and so fits nothing', [policy('fast', {}), { ...policy('slow', {}), spec: { allowPostCopy: true } }]],
  ['R-112', 'a pool numbers its disks', [pool(1), { ...pool(1), metadata: { name: 'other', namespace: 'vms' } }]],
  ['R-112', 'the namespaces differ', [vm('a'), vm('a', { 'metadata.namespace': 'other' })]],
  ['PVC-1', 'both share it', [vm('a', claim('data', { disk: {}, shareable: true })), vm('b', claim('data', { disk: {}, shareable: true }))]],
  ['PVC-1', 'one of them reads', [vm('a', claim('data')), vm('b', claim('data', { disk: {} }, { readOnly: true }))]],
  ['PVC-1', 'it is a CD', [vm('a', claim('iso', { cdrom: {} })), vm('b', claim('iso', { cdrom: {} }))]],
  ['PVC-1', 'the namespaces differ', [vm('a', claim('data')), vm('b', { ...claim('data'), 'metadata.namespace': 'other' })]],
  ['PVC-2', 'many nodes can mount it', [vm('a', SHARED), vm('b', SHARED), volumeOf(['ReadWriteOnce', 'ReadWriteMany'])]],
  ['PVC-2', 'the storage decides', [vm('a', SHARED), vm('b', SHARED), volumeOf(undefined)]],
  ['PVC-2', 'the claim is not known', [vm('a', SHARED), vm('b', SHARED)]],
  ['PVC-2', 'they do not share it, which is another finding', [vm('a', claim('data')), vm('b', claim('data')), volumeOf(['ReadWriteOnce'])]],
  ['R-113', 'it is enough', [vm('a'), vm('b'), quota({ 'requests.memory': '4Gi', 'requests.storage': '60Gi', 'pods': 2, 'services': 0 })]],
  ['R-113', 'the VM does not run', [vm('a', { 'spec.runStrategy': 'Manual' }), quota({ memory: '1Gi' })]],
  ['R-113', 'the quota is of another namespace', [vm('a', { 'metadata.namespace': 'other' }), quota({ memory: '1Gi' })]],
  ['R-113', 'the quota is for some pods only', [vm('a'), quota({ memory: '1Gi' }, { scopes: ['BestEffort'] })]],
  ['R-113', 'how many there are is only known at apply', [pool(UNKNOWN), quota({ pods: 0 })]],
  ['R-114', 'nobody knows the nodes', [vm('a')]],
  ['R-114', 'it is enough', [vm('a'), vm('b')], { capacity: { cpu: '0.4', memory: '4Gi' } }],
  ['RS-2', 'it is the same VM', [restore('a'), SNAPSHOT, vm('a', STATE)]],
  ['RS-2', 'nothing is kept', [restore('b'), SNAPSHOT, vm('a')]],
  ['RS-2', 'the snapshot is not given', [restore('b'), vm('a', STATE)]],
  ['CL-5', 'nothing is kept', [clone('VirtualMachine', 'a'), vm('a')]],
  ['CL-5', 'the VM is not given', [clone('VirtualMachine', 'a'), clone('VirtualMachineSnapshot', 'snap')]],
  ['R-115', 'it is just small enough', [object('ConfigMap', 'c', { data: { text: 'x'.repeat(1_500_000) } })]],
])('%s passes where %s', (...[ruleId, , manifests, facts]: Allowed) => {
  expect(findings(ruleId, manifests, facts)).toEqual([]);
});

test('the first VM with which it is too much is named, and the next are not', () => {
  const manifests = ['a', 'b', 'c', 'd'].map((name) => vm(name));
  expect(findings('R-114', manifests, { capacity: { memory: '3Gi' } }).map(({ index }) => index)).toEqual([1]);
});

test('of many that have one address, each is said to be that of the first', () => {
  const manifests = ['a', 'b', 'c'].map((name) => vm(name, BRIDGED));
  expect(findings('R-3', manifests).map(({ index, other }) => [index, other])).toEqual([[1, 0], [2, 0]]);
});

test('of an object that is given twice, nothing is said but that', () => {
  const twice = [0, 1].map(() => vm('a', { ...BRIDGED, ...claim('data') }));
  const network = [0, 1].map(() => vm('a', { ...on('lan'), [`${CLOUD_INIT}.networkData`]: addresses('10.0.0.5/24') }));
  for (const manifests of [twice, network]) {
    expect(across(manifests, withManifests({ ...FACTS, capacity: { memory: '2Gi' } }, manifests)).map(({ ruleId, index }) => [ruleId, index])).toEqual([['R-111', 1]]);
  }
});

test('manifests of any shape are read', () => {
  const shapes = [{}, { kind: 7 }, { kind: 'VirtualMachine' }, { kind: 'VirtualMachine', metadata: null, spec: 'x' }, { kind: 'Secret', metadata: { name: 'a' }, data: 1 },
    { kind: 'VirtualMachinePool', spec: UNKNOWN }, { kind: 'toString' }, { kind: 'DataSource', metadata: { name: 'a' }, spec: [] }, { kind: 'ResourceQuota', metadata: { name: 'q' }, spec: null },
    { kind: 'VirtualMachineInstancetype', metadata: { name: 'i' }, spec: { cpu: 1 } }, { kind: 'NetworkAttachmentDefinition', metadata: { name: 'n' } },
    { kind: 'VirtualMachineRestore', metadata: { name: 'r' } }, { kind: 'DataVolume', metadata: { name: 'd' }, spec: { storage: UNKNOWN } }] as Manifest[];
  expect(across(shapes, withManifests(FACTS, shapes))).toEqual([]);
});
