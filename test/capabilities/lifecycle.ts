import { Capability, domain, template } from './capability';
import { EvictionStrategy, MigrationPolicy, RebootPolicy, RunStrategy, StartStrategy } from '../../src';

export const lifecycle: Capability[] = [
  {
    title: 'Run always',
    vm: () => ({ runStrategy: RunStrategy.ALWAYS }),
    spec: { runStrategy: 'Always' },
  },
  {
    title: 'Start again after a crash only',
    vm: () => ({ runStrategy: RunStrategy.RERUN_ON_FAILURE }),
    spec: { runStrategy: 'RerunOnFailure' },
  },
  {
    title: 'Run once',
    vm: () => ({ runStrategy: RunStrategy.ONCE }),
    spec: { runStrategy: 'Once' },
  },
  {
    title: 'Start and stop by hand',
    vm: () => ({ runStrategy: RunStrategy.MANUAL }),
    spec: { runStrategy: 'Manual' },
  },
  {
    title: 'Do not run',
    vm: () => ({ runStrategy: RunStrategy.HALTED }),
    spec: { runStrategy: 'Halted' },
  },
  {
    title: 'Wait for a live migration from elsewhere',
    vm: () => ({ runStrategy: RunStrategy.WAIT_AS_RECEIVER }),
    spec: { runStrategy: 'WaitAsReceiver' },
    gates: ['DecentralizedLiveMigration'],
    notStarted: 'it waits for a sender',
  },
  {
    title: 'Start paused',
    vm: () => ({ startStrategy: StartStrategy.PAUSED }),
    spec: template({ startStrategy: 'Paused' }),
  },
  {
    title: 'A reboot of the guest brings changes of the VM',
    vm: () => ({ rebootPolicy: RebootPolicy.TERMINATE }),
    spec: domain({ rebootPolicy: 'Terminate' }),
    gates: ['RebootPolicy'],
  },
  {
    title: 'Move on a node drain',
    vm: () => ({ evictionStrategy: EvictionStrategy.LIVE_MIGRATE }),
    spec: template({ evictionStrategy: 'LiveMigrate' }),
  },
  {
    title: 'Another controller decides on a node drain',
    vm: () => ({ evictionStrategy: EvictionStrategy.EXTERNAL }),
    spec: template({ evictionStrategy: 'External' }),
  },
  {
    title: 'Shut down on a node drain',
    vm: () => ({ evictionStrategy: EvictionStrategy.NONE }),
    spec: template({ evictionStrategy: 'None' }),
  },
  {
    title: 'Move on a node drain where possible',
    vm: () => ({ evictionStrategy: EvictionStrategy.LIVE_MIGRATE_IF_POSSIBLE }),
    spec: template({ evictionStrategy: 'LiveMigrateIfPossible' }),
  },
  {
    title: 'Move by a policy of its own',
    vm: ({ stack, cluster }) => ({ migrationPolicy: new MigrationPolicy(stack, 'gentle', { cluster, bandwidthPerMigration: '64Mi' }) }),
    spec: { template: { metadata: { labels: { 'cdktf-vmo/migration-policy': 'gentle' } } } },
  },
  {
    title: 'Time for a clean shutdown',
    vm: () => ({ terminationGracePeriodSeconds: 300 }),
    spec: template({ terminationGracePeriodSeconds: 300 }),
  },
];
