import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import {
  BootSource, CloudInit, Disk, Nic, Preference, Size, VirtualMachine, VmNetwork, VmoClusterProfile, VmTemplate,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'quickstart');
new LocalBackend(stack, { path: '../../../terraform.quickstart.tfstate' }); // beside cdktf.out; use a remote backend in a team
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

// The platform: KubeVirt, snapshots, namespaces.
const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });

// One VLAN on the nodes' bridge.
const vlan25 = new VmNetwork(stack, 'vlan25', { cluster, vlan: 25, bridge: 'br0' });

const admin = CloudInit.of({
  users: [{
    name: 'ops',
    sudo: 'ALL=(ALL) NOPASSWD:ALL',
    sshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexample ops@example.com'],
  }],
});

// A router with a fixed address on the VLAN.
new VirtualMachine(stack, 'gateway', {
  cluster,
  size: Size.of({ cpu: 1, memory: '1Gi' }),
  boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  nics: [
    Nic.pod(),
    Nic.on(vlan25, { addresses: ['10.25.0.1/24'], nameservers: ['10.25.0.53'] }),
  ],
  cloudInit: admin,
});

// A database: sized by instancetype, with a disk of its own for the data.
const db = new VirtualMachine(stack, 'db-0', {
  cluster,
  size: Size.instancetype('u1.large'),
  preference: Preference.cluster('fedora'),
  boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi' }),
  disks: [Disk.blank('data', '100Gi')],
  nics: [Nic.on(vlan25)],
  cloudInit: admin,
});

// Web servers are all alike: a template, and one VM of it.
const webServer = new VmTemplate(stack, 'web-server', {
  displayName: 'Web server (Fedora 42)',
  vm: {
    size: Size.instancetype('u1.medium'),
    preference: Preference.cluster('fedora'),
    boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi' }),
    cloudInit: CloudInit.of({
      packages: ['nginx'],
      commands: ['systemctl enable --now nginx'],
      files: [{ path: '/etc/motd', content: 'Managed as code. Home is ${HOME}, load is 100%.\n' }],
    }),
  },
});
const web = webServer.instantiate(stack, 'web-0', { cluster, nics: [Nic.pod(), Nic.on(vlan25)], dependsOn: [db] });

// Known before anything is created: feed it to DHCP, firewalls, inventories.
new TerraformOutput(stack, 'web_0_mac', { value: web.nic('vlan25').macAddress });

app.synth();
