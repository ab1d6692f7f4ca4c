import { KubevirtFacts } from '../../../src/kubevirt/facts';
import { CAPABILITIES, NAMESPACE } from '../../capabilities';
import { synthesized } from '../../capabilities/synthesized';
import { Changes, vmWith } from '../manifests';
import { ROWS } from '../rows';

/** A VM that mutants are made of. */
export interface Seed {
  readonly title: string;
  readonly gates: readonly string[];
  readonly vm: any;
}

/** VMs that a server takes where their gates are on: one for each thing that a VM can be told, and some that people write by hand. */
export function seeds(): Seed[] {
  return [
    // What is inferred needs objects in the cluster; the rest of these is in others, too.
    ...CAPABILITIES.filter(({ since }) => !since)
      .map((capability) => ({ title: capability.title, gates: capability.gates ?? [], vm: synthesized(capability).vm }))
      .filter(({ vm }) => !vm.spec.instancetype?.inferFromVolume && !vm.spec.preference?.inferFromVolume),
    ...BY_HAND.map(([title, spec]) => ({
      title,
      gates: [],
      vm: { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'by-hand', namespace: NAMESPACE }, spec },
    })),
    { title: 'The VM of the tests of the rules', gates: [], vm: vmWith({ 'metadata.namespace': NAMESPACE }) },
  ];
}

const DISK = { devices: { disks: [{ name: 'root', disk: { bus: 'virtio' } }] } };
const VOLUMES = [{ name: 'root', containerDisk: { image: 'quay.io/containerdisks/fedora:42' } }];

/** What the props of a VM never make, as they say more than that. */
const BY_HAND: [title: string, spec: object][] = [
  ['The least', { runStrategy: 'Halted', template: { spec: { domain: { devices: {}, memory: { guest: '1Gi' } } } } }],
  ['Running', { running: true, template: { metadata: { labels: { app: 'web' } }, spec: { domain: { devices: {}, resources: { requests: { memory: '1Gi', cpu: 1 } } } } } }],
  ['Defaults of disks', { runStrategy: 'Always', template: { spec: { volumes: VOLUMES, domain: { devices: { disks: [{ name: 'root' }] }, memory: { guest: '1Gi' } } } } }],
  ['Requests and limits', {
    runStrategy: 'Always',
    template: { spec: { volumes: VOLUMES, domain: { ...DISK, resources: { requests: { memory: '1Gi', cpu: '500m' }, limits: { memory: '2Gi', cpu: '2' } } } } },
  }],
  ['A claim by pvc', {
    runStrategy: 'Always',
    dataVolumeTemplates: [{
      metadata: { name: 'by-hand-root' },
      spec: { source: { blank: {} }, pvc: { accessModes: ['ReadWriteOnce'], volumeMode: 'Block', storageClassName: 'fast', resources: { requests: { storage: '10Gi' } } } },
    }],
    template: { spec: { volumes: [{ name: 'root', dataVolume: { name: 'by-hand-root' } }], domain: { ...DISK, memory: { guest: '1Gi' } } } },
  }],
];

/** What says where a manifest is sent. */
const ADDRESS = ['apiVersion', 'kind', 'metadata', 'metadata.namespace'];

/** What the tests of the rules do to a VM, good and bad. */
export function rows(): Changes[] {
  // What is only known at apply is nothing that a server could be asked about, and another namespace is another address.
  return ROWS.map(({ changes }) => changes)
    .filter((changes) => !hasUnknown(changes) && !JSON.stringify(changes).includes('TfToken[') && !ADDRESS.some((field) => field in changes));
}

/** The VMs of these tests. They lend values. */
export function donors(): object[] {
  return rows().map((changes) => JSON.parse(JSON.stringify(vmWith(changes))));
}

/** Whether we know all that a server would look at: what is in an instancetype or a preference of somebody's own, or in one as it once was, we do not. */
export function isDecidable({ spec }: any, { instancetypes, preferences }: Pick<KubevirtFacts, 'instancetypes' | 'preferences'>): boolean {
  return isKnown(spec?.instancetype, instancetypes, 'virtualmachineclusterinstancetype') && isKnown(spec?.preference, preferences, 'virtualmachineclusterpreference');
}

function isKnown(reference: any, bundled: object, kind: string): boolean {
  if (reference?.inferFromVolume) return false;
  if (typeof reference?.name !== 'string' || reference.name === '') return true;
  const clusterWide = !reference.kind || (typeof reference.kind === 'string' && reference.kind.toLowerCase().replace(/s$/, '') === kind);
  return clusterWide && !reference.revisionName && Object.hasOwn(bundled, reference.name);
}

function hasUnknown(value: unknown): boolean {
  return typeof value === 'symbol' || (typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown));
}
