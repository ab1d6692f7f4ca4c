import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import {
  AccessCredential, BootSource, CloudInit, Nic, ServiceType, Size, SshKeyPropagation, Subject, TrafficPolicy, VirtualMachine, VmoClusterProfile,
  VmRole, VmRoles, VmService,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'exposed-service');
new LocalBackend(stack, { path: '../../../terraform.exposed-service.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });

const shop = ['shop-0', 'shop-1'].map((name) => new VirtualMachine(stack, name, {
  cluster,
  size: Size.of({ cpu: 2, memory: '4Gi' }),
  boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  // Nothing else gets in from the pod network: not even SSH, which comes through the Kubernetes API.
  nics: [Nic.pod({ ports: [{ port: 80 }] })],
  labels: { app: 'shop' },
  cloudInit: CloudInit.of({
    packages: ['nginx', 'qemu-guest-agent'],
    // SELinux keeps the guest agent from keys, unless it is told otherwise.
    commands: ['setsebool -P virt_qemu_ga_manage_ssh on', 'systemctl enable --now qemu-guest-agent nginx'],
  }),
  // A Secret of this name, which somebody makes: kubectl create secret generic shop-keys --from-file=jane=jane.pub
  accessCredentials: [AccessCredential.sshPublicKey('shop-keys', SshKeyPropagation.qemuGuestAgent(['fedora']))],
}));

// An address of its own for whoever speaks to the VMs directly, and a host name for the web. The apply ends when there is an address.
new VmService(stack, 'shop', {
  vms: shop,
  selector: { app: 'shop' },
  ports: [{ port: 80, name: 'http' }],
  type: ServiceType.LOAD_BALANCER,
  loadBalancer: { sourceRanges: ['198.51.100.0/24'] },
  externalTrafficPolicy: TrafficPolicy.LOCAL,
  ingress: { hosts: ['shop.example.com'], className: 'nginx', tlsSecretName: 'shop-tls', annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } },
});

// The ones on duty turn these two VMs on and off and sit before them; everybody in the team looks at all VMs of the namespace.
for (const vm of shop) {
  vm.grantPower(Subject.group('on-duty'));
  vm.grantConsole(Subject.group('on-duty'));
}
const roles = new VmRoles(stack, 'roles', { cluster });
roles.bind('shop-team', { role: VmRole.VIEWER, namespace: 'default', subjects: [Subject.group('shop-team')] });
roles.bind('shop-team', { role: VmRole.NAMESPACE_LIST, subjects: [Subject.group('shop-team')] });

new TerraformOutput(stack, 'ssh', { value: shop[0].connect.ssh('fedora') });
new TerraformOutput(stack, 'console', { value: shop[0].connect.console });

app.synth();
