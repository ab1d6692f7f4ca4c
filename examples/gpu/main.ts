import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  BootSource, CloudInit, Disk, EvictionStrategy, Gpu, Guest, Nic, Size, TaintEffect, VirtualMachine, VmoClusterProfile,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'gpu');
new LocalBackend(stack, { path: '../../../terraform.gpu.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

// As the device plugin calls it: kubectl get nodes -o jsonpath='{.items[*].status.allocatable}'
const A10 = 'nvidia.com/GA102GL_A10';

const cluster = new VmoClusterProfile(stack, 'vmo', {
  clusterName: 'prod-east',
  kubevirt: {
    permittedHostDevices: {
      // Vendor and product as `lspci -nn` shows them. The NVIDIA GPU operator hands the cards out; without it, leave
      // `externalResourceProvider` out, and KubeVirt does so.
      pciHostDevices: [{ pciVendorSelector: '10DE:2236', resourceName: A10, externalResourceProvider: true }],
    },
  },
});

// A machine for computing, with a whole card passed through.
new VirtualMachine(stack, 'train-0', {
  cluster,
  // EFI, which can map the 24 GiB of the card. Without secure boot, so that the driver need not be signed.
  guest: Guest.linux(),
  size: Size.of({ cpu: 16, memory: '64Gi' }),
  gpus: [Gpu.device('gpu', A10)],
  // The GPU operator prepares nodes of this label for VMs rather than for containers.
  nodeSelector: { 'nvidia.com/gpu.workload.config': 'vm-passthrough' },
  // These nodes are kept free of what needs no GPU.
  tolerations: [{ key: 'nvidia.com/gpu', effect: TaintEffect.NO_SCHEDULE }],
  // A passed-through card cannot move to another node: a drain shuts the VM down, and it starts again where a card is free.
  evictionStrategy: EvictionStrategy.NONE,
  // So the work has to survive a shutdown: what it has reached is on the disk.
  terminationGracePeriodSeconds: 300,
  boot: BootSource.http('https://cloud-images.ubuntu.com/noble/current/noble-server-cloudimg-amd64.img', { size: '80Gi' }),
  disks: [Disk.blank('checkpoints', '500Gi')],
  nics: [Nic.pod({ ports: [{ port: 22, name: 'ssh' }] })],
  cloudInit: CloudInit.of({
    users: [{
      name: 'train',
      sudo: 'ALL=(ALL) NOPASSWD:ALL',
      sshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexample train@example.com'],
    }],
    mounts: [{ disk: 'checkpoints', at: '/var/lib/checkpoints' }],
    packages: ['nvidia-headless-570-server', 'nvidia-utils-570-server'],
    // The driver was built for the kernel that runs, so no reboot is needed. Fails in the log of cloud-init if the card is not there.
    commands: ['modprobe nvidia', 'nvidia-smi'],
  }),
});

app.synth();
