import { AcrossRule } from './across-rule';
import { ManifestSet } from './manifest-set';
import { show } from '../finding';
import { keyOf, Manifest } from '../given';
import { Part } from '../part';
import { persistentState } from '../rules/storage';
import { claimOf, mountedTwice, writing } from '../sharing';
import { VmView } from '../vm-view';

/** The most that the API server sends to etcd in one request, unless either is told otherwise. */
const REQUEST_BYTES = 1_572_864;

/** Rules on objects that meet: by their names, by a claim, by what one says of another. */
export const OBJECT_RULES: readonly AcrossRule[] = [
  {
    id: 'R-111',
    severity: 'error',
    phase: 'runtime',
    title: 'An object is given once; of two with one name, the second takes the place of the first',
    * check(set) {
      for (const [index, other] of set.repeated) {
        yield { index, other, path: 'metadata.name', message: `got ${show(set.manifests[index].metadata.name)} a second time, ${set.nameOf(other)} is there already`, remedy: 'give one of them another name, or take it out' };
      }
    },
  },
  {
    id: 'R-112',
    severity: 'error',
    phase: 'runtime',
    title: 'A data volume template makes a disk of its own; of a disk that is there already, KubeVirt takes that in silence, whatever it holds',
    * check(set) {
      const taken = new Map<string, number>();
      for (const { index, namespace, view } of set.guests) {
        if (set.manifests[index].kind !== 'VirtualMachine') continue; // a pool numbers its disks
        for (const metadata of view.dataVolumeTemplates.map((template) => template.at('metadata'))) {
          const name = metadata.text('name');
          if (name === undefined) continue;
          const key = `${namespace}/${name}`;
          const template = taken.get(key);
          const other = template ?? set.find('DataVolume', key) ?? set.find('PersistentVolumeClaim', key);
          if (template === undefined) taken.set(key, index);
          if (other === undefined) continue;
          yield {
            index,
            other,
            severity: template === undefined ? 'warning' : 'error', // a disk that was filled before may be meant
            path: `${metadata.path}.name`,
            message: template === undefined ? `got ${show(name)}, which ${set.nameOf(other)} is already: the VM takes that, and the template does nothing`
              : `got ${show(name)}, which is a disk of ${set.nameOf(other)} already`,
            remedy: template === undefined ? 'take the template out, or give one of them another name' : 'give each disk a name of its own',
          };
        }
      }
    },
  },
  {
    id: 'PVC-1',
    severity: 'warning',
    phase: 'runtime',
    title: 'One existing claim on two VMs',
    * check(set) {
      for (const { claim, path, index, other, bothShare } of onTwo(set)) {
        if (bothShare) continue;
        yield {
          index,
          other,
          path,
          message: `the claim ${show(claim)} is a disk of ${set.nameOf(other)} too; two guests that write to one file system destroy it`,
          remedy: 'use another claim, or a file system made for sharing, and make the disk `shareable` in both VMs',
        };
      }
    },
  },
  {
    id: 'PVC-2',
    severity: 'warning',
    phase: 'runtime',
    title: 'A claim that two VMs share can be mounted on many nodes',
    needs: ['claims'],
    * check(set, { claims }) {
      for (const { claim, path, index, other, bothShare, namespace } of onTwo(set)) {
        const problem = bothShare && mountedTwice(claim, claims!.get(`${namespace}/${claim}`)?.accessModes, set.nameOf(other));
        if (problem) yield { index, other, path, ...problem };
      }
    },
  },
  {
    id: 'RS-2',
    severity: 'error',
    phase: 'admission',
    title: 'A snapshot of a VM whose TPM or EFI keeps its state is restored to that VM only',
    mirrors: 'VMRestoreAdmitter.Admit',
    * check(set) {
      for (const [index, manifest] of set.manifests.entries()) {
        if (manifest.kind !== 'VirtualMachineRestore') continue;
        const spec = new Part(manifest.spec, 'spec');
        const target = spec.at('target').text('name');
        const source = snapshotted(set, manifest, spec.text('virtualMachineSnapshotName'));
        const machine = find(set, manifest, 'VirtualMachine', source);
        if (target === undefined || target === source || machine === undefined) continue;
        if (persistentState(VmView.ofVirtualMachine(set.manifests[machine])).length === 0) continue;
        yield {
          index,
          other: machine,
          path: 'spec.target.name',
          message: `got ${show(target)}, the snapshot is of ${set.nameOf(machine)}, whose TPM or EFI keeps its state`,
          remedy: `use ${show(source)}, or clone the disks`,
        };
      }
    },
  },
  {
    id: 'CL-5',
    severity: 'error',
    phase: 'runtime',
    title: 'A VM whose TPM or EFI keeps its state is not cloned; the server takes the clone, and it fails',
    * check(set) {
      for (const [index, manifest] of set.manifests.entries()) {
        if (manifest.kind !== 'VirtualMachineClone') continue;
        const source = new Part(manifest.spec, 'spec').at('source');
        const machine = find(set, manifest, 'VirtualMachine', vmOf(set, manifest, source));
        if (machine === undefined || persistentState(VmView.ofVirtualMachine(set.manifests[machine])).length === 0) continue;
        yield {
          index,
          other: machine,
          path: 'spec.source.name',
          message: `got ${show(source.text('name'))}, and the TPM or EFI of ${set.nameOf(machine)} keeps its state`,
          remedy: 'make a VM of its own, and clone the disks',
        };
      }
    },
  },
  {
    id: 'R-115',
    severity: 'error',
    phase: 'schema',
    title: 'An object has at most 1.5 MiB, which is as much as etcd takes',
    * check({ manifests }) {
      for (const [index, manifest] of manifests.entries()) {
        if (characters(manifest) <= REQUEST_BYTES / 8) continue;
        const bytes = Buffer.byteLength(JSON.stringify(manifest));
        if (bytes <= REQUEST_BYTES) continue;
        yield { index, path: 'metadata.name', message: `got an object of ${Math.ceil(bytes / 1024)} KiB, expected at most ${REQUEST_BYTES / 1024}`, remedy: 'put what is large into several objects' };
      }
    },
  },
];

/** Claims that a VM writes to, as another one does that is given before it. */
function* onTwo(set: ManifestSet): Iterable<{ claim: string; path: string; index: number; other: number; bothShare: boolean; namespace: string }> {
  const writers = new Map<string, { index: number; shares: boolean }>();
  for (const { index, namespace, view } of set.guests) {
    for (const volume of view.volumes) {
      const claim = claimOf(volume.value);
      const writes = typeof claim === 'string' ? writing(volume.value, view.template.value) : undefined;
      if (!writes) continue;
      const key = `${namespace}/${claim}`;
      const earlier = writers.get(key);
      if (!earlier || !writes.shares) writers.set(key, { index, ...writes });
      if (!earlier || earlier.index === index) continue;
      yield { claim: claim as string, path: volume.path, index, other: earlier.index, bothShare: earlier.shares && writes.shares, namespace };
    }
  }
}

/** About how much text is in an object: JSON has at most some times as many bytes, and takes longer to make. */
function characters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value === null || typeof value !== 'object') return 4;
  let sum = 0;
  for (const field in value) sum += field.length + characters((value as any)[field]);
  return sum;
}

/** Name of the VM that a snapshot is of, where that is given. */
function snapshotted(set: ManifestSet, beside: Manifest, snapshot: string | undefined): string | undefined {
  const index = find(set, beside, 'VirtualMachineSnapshot', snapshot);
  return index === undefined ? undefined : new Part(set.manifests[index].spec, '').at('source').text('name');
}

/** Name of the VM that is cloned, by itself or by a snapshot. */
function vmOf(set: ManifestSet, beside: Manifest, source: Part): string | undefined {
  return source.text('kind') === 'VirtualMachineSnapshot' ? snapshotted(set, beside, source.text('name')) : source.text('name');
}

/** Another manifest in the namespace of this one. */
function find(set: ManifestSet, beside: Manifest, kind: string, name: string | undefined): number | undefined {
  return name === undefined ? undefined : set.find(kind, keyOf({ metadata: { namespace: beside.metadata?.namespace, name } }));
}
