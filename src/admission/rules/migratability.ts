import { KubevirtVersion } from '../../kubevirt/version';
import { UNKNOWN, show } from '../finding';
import { Part } from '../part';
import { ClusterFacts } from '../rule';
import { claimOf } from '../sharing';
import { VmView } from '../vm-view';
import { either } from './checks';
import { claims } from './data-volume-templates';
import { podBridges } from './networks';
import { classOf, persistentState } from './storage';

/** What keeps a VM from moving to another node. */
export interface MigrationObstacle {
  readonly path: string;
  /** What stands there, to go on after "with": `a host disk`. */
  readonly what: string;
  readonly remedy: string;
}

/**
 * What keeps a VM from moving to another node while it runs, as far as that is known. virt-handler decides it once the VM runs
 * (`calculateLiveMigrationCondition`); what depends on the node, such as its CPU model, is not in the manifest. That the VM fits one node only is
 * no reason to virt-handler: it tries, and the scheduler finds no place.
 */
export function* migrationObstacles(vm: VmView, facts: ClusterFacts): Iterable<MigrationObstacle> {
  yield* ofDisks(vm, facts);
  for (const bridge of podBridges(vm)) yield { path: bridge.path, what: 'a bridge on the pod network', remedy: 'use masquerade' };
  yield* ofDevices(vm, facts);
  const { domain, template } = vm;
  if (domain.certain(['launchSecurity']).length > 0) yield { path: domain.at('launchSecurity').path, what: 'confidential computing', remedy: 'take it out' };
  const passthrough = domain.at('features').at('hypervPassthrough');
  if (passthrough.get('enabled') === true) yield { path: passthrough.path, what: 'the Hyper-V features of the node', remedy: 'name the features' };
  const host = template.at('nodeSelector').at('kubernetes.io/hostname');
  if (typeof host.value === 'string') yield { path: host.path, what: `the one node ${show(host.value)} to run on`, remedy: 'select nodes by a label that several have' };
}

function* ofDisks(vm: VmView, facts: ClusterFacts): Iterable<MigrationObstacle> {
  for (const claim of claims(vm)) {
    const modes: unknown = claim.get('accessModes') ?? preferredModes(claim.get('storageClassName'), facts);
    if (staysOnNode(modes)) yield { path: `${claim.path}.accessModes`, what: `a disk of access mode ${show(modes)}`, remedy: 'use "ReadWriteMany"' };
  }
  for (const volume of facts.claims && vm.volumes || []) {
    const modes = facts.claims!.get(`${vm.metadata.text('namespace') ?? ''}/${claimOf(volume.value)}`)?.accessModes;
    if (staysOnNode(modes)) yield { path: volume.path, what: `a claim of access mode ${show(modes)}`, remedy: 'use "ReadWriteMany"' };
  }
  for (const state of facts.storageClasses ? persistentState(vm) : []) {
    const modes = classOf(facts.vmStateStorageClass, facts)?.[1].accessModes;
    if (modes && !modes.includes('ReadWriteMany')) yield { path: state.path, what: `a state on a storage class that can do ${either(modes)}`, remedy: 'use a vmStateStorageClass that can do "ReadWriteMany"' };
  }
  for (const disk of vm.volumes.filter((volume) => volume.certain(['hostDisk']).length > 0).map((volume) => volume.at('hostDisk'))) {
    // Shared: the same file is on every node, says who wrote it.
    if (![true, UNKNOWN].includes(disk.get('shared'))) yield { path: disk.path, what: 'a host disk', remedy: 'use a data volume' };
  }
  if (facts.kubevirtVersion !== KubevirtVersion.V1_8_4) return;
  for (const lun of vm.disks.map((disk) => disk.at('lun'))) {
    if (lun.get('reservation') === true) yield { path: lun.at('reservation').path, what: 'a SCSI reservation', remedy: 'take it out; KubeVirt 1.9 can move it' };
  }
}

function* ofDevices({ devices }: VmView, { kubevirtVersion, featureGates, pciDevices = {} }: ClusterFacts): Iterable<MigrationObstacle> {
  if (devices.list('hostDevices').length > 0) yield { path: `${devices.path}.hostDevices`, what: 'host devices', remedy: 'take them out' };
  const gpus = devices.list('gpus');
  if (gpus.length === 0) return;
  const mayMove = gpus.length === 1 && kubevirtVersion !== KubevirtVersion.V1_8_4 && featureGates.has('VGPULiveMigration') && !isPci(gpus[0], pciDevices);
  if (!mayMove) yield { path: `${devices.path}.gpus`, what: 'GPUs', remedy: 'take them out' };
}

/** A slice of a GPU can move, one that is passed through whole cannot. */
function isPci(gpu: Part, pciDevices: Readonly<Record<string, string>>): boolean {
  return Object.hasOwn(pciDevices, gpu.text('deviceName') ?? '');
}

/** What CDI gives a disk that does not say: the best that its storage class can do. */
function preferredModes(storageClass: unknown, facts: ClusterFacts): readonly string[] | undefined {
  return facts.storageClasses && classOf(storageClass, facts)?.[1].accessModes?.slice(0, 1);
}

function staysOnNode(modes: unknown): boolean {
  return Array.isArray(modes) && modes.length > 0 && !modes.some((mode) => mode === 'ReadWriteMany' || typeof mode === 'symbol');
}
