import { nanos } from '../../kubevirt/quantity';
import { ClusterFacts, ImageFacts, StorageClassFacts } from '../cluster-facts';
import { closest, show } from '../finding';
import { Part } from '../part';
import { Problem, Rule, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { either } from './checks';
import { claimsOf } from './data-volumes';

/** A rule over what a data volume is made of, wherever that stands, and the namespace that it is made in. */
interface DiskRule extends Omit<Rule<never>, 'about' | 'check'> {
  readonly check: (spec: Part, namespace: string | undefined, facts: ClusterFacts) => Iterable<Problem>;
}

/** Without CDI, the kinds of these objects do not exist, and a VM waits for its disks forever. */
const NEEDS_CDI = {
  id: 'R-118',
  severity: 'error',
  phase: 'runtime',
  title: 'DataVolumes, and what is around them, are for clusters that have CDI',
  needs: ['cdi'],
} as const;

function* withoutCdi({ path }: Part, { cdi }: ClusterFacts): Iterable<Problem> {
  if (cdi) return;
  yield {
    path,
    message: 'got what CDI makes, and the cluster has no CDI',
    remedy: 'boot from a container disk or a claim that exists, or let the cluster have CDI: Cdi.install() or Cdi.existing() in its profile, `cdi: true` of one that exists',
  };
}

const DISK_RULES: DiskRule[] = [
  {
    id: 'R-101',
    severity: 'error',
    phase: 'runtime',
    title: 'The storage class of a disk is one that the cluster has, and where none is named, it has a default one; the VM would wait for others forever',
    needs: ['storageClasses'],
    * check(spec, _namespace, facts) {
      for (const claim of claimsOf(spec)) yield* knownClass(claim.get('storageClassName'), () => claim.at('storageClassName').path, facts);
    },
  },
  {
    id: 'R-102',
    severity: 'error',
    phase: 'runtime',
    title: 'The access modes and the volume mode of a disk are among what its storage class can do; the VM would wait for others forever',
    needs: ['storageClasses'],
    * check(spec, _namespace, facts) {
      for (const claim of claimsOf(spec)) {
        const [name, { accessModes, volumeModes } = {} as StorageClassFacts] = classOf(claim.get('storageClassName'), facts) ?? [];
        const given: unknown = claim.get('accessModes');
        for (const [index, mode] of Array.isArray(given) ? given.entries() : []) {
          if (typeof mode === 'string' && accessModes && !can(accessModes, mode)) yield cannot(`${claim.path}.accessModes[${index}]`, mode, name!, accessModes);
        }
        const mode = claim.text('volumeMode');
        if (mode && mode !== 'FromStorageProfile' && volumeModes && !volumeModes.includes(mode)) yield cannot(`${claim.path}.volumeMode`, mode, name!, volumeModes);
      }
    },
  },
  {
    id: 'R-14',
    severity: 'error',
    phase: 'runtime',
    title: 'A golden image is one that the cluster has, and a disk made from it is at least as large',
    needs: ['dataSources'],
    * check(spec, own, { dataSources }) {
      const source = spec.at('sourceRef');
      const [name, namespace] = [source.text('name'), source.has('namespace') ? source.text('namespace') : own];
      if (!name || !namespace || source.text('kind') !== 'DataSource') return;
      const image = dataSources!.get(`${namespace}/${name}`);
      if (image) return yield* largeEnough(spec, image, `the golden image ${show(name)}`);
      const meant = closest(name, [...dataSources!.keys()].filter((key) => key.startsWith(`${namespace}/`)).map((key) => key.slice(namespace.length + 1)));
      yield {
        path: `${source.path}.name`,
        message: `got ${show(name)}, and the cluster has no DataSource of this name in the namespace ${show(namespace)}`,
        remedy: meant ? `use "${meant}"` : 'use one that it has, or add this one to those that are known of the cluster',
      };
    },
  },
  {
    id: 'R-103',
    severity: 'error',
    phase: 'runtime',
    title: 'A disk that is cloned from a claim is at least as large',
    needs: ['claims'],
    * check(spec, _namespace, { claims: known }) {
      const source = spec.at('source').at('pvc');
      const claim = known!.get(`${source.text('namespace')}/${source.text('name')}`);
      if (claim) yield* largeEnough(spec, claim, `the claim ${show(source.text('name'))}`);
    },
  },
];

/** The same of an object that holds the spec of one data volume. */
function ofObject(path: string): Rule<Part>[] {
  const fields = path.split('.');
  return DISK_RULES.map(({ check, ...rule }) => ({
    ...rule, check: (object, facts) => check(object.reach(fields), object.at('metadata').text('namespace'), facts),
  }));
}

/** What holds for every object of CDI. */
export const CDI_OBJECT_RULES: Rule<Part>[] = [{ ...NEEDS_CDI, check: (object, facts) => withoutCdi(object.at('kind'), facts) }];

/** Rules on `DataVolume` manifests that need to know the storage of the cluster. */
export const DATA_VOLUME_STORAGE_RULES = [...CDI_OBJECT_RULES, ...ofObject('spec')];

/** Rules on `DataImportCron` manifests that need to know the storage of the cluster. */
export const DATA_IMPORT_CRON_STORAGE_RULES = [...CDI_OBJECT_RULES, ...ofObject('spec.template.spec')];

/** Rules that need to know the storage of the cluster. */
export const STORAGE_RULES: VmRule[] = [
  {
    ...NEEDS_CDI,
    * check({ volumes, dataVolumeTemplates }, facts) {
      for (const part of dataVolumeTemplates) yield* withoutCdi(part, facts);
      const made = new Set(dataVolumeTemplates.map((template) => template.at('metadata').get('name')));
      for (const volume of volumes.map((one) => one.at('dataVolume'))) {
        if (volume.get('name') !== undefined && !made.has(volume.get('name'))) yield* withoutCdi(volume, facts);
      }
    },
  },
  ...DISK_RULES.map(({ check, ...rule }): VmRule => ({
    ...rule,
    check: ({ metadata, dataVolumeTemplates }, facts) =>
      dataVolumeTemplates.flatMap((template) => [...check(template.at('spec'), metadata.text('namespace'), facts)]),
  })),
  {
    id: 'R-13',
    severity: 'error',
    phase: 'runtime',
    title: 'Where a TPM or EFI keeps its state, the cluster has a storage class for it; otherwise the VM never starts',
    needs: ['storageClasses'],
    * check(vm, facts) {
      for (const part of persistentState(vm)) {
        const [problem] = knownClass(facts.vmStateStorageClass, () => part.path, facts);
        if (!problem) continue;
        yield {
          path: part.path,
          message: facts.vmStateStorageClass === undefined ? 'got true, and the cluster has neither a vmStateStorageClass nor a default storage class'
            : `got true, and the vmStateStorageClass ${show(facts.vmStateStorageClass)} is none that the cluster has`,
          remedy: 'name one of its storage classes as vmStateStorageClass of KubeVirt',
        };
      }
    },
  },
];

/** Where a VM says that the state of its TPM or EFI is kept. */
export function persistentState({ devices, domain }: VmView): Part[] {
  const tpm = devices.at('tpm');
  const isOn = tpm.get('enabled') === undefined || tpm.get('enabled') === true;
  return [...isOn ? [tpm] : [], domain.at('firmware').at('bootloader').at('efi')].map((part) => part.at('persistent')).filter(({ value }) => value === true);
}

/** A storage class by its name, or the default one; `undefined` where none is known. */
export function classOf(name: unknown, { storageClasses }: ClusterFacts): [name: string, facts: StorageClassFacts] | undefined {
  if (typeof name === 'string') {
    const known = storageClasses?.get(name);
    return known && [name, known];
  }
  return name === undefined || name === null ? [...storageClasses ?? []].find(([, { isDefault }]) => isDefault) : undefined;
}

/** Empty text asks for no class: such a claim gets a volume that somebody made by hand. */
function* knownClass(name: unknown, path: () => string, facts: ClusterFacts): Iterable<Problem> {
  const isGiven = name !== undefined && name !== null;
  if (name === '' || (isGiven && typeof name !== 'string') || classOf(name, facts)) return;
  const names = [...facts.storageClasses!.keys()];
  const meant = isGiven ? closest(name, names) : undefined;
  yield {
    path: path(),
    message: isGiven ? `got ${show(name)}, the cluster has ${names.map(show).join(', ') || 'no storage class'}` : 'got no storage class, and the cluster has no default one',
    remedy: names.length > 0 ? `use "${meant ?? names[0]}"` : 'add a storage class to the cluster',
  };
}

/** A volume that one node may write to can be given to one pod. */
function can(accessModes: readonly string[], mode: string): boolean {
  return accessModes.includes(mode) || (mode === 'ReadWriteOncePod' && accessModes.includes('ReadWriteOnce'));
}

function cannot(path: string, mode: string, storageClass: string, modes: readonly string[]): Problem {
  return { path, message: `got ${show(mode)}, the storage class ${show(storageClass)} can do ${either(modes)}`, remedy: `use "${modes[0]}", or another storage class` };
}

/** Whether a disk can hold what it is cloned from. One that says no size gets that of its source. */
function* largeEnough(spec: Part, source: ImageFacts, what: string): Iterable<Problem> {
  const least = nanos(source.size);
  for (const claim of claimsOf(spec)) {
    const size = claim.at('resources').at('requests').at('storage');
    const amount = nanos(size.value);
    if (least !== undefined && amount !== undefined && amount < least) {
      yield { path: size.path, message: `got ${show(size.value)}, ${what} has ${source.size}`, remedy: `use "${source.size}" or more` };
    }
    const mode = claim.text('volumeMode');
    if (mode && source.volumeMode && mode !== source.volumeMode && mode !== 'FromStorageProfile') {
      yield {
        path: `${claim.path}.volumeMode`,
        severity: 'warning',
        message: `got ${show(mode)}, ${what} is ${source.volumeMode}, so each disk is copied byte by byte rather than cloned by the storage`,
        remedy: `use "${source.volumeMode}"`,
      };
    }
  }
}
