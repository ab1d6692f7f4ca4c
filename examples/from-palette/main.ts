import { readFileSync } from 'fs';
import { join } from 'path';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { BootSource, CloudInit, Disk, Nic, Preference, Size, VirtualMachine, VmNetwork, VmoClusterProfile } from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'from-palette');
new LocalBackend(stack, { path: '../../../terraform.from-palette.tfstate' }); // beside cdktf.out; use a remote backend in a team
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

// The platform as the pack's values describe it. Props beside them hold in place of what the pack says.
const cluster = VmoClusterProfile.fromPackValues(stack, 'vmo', {
  values: readFileSync(join(__dirname, 'values.yaml'), 'utf8'),
  clusterName: 'prod-east',
});

// What was a form in the dashboard: one of the VLANs that the pack lets through, and a VM on it.
const vlan25 = new VmNetwork(stack, 'vlan25', { cluster, vlan: 25, bridge: 'br0' });

new VirtualMachine(stack, 'web-0', {
  cluster,
  namespace: 'team-a',
  size: Size.of({ cpu: 2, memory: '4Gi' }),
  preference: Preference.cluster('ubuntu'),
  boot: BootSource.registry('docker://quay.io/containerdisks/ubuntu:24.04', { size: '20Gi' }),
  disks: [Disk.blank('data', '50Gi')],
  nics: [Nic.on(vlan25)],
  cloudInit: CloudInit.of({ packages: ['nginx'] }),
});

app.synth();
