import { UNKNOWN } from '../../../src/admission/finding';
import { OWN } from '../../admission/rows/instancetype';

const NAMESPACE = 'vms';

/** What the rows speak of, and nobody but us brings along: their namespace, the instancetypes and preferences they name, and the claim that one is inferred from. */
export const NEEDED: object[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
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
