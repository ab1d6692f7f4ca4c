import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import {
  AccessMode, BootSource, CloudInit, Disk, Guest, Nic, Probe, Size, Sysprep, VirtualMachine, VmNetwork, VmoClusterProfile,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'windows-server');
new LocalBackend(stack, { path: '../../../terraform.windows-server.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

const cluster = new VmoClusterProfile(stack, 'vmo', {
  clusterName: 'prod-east',
  // The TPM and the EFI variables of each VM are kept on a small claim of this class; with ReadWriteMany claims, the VM can migrate.
  kubevirt: { vmStateStorageClass: 'ceph-filesystem' },
});
const servers = new VmNetwork(stack, 'servers', { cluster, vlan: 40 });

// The cluster needs CDI for the disks, and Multus for the VLAN: docs/vmo-cluster-profile.md.
const files = new VirtualMachine(stack, 'files-0', {
  cluster,
  // EFI with secure boot, a TPM, Hyper-V features, and a CD with drivers and guest agent. The image below has the virtio drivers.
  // Windows takes the hardware clock for local time, hence the zone.
  guest: Guest.windows({ virtio: true, timezone: 'Europe/Berlin' }),
  // Can grow to twice the size while it runs.
  size: Size.of({ cpu: 4, maxCpu: 8, memory: '16Gi', maxMemory: '32Gi' }),
  // A clone of a golden image: Windows Server 2022, the virtio drivers, the guest agent and Cloudbase-Init, then `sysprep /generalize`.
  // How to make one: docs/virtual-machine/guests.md#a-golden-image-of-windows
  boot: BootSource.dataSource('windows-2022', { size: '80Gi', storageClass: 'ceph-block', accessModes: [AccessMode.READ_WRITE_MANY] }),
  disks: [Disk.blank('shares', '500Gi', { storageClass: 'ceph-block', accessModes: [AccessMode.READ_WRITE_MANY] })],
  /*
   * Setup asks nothing, because unattend.xml answers: locale, time zone, the administrator's password. That file is in no code,
   * plan or state: kubectl create secret generic files-0-answers --from-file=unattend.xml
   */
  sysprep: Sysprep.fromSecret('files-0-answers'),
  /*
   * Answer files are the same for many VMs, addresses are not: Cloudbase-Init sets those. An image without it takes its address
   * from DHCP: reserve it for the MAC address below, and take `addresses`, `gateway`, `nameservers` and `cloudInit` out.
   */
  nics: [Nic.on(servers, { addresses: ['10.40.0.20/24'], gateway: '10.40.0.1', nameservers: ['10.40.0.53', '10.40.0.54'] })],
  cloudInit: CloudInit.of({ hostname: 'files-0' }),
  // There is no pod network that a port could be asked on; the guest agent answers instead.
  readinessProbe: Probe.guestAgentPing({ initialDelaySeconds: 300, periodSeconds: 30 }),
});

new TerraformOutput(stack, 'files_0_mac', { value: files.nic('servers').macAddress });

app.synth();
