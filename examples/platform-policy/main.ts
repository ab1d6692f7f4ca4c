import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Admission, BootSource, CloudInit, Nic, Size, VirtualMachine, VmNetwork, VmoClusterProfile } from 'cdktf-vmo';
import { policy } from './policy';

const app = new App();
const stack = new TerraformStack(app, 'platform-policy');
new LocalBackend(stack, { path: '../../../terraform.platform-policy.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

// Before everything that it is about. The pipeline says what day it is, so that one commit gives one plan.
const admission = Admission.of(app);
admission.use(policy);
admission.on(process.env.TODAY ?? '2026-11-21');

const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', vmEnabledNamespaces: ['team-a', 'team-b'] });
const payments = new VmNetwork(stack, 'payments', { cluster, vlan: 100 });
const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');

new VirtualMachine(stack, 'ledger-0', {
  cluster,
  namespace: 'team-a',
  size: Size.instancetype('u1.medium'),
  boot,
  nics: [Nic.pod(), Nic.on(payments)],
  cloudInit: CloudInit.of({ users: [{ name: 'ops', sshAuthorizedKeys: ['ssh-ed25519 AAAA… ops@example.com'] }] }),
  labels: { owner: 'team-a' },
});

// 96 GiB: accepted for a while. `npx vmo show` lists it.
new VirtualMachine(stack, 'warehouse-0', {
  cluster,
  namespace: 'team-b',
  size: Size.of({ cpu: 16, memory: '96Gi' }),
  boot,
  nics: [Nic.pod()],
  labels: { owner: 'team-b' },
});

app.synth();

for (const { outcome, object, construct, rule, path, reason, expires } of admission.report()) {
  console.error(`${outcome}: ${object ?? `in "${construct}"`}, ${rule}: ${reason ?? path}${expires ? `, until ${expires}` : ''}`);
}
