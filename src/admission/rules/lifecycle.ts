import { VmRule } from '../rule';
import { needsGate, strictlyOneOf } from './checks';
import { migrationObstacles } from './migratability';

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
      for (const { path, what, remedy } of migrationObstacles(vm, facts)) {
        yield { path, message: `got evictionStrategy "LiveMigrate" with ${what}, a node drain would hang`, remedy: `${remedy}, or use evictionStrategy "LiveMigrateIfPossible"` };
      }
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
