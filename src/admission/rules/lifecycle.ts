import { show } from '../finding';
import { ClusterFacts, VmRule } from '../rule';
import { either, needsGate, strictlyOneOf } from './checks';
import { claims } from './data-volume-templates';
import { podBridges } from './networks';
import { classOf, persistentState } from './storage';
import { claimOf } from '../sharing';

/** Rules on start, reboot and eviction. */
export const LIFECYCLE_RULES: VmRule[] = [
  {
    id: 'LC-1',
    severity: 'error',
    phase: 'admission',
    title: 'The eviction strategy is one that KubeVirt knows',
    mirrors: 'validateLiveMigration',
    check: ({ template }) => strictlyOneOf(template, 'evictionStrategy', ['LiveMigrate', 'LiveMigrateIfPossible', 'None', 'External']),
  },
  {
    id: 'LC-2',
    severity: 'error',
    phase: 'admission',
    title: 'A start strategy is Paused, and a VM that starts paused has no liveness probe',
    mirrors: 'validateStartStrategy',
    * check({ template }) {
      yield* strictlyOneOf(template, 'startStrategy', ['Paused']);
      if (template.text('startStrategy') === 'Paused' && template.certain(['livenessProbe']).length > 0) {
        yield { path: `${template.path}.startStrategy`, message: 'got "Paused" together with livenessProbe', remedy: 'take out startStrategy or livenessProbe' };
      }
    },
  },
  {
    id: 'LC-5',
    severity: 'error',
    phase: 'admission',
    title: 'A reboot policy needs a feature gate',
    gates: ['RebootPolicy'],
    mirrors: 'validateRebootPolicy',
    * check({ domain }, { featureGates }) {
      if (domain.certain(['rebootPolicy']).length > 0) yield* needsGate(domain.at('rebootPolicy'), 'RebootPolicy', featureGates);
    },
  },
  {
    id: 'R-9',
    severity: 'warning',
    phase: 'runtime',
    title: 'A VM that is to migrate when its node is drained can do so; otherwise the drain hangs',
    gates: ['VGPULiveMigration'],
    * check(vm, facts) {
      const strategy = vm.template.has('evictionStrategy') ? vm.template.text('evictionStrategy') : facts.evictionStrategy;
      if (strategy !== 'LiveMigrate') return;
      const stuck = (path: string, what: string, remedy: string) =>
        ({ path, message: `got evictionStrategy "LiveMigrate" with ${what}, a node drain would hang`, remedy: `${remedy}, or use evictionStrategy "LiveMigrateIfPossible"` });
      for (const claim of claims(vm)) {
        const modes: unknown = claim.get('accessModes') ?? preferredModes(claim.get('storageClassName'), facts);
        if (staysOnNode(modes)) yield stuck(`${claim.path}.accessModes`, `a disk of access mode ${show(modes)}`, 'use "ReadWriteMany"');
      }
      for (const volume of facts.claims && vm.volumes || []) {
        const modes = facts.claims!.get(`${vm.metadata.text('namespace') ?? ''}/${claimOf(volume.value)}`)?.accessModes;
        if (staysOnNode(modes)) yield stuck(volume.path, `a claim of access mode ${show(modes)}`, 'use "ReadWriteMany"');
      }
      for (const state of facts.storageClasses ? persistentState(vm) : []) {
        const modes = classOf(facts.vmStateStorageClass, facts)?.[1].accessModes;
        if (modes && !modes.includes('ReadWriteMany')) yield stuck(state.path, `a state on a storage class that can do ${either(modes)}`, 'use a vmStateStorageClass that can do "ReadWriteMany"');
      }
      for (const bridge of podBridges(vm)) yield stuck(bridge.path, 'a bridge on the pod network', 'use masquerade');
      for (const volume of vm.volumes.filter((candidate) => candidate.certain(['hostDisk']).length > 0)) yield stuck(`${volume.path}.hostDisk`, 'a host disk', 'use a data volume');
      if (vm.devices.list('hostDevices').length > 0) yield stuck(`${vm.devices.path}.hostDevices`, 'host devices', 'take them out');
      const gpus = vm.devices.list('gpus').length;
      if (gpus > 1 || (gpus === 1 && !facts.featureGates.has('VGPULiveMigration'))) yield stuck(`${vm.devices.path}.gpus`, 'GPUs', 'take them out');
      const security = vm.domain.at('launchSecurity');
      if (vm.domain.certain(['launchSecurity']).length > 0) yield stuck(security.path, 'confidential computing', 'take it out');
      const passthrough = vm.domain.at('features').at('hypervPassthrough');
      if (passthrough.get('enabled') === true) yield stuck(passthrough.path, 'the Hyper-V features of the node', 'name the features');
    },
  },
  {
    id: 'R-28',
    severity: 'error',
    phase: 'runtime',
    title: 'The time for a clean shutdown is not negative',
    * check({ template }) {
      const period = template.at('terminationGracePeriodSeconds');
      const { value } = period;
      if (typeof value !== 'number' || value >= 0) return;
      yield { path: period.path, message: `got ${value}, expected 0 or more seconds`, remedy: 'use 0 to stop at once, or take it out' };
    },
  },
];

/** What CDI gives a disk that does not say: the best that its storage class can do. */
function preferredModes(storageClass: unknown, facts: ClusterFacts): readonly string[] | undefined {
  return facts.storageClasses && classOf(storageClass, facts)?.[1].accessModes?.slice(0, 1);
}

function staysOnNode(modes: unknown): boolean {
  return Array.isArray(modes) && modes.length > 0 && !modes.some((mode) => mode === 'ReadWriteMany' || typeof mode === 'symbol');
}
