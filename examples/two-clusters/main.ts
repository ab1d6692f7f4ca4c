import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { BootSource, Nic, Preference, Size, VmNetwork, VmoClusterProfile, VmTemplate } from 'cdktf-vmo';

const app = new App();

/*
 * The same three VMs on two clusters that share VLAN 25. Names repeat; MAC addresses never do, because the cluster's name
 * is part of every address.
 */
for (const clusterName of ['prod-east', 'prod-west']) {
  const stack = new TerraformStack(app, clusterName);
  new LocalBackend(stack, { path: `../../../terraform.${clusterName}.tfstate` });
  new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config', configContext: clusterName } });

  const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName });
  const vlan25 = new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 });
  const node = new VmTemplate(stack, 'node', {
    displayName: 'Cluster node',
    vm: {
      size: Size.instancetype('u1.medium'),
      preference: Preference.cluster('fedora'),
      boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
      nics: [Nic.pod(), Nic.on(vlan25)],
    },
  });
  for (const name of ['node-0', 'node-1', 'node-2']) node.instantiate(stack, name, { cluster });
}

app.synth();
