import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  BootSource, CloudInit, EvictionStrategy, Nic, Probe, Size, Spread, VirtualMachine, VmDisruptionBudget, VmNetwork, VmoClusterProfile,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'ha-trio');
new LocalBackend(stack, { path: '../../../terraform.ha-trio.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
const peers = new VmNetwork(stack, 'peers', { cluster, vlan: 30 });

// Three members of one quorum: any one may go, never two.
const addresses: Record<string, string> = { 'etcd-0': '10.30.0.10', 'etcd-1': '10.30.0.11', 'etcd-2': '10.30.0.12' };
const everybody = Object.entries(addresses).map(([name, address]) => `${name}=http://${address}:2380`).join(',');
const members: VirtualMachine[] = [];
for (const [name, address] of Object.entries(addresses)) {
  members.push(new VirtualMachine(stack, name, {
    cluster,
    size: Size.of({ cpu: 2, memory: '4Gi' }),
    // On fast local disks: the quorum replicates the data, so the storage need not.
    boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '50Gi', storageClass: 'local-nvme' }),
    nics: [Nic.pod({ ports: [{ port: 2379, name: 'client' }] }), Nic.on(peers, { addresses: [`${address}/24`] })],
    cloudInit: CloudInit.of({
      packages: ['etcd'],
      // Without TLS and without logins, to show the VMs rather than etcd: in earnest, both.
      files: [{
        path: '/etc/etcd/etcd.conf',
        content: [
          `ETCD_NAME=${name}`,
          'ETCD_DATA_DIR=/var/lib/etcd/data',
          'ETCD_LISTEN_CLIENT_URLS=http://0.0.0.0:2379',
          `ETCD_ADVERTISE_CLIENT_URLS=http://${address}:2379`,
          `ETCD_LISTEN_PEER_URLS=http://${address}:2380`,
          `ETCD_INITIAL_ADVERTISE_PEER_URLS=http://${address}:2380`,
          `ETCD_INITIAL_CLUSTER=${everybody}`,
          '',
        ].join('\n'),
      }],
      commands: ['systemctl enable --now etcd'],
    }),
    labels: { app: 'etcd' },
    // Over zones as evenly as they are up; on one node never, even if two zones are down.
    spreadAcross: [Spread.zones()],
    keepApartFrom: [...members],
    // A VM on local disks cannot migrate, so a drain shuts it down, if the budget below lets it.
    evictionStrategy: EvictionStrategy.LIVE_MIGRATE_IF_POSSIBLE,
    readinessProbe: Probe.tcp(2379, { initialDelaySeconds: 60 }),
  }));
}

// One at a time, and only while the other two are ready.
new VmDisruptionBudget(stack, 'etcd', { vms: members });

app.synth();
