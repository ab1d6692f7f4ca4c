import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  Affinity, BootSource, CloudInit, MigrationPolicy, Nic, PoolScaleInStrategy, PoolSortPolicy, PoolUpdateStrategy, Probe, Size, Spread,
  VirtualMachine, VirtualMachinePool, VmoClusterProfile,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'vm-pool');
new LocalBackend(stack, { path: '../../../terraform.vm-pool.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });

// Web servers that nobody will miss by name: as many as their CPUs need.
const web = new VirtualMachinePool(stack, 'web', {
  cluster,
  autoscaling: { min: 2, max: 10, cpuUtilization: 70, behavior: { scaleDown: { stabilizationWindowSeconds: 600 } } },
  // A new image or other packages: each VM is restarted, a quarter of them at a time, the oldest first.
  updateStrategy: PoolUpdateStrategy.proactive({ sortPolicy: PoolSortPolicy.OLDEST }),
  maxUnavailable: '25%',
  // So that what is left is web-0, web-1…
  scaleInStrategy: PoolScaleInStrategy.proactive({ sortPolicy: PoolSortPolicy.DESCENDING_ORDER }),
  autohealing: { startUpFailureThreshold: 3 },
  vm: {
    size: Size.of({ cpu: 2, memory: '2Gi' }),
    boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
    nics: [Nic.pod({ ports: [{ port: 80, name: 'http' }] })],
    cloudInit: CloudInit.of({ packages: ['nginx'], commands: ['systemctl enable --now nginx'] }),
    readinessProbe: Probe.tcp(80, { initialDelaySeconds: 30 }),
    spreadAcross: [Spread.hosts()],
  },
});

// One name for all that are ready: http://web within the namespace.
web.expose({ ports: [{ port: 80, name: 'http' }] });

// What they work on has a name and stays: one VM, away from them, that is moved slowly.
new VirtualMachine(stack, 'database', {
  cluster,
  size: Size.of({ cpu: 4, memory: '16Gi' }),
  boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  affinity: [Affinity.apartFromPods({ labels: web.selector }, { weight: 100 })],
  migrationPolicy: new MigrationPolicy(stack, 'gentle', { cluster, bandwidthPerMigration: '128Mi' }),
});

app.synth();
