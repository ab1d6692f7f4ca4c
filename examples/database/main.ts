import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  AccessMode, BootSource, CloudInit, Disk, DiskCache, DiskIo, EvictionStrategy, Nic, Probe, Size, VirtualMachine, VmoClusterProfile, VolumeMode,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'database');
new LocalBackend(stack, { path: '../../../terraform.database.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

// The profile turns on the feature gate for dedicated CPUs by itself (CPUManager).
const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });

/*
 * Replicated block storage, although a local disk would be faster: there is one database, and this way a drain moves it while it
 * runs. Where the database has replicas of its own, take a local class, and EvictionStrategy.LIVE_MIGRATE_IF_POSSIBLE.
 */
const storage = { storageClass: 'ceph-block', accessModes: [AccessMode.READ_WRITE_MANY], volumeMode: VolumeMode.BLOCK };

new VirtualMachine(stack, 'postgres', {
  cluster,
  /*
   * Nine CPUs of one node to itself: eight for the guest, one for what QEMU does beside. The nodes' kubelets need
   * `cpuManagerPolicy: static`, best with `topologyManagerPolicy: single-numa-node`, and the kernel `hugepagesz=1G hugepages=…`.
   */
  size: Size.of({
    cpu: 8,
    cores: 8,
    memory: '32Gi',
    hugepages: '1Gi',
    dedicatedCpuPlacement: true,
    isolateEmulatorThread: true,
    guestMappingPassthrough: true,
  }),
  // The nodes that are set up so, and that nothing else runs on.
  nodeSelector: { workload: 'database' },
  tolerations: [{ key: 'dedicated', value: 'database' }],
  // A drain waits until the VM has moved, so it needs a second such node.
  evictionStrategy: EvictionStrategy.LIVE_MIGRATE,

  boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi', ...storage }),
  disks: [
    // Goes when the VM is removed. For data that stays, make a claim and take Disk.existingPvc('data', 'postgres-data', { … }).
    Disk.blank('data', '500Gi', {
      ...storage,
      // PostgreSQL caches by itself; what it has synced is then on the storage, and not in the memory of a node.
      cache: DiskCache.NONE,
      io: DiskIo.NATIVE,
      // So that reading and writing waits for no other disk.
      dedicatedIoThread: true,
    }),
  ],
  nics: [Nic.pod({ ports: [{ port: 22, name: 'ssh' }, { port: 5432, name: 'postgres' }] })],
  cloudInit: CloudInit.of({
    users: [{
      name: 'ops',
      sudo: 'ALL=(ALL) NOPASSWD:ALL',
      sshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexample ops@example.com'],
    }],
    // Without `nofail`: a boot without the data stops, rather than start an empty database on the boot disk.
    mounts: [{ disk: 'data', at: '/var/lib/pgsql', options: ['noatime'] }],
    packages: ['postgresql-server'],
    // No role has a password yet, and pg_hba.conf lets nobody in from outside: both are for whoever runs the database.
    commands: [
      'postgresql-setup --initdb',
      'echo "listen_addresses = \'*\'" >> /var/lib/pgsql/data/postgresql.conf',
      'systemctl enable --now postgresql',
    ],
  }),
  readinessProbe: Probe.tcp(5432, { initialDelaySeconds: 60, periodSeconds: 10 }),
  // Writing the last checkpoint takes longer than the 30 seconds that KubeVirt gives a VM to shut down.
  terminationGracePeriodSeconds: 600,
});

app.synth();
