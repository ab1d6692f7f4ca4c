import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import {
  BootSource, CloneSource, Disk, ExportSource, Nic, Size, VirtualMachine, VirtualMachineClone, VirtualMachineExport, VirtualMachineRestore,
  VirtualMachineSnapshot, VmNetwork, VmoClusterProfile, VmSnapshotSchedule,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'backup-and-restore');
new LocalBackend(stack, { path: '../../../terraform.backup-and-restore.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

// Snapshots need storage that can do them, and a class that says how.
const cluster = new VmoClusterProfile(stack, 'vmo', {
  clusterName: 'prod-east',
  volumeSnapshotClasses: [{ name: 'ceph-block', driver: 'rook-ceph.rbd.csi.ceph.com', isDefault: true }],
});
const vlan25 = new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 });

const db = new VirtualMachine(stack, 'db', {
  cluster,
  size: Size.of({ cpu: 4, memory: '16Gi' }),
  boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '30Gi', storageClass: 'ceph-block' }),
  disks: [Disk.blank('data', '200Gi', { storageClass: 'ceph-block' })],
  nics: [Nic.pod(), Nic.on(vlan25)],
});

// Every night at two: a week of snapshots, none older than a fortnight. They stay when this stack goes.
new VmSnapshotSchedule(stack, 'nightly', {
  vms: [db], schedule: '0 2 * * *', timeZone: 'Europe/Berlin', keepLast: 7, maxAge: '14d', failureDeadline: '15m', retain: true,
});

// By hand, on the day of an upgrade. This one stays, too.
const beforeUpgrade = db.snapshot('before-upgrade', { retain: true });

// A copy to try the upgrade on, next to the database on the same VLAN, with addresses of its own. It starts at once.
const staging = new VirtualMachineClone(stack, 'staging', {
  source: CloneSource.snapshot(beforeUpgrade),
  targetName: 'db-staging',
  patches: ['{"op": "replace", "path": "/spec/runStrategy", "value": "Always"}'],
});

// What the database was like in one of the nights, for as long as this is set: RESTORE_FROM=db-nightly-29406720 npx cdktf-cli@0.21 deploy
// (kubectl get vmsnapshot lists them.) It is halted, and has addresses of its own.
if (process.env.RESTORE_FROM) {
  const night = VirtualMachineSnapshot.fromSnapshotName(stack, 'night', { vm: db, name: process.env.RESTORE_FROM });
  const old = new VirtualMachineRestore(stack, 'look-back', { snapshot: night, targetName: 'db-look-back' });
  new TerraformOutput(stack, 'look_back_mac', { value: old.nic('vlan25').macAddress });
}

// And a copy to carry away. Its token is in a Secret that KubeVirt makes, never in Terraform's state.
const offSite = new VirtualMachineExport(stack, 'off-site', { source: ExportSource.snapshot(beforeUpgrade), ttl: '12h' });

new TerraformOutput(stack, 'macs', { value: { 'db': db.nic('vlan25').macAddress, 'db-staging': staging.nic('vlan25').macAddress } });
new TerraformOutput(stack, 'download', { value: offSite.downloadCommand() });

app.synth();
