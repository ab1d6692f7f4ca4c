// A blueprint in plain JavaScript, as somebody has it who installed the package from a registry.
const { HelmProvider } = require('@cdktf/provider-helm/lib/provider');
const { App, TerraformStack } = require('cdktf');
const { BootSource, CloudInit, Nic, Preference, Size, VirtualMachine, VmNetwork, VmTemplate, VmoClusterProfile } = require('cdktf-vmo');

const app = new App();
const stack = new TerraformStack(app, 'test');
new HelmProvider(stack, 'helm', {});
const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
const vlan25 = new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 });
const db = new VirtualMachine(stack, 'db-0', {
  cluster,
  size: Size.instancetype('u1.large'),
  preference: Preference.cluster('fedora'),
  boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi' }),
  nics: [Nic.pod(), Nic.on(vlan25, { addresses: ['10.25.0.10/24'] })],
});
const web = new VmTemplate(stack, 'web', {
  displayName: 'Web server',
  vm: {
    size: Size.of({ cpu: 2, memory: '4Gi' }),
    boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
    cloudInit: CloudInit.of({ files: [{ path: '/etc/motd', content: 'Home is ${HOME}.\n' }] }),
  },
});
web.instantiate(stack, 'web-0', { cluster, dependsOn: [db] });
app.synth();
