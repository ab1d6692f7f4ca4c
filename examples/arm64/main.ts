import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Architecture, BootSource, CloudInit, Nic, Size, TaintEffect, VirtualMachine, VmoClusterProfile } from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'arm64');
new LocalBackend(stack, { path: '../../../terraform.arm64.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'edge' });

// A build machine on the ARM nodes of a cluster that has both.
new VirtualMachine(stack, 'builder', {
  cluster,
  // KubeVirt runs it on nodes of this architecture only; no node selector is needed for that.
  architecture: Architecture.ARM64,
  // ARM nodes are few, so they are kept for what needs them.
  tolerations: [{ key: 'kubernetes.io/arch', value: 'arm64', effect: TaintEffect.NO_SCHEDULE }],
  size: Size.of({ cpu: 4, memory: '8Gi' }),
  boot: BootSource.http('https://cloud-images.ubuntu.com/noble/current/noble-server-cloudimg-arm64.img', { size: '40Gi' }),
  nics: [Nic.pod({ ports: [{ port: 22, name: 'ssh' }] })],
  cloudInit: CloudInit.of({
    users: [{
      name: 'builder',
      groups: ['docker'],
      sshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexample ci@example.com'],
    }],
    packages: ['docker.io'],
  }),
});

app.synth();
