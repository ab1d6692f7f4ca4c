import { UNKNOWN } from '../../../src/admission/finding';
import { OWN } from '../../admission/rows/instancetype';

const NAMESPACE = 'vms';
const COMPANIONS = 'companions';

const guest = { domain: { memory: { guest: '1Gi' }, devices: {} } };

/**
 * What the rows speak of, and nobody but us brings along: their namespaces, the instancetypes and preferences they name, the claim that
 * one is inferred from, the VM that a snapshot is of, and the instance that is to be moved.
 */
export const NEEDED: object[] = [
  ...[NAMESPACE, COMPANIONS, 'golden'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'web-0', namespace: COMPANIONS }, spec: { runStrategy: 'Halted', template: { spec: guest } } },
  { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', metadata: { name: 'moving', namespace: COMPANIONS }, spec: guest },
  ...sized('Instancetype', { ...known(OWN.own!.instancetypes), mine: { cpu: { guest: 2 }, memory: { guest: '4Gi' } }, theirs: { cpu: { guest: 4 }, memory: { guest: '4Gi' } } }),
  ...sized('Preference', {
    ...known(OWN.own!.preferences),
    mine: { devices: { preferredDiskBus: 'virtio' }, features: { preferredSmm: {} }, clock: { preferredTimer: { hyperv: {} } } },
  }),
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'golden', namespace: NAMESPACE, labels: { 'instancetype.kubevirt.io/default-preference': 'mine' } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
];

/** The snapshot that restores are from. Of one that is not there yet, KubeVirt takes any patches. */
export const SNAPSHOT = {
  apiVersion: 'snapshot.kubevirt.io/v1beta1',
  kind: 'VirtualMachineSnapshot',
  metadata: { name: 'snap', namespace: COMPANIONS },
  spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'web-0' } },
};

/** Those of which everything is known. */
function known(own: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return Object.fromEntries([...own].filter(([, spec]) => spec !== undefined && isKnown(spec)));
}

function isKnown(value: unknown): boolean {
  return value !== UNKNOWN && (value === null || typeof value !== 'object' || Object.values(value).every(isKnown));
}

function sized(kind: string, specs: Record<string, unknown>): object[] {
  return Object.entries(specs).map(([key, spec]) => {
    const [name, namespace] = key.split('/').reverse();
    return {
      apiVersion: 'instancetype.kubevirt.io/v1beta1',
      kind: namespace ? `VirtualMachine${kind}` : `VirtualMachineCluster${kind}`,
      metadata: { name, namespace },
      spec,
    };
  });
}
