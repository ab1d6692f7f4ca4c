import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import { BootSource, CloudInit, Nic, Size, VirtualMachine, VmNetwork, VmoClusterProfile } from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'vlan-router');
new LocalBackend(stack, { path: '../../../terraform.vlan-router.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
const office = new VmNetwork(stack, 'office', { cluster, vlan: 25 });
const lab = new VmNetwork(stack, 'lab', { cluster, vlan: 30 });

// Routes between two VLANs, and out by way of the pod network.
const router = new VirtualMachine(stack, 'router', {
  cluster,
  size: Size.of({ cpu: 2, memory: '1Gi' }),
  boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  nics: [
    Nic.pod({ ports: [{ port: 22, name: 'ssh' }] }), // eth0 in the guest
    Nic.on(office, { addresses: ['10.25.0.1/24'] }), // eth1
    Nic.on(lab, { addresses: ['10.30.0.1/24'] }), // eth2
  ],
  cloudInit: CloudInit.of({
    users: [{
      name: 'ops',
      sudo: 'ALL=(ALL) NOPASSWD:ALL',
      sshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexample ops@example.com'],
    }],
    packages: ['nftables'],
    files: [
      { path: '/etc/sysctl.d/90-router.conf', content: 'net.ipv4.ip_forward = 1\n' },
      {
        path: '/etc/sysconfig/nftables.conf',
        // The lab may go out, not into the office.
        content: [
          'table inet router {',
          'chain forward {',
          'type filter hook forward priority filter; policy drop;',
          'ct state established,related accept',
          'iifname "eth1" accept',
          'iifname "eth2" oifname "eth0" accept',
          '}',
          'chain postrouting {',
          'type nat hook postrouting priority srcnat;',
          'oifname "eth0" masquerade',
          '}',
          '}',
          '',
        ].join('\n'),
      },
    ],
    commands: ['sysctl --system', 'systemctl enable --now nftables'],
  }),
});

// For the DHCP server and the firewall, before anything is created.
for (const { name, macAddress } of router.nics) new TerraformOutput(stack, `router_${name}_mac`, { value: macAddress });

app.synth();
