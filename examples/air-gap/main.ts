import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { BootSource, DataImportCron, Nic, Size, TrustedCa, VirtualMachine, VmoClusterProfile } from 'cdktf-vmo';

/** Registry and path that everything is pulled from: images, charts, disks. */
const MIRROR = 'registry.example.com/mirror';

/*
 * Made beforehand, in every namespace that pulls: a password in the app would stand in its state. The README has the commands.
 * DISK_LOGIN is the same login in the form that CDI reads.
 */
const LOGIN = 'registry-login';
const DISK_LOGIN = 'registry-login-cdi';

const app = new App();
const stack = new TerraformStack(app, 'air-gap');
new LocalBackend(stack, { path: '../../../terraform.air-gap.tfstate' });
// Charts are pulled by whoever deploys: after `helm registry login registry.example.com`.
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

const cluster = new VmoClusterProfile(stack, 'vmo', {
  clusterName: 'vault-1',
  // quay.io/kubevirt/virt-api is registry.example.com/mirror/kubevirt/virt-api here; where digests are known, by the same digest.
  imageRegistry: MIRROR,
  imagePullSecrets: [LOGIN],
  // Where hauler puts charts; any other place does as well, and `npx vmo images --format crane` says how they come there.
  chartRepository: `oci://${MIRROR}/hauler`,
  // The CA of the registry, for CDI. The nodes have it in the configuration of their container runtime.
  trustedCa: TrustedCa.configMap('registry-ca'),
  dashboard: {},
});

// A golden image of a disk at the mirror. Bring a newer one there, and it is the next morning's.
const fedora = new DataImportCron(stack, 'fedora', {
  cluster,
  source: BootSource.registry(`docker://${MIRROR}/containerdisks/fedora:42`, { size: '10Gi', secretRef: DISK_LOGIN }),
  schedule: '0 4 * * *',
});

new VirtualMachine(stack, 'app-0', {
  cluster,
  size: Size.of({ cpu: 2, memory: '4Gi' }),
  boot: BootSource.fromDataSource(fedora.dataSource, { size: '20Gi' }),
  nics: [Nic.pod({ ports: [{ port: 22, name: 'ssh' }] })],
});

// A disk that the node pulls by itself, and that is as new after every start.
new VirtualMachine(stack, 'jump', {
  cluster,
  size: Size.of({ cpu: 1, memory: '1Gi' }),
  boot: BootSource.containerDisk(`${MIRROR}/containerdisks/alpine:3.21`, { imagePullSecret: LOGIN }),
  nics: [Nic.pod({ ports: [{ port: 22, name: 'ssh' }] })],
});

app.synth();
