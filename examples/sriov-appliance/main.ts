import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import {
  AccessMode, BootSource, CloudInit, Guest, Mac, Nic, Size, VirtualMachine, VmNetwork, VmoClusterProfile, WatchdogAction,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'sriov-appliance');
new LocalBackend(stack, { path: '../../../terraform.sriov-appliance.tfstate' });
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'edge' });

/*
 * The SR-IOV network operator makes these NetworkAttachmentDefinitions, one for each SriovNetwork. VLAN and physical network are
 * said here so that no MAC address can be on one of them twice.
 */
const wan = VmNetwork.fromNetworkAttachmentDefinition(stack, 'wan', { name: 'sriov-wan', vlan: 100, physicalNetwork: 'uplink' });
const lan = VmNetwork.fromNetworkAttachmentDefinition(stack, 'lan', { name: 'sriov-lan', vlan: 200, physicalNetwork: 'fabric' });

// A vendor's packet gateway: handles packets itself (DPDK), on virtual functions of the nodes' network cards.
const gateway = new VirtualMachine(stack, 'gateway-0', {
  cluster,
  /*
   * CPUs, NUMA nodes and huge pages of 1Gi of its own, no screen, and a queue of each virtio NIC for each CPU. The nodes need
   * `cpuManagerPolicy: static`, `topologyManagerPolicy: single-numa-node` (so that card, CPUs and memory are together), and huge pages.
   * It boots by EFI; an image that knows only BIOS also wants `firmware: Firmware.bios()`.
   */
  guest: Guest.dpdk(),
  // Whole cores: the appliance polls on both threads of each.
  size: Size.of({ cpu: 8, cores: 4, threads: 2, memory: '16Gi' }),
  // ReadWriteMany, because the VM can migrate: its virtual functions are unplugged, and plugged in again on the other node.
  boot: BootSource.http('https://images.example.com/packet-gateway-7.2.qcow2', {
    size: '20Gi', storageClass: 'ceph-block', accessModes: [AccessMode.READ_WRITE_MANY],
  }),
  nics: [
    Nic.pod({ name: 'management', ports: [{ port: 22, name: 'ssh' }, { port: 830, name: 'netconf' }] }),
    Nic.sriov(wan, { name: 'wan' }),
    // The licence is bound to this address, so it stays even if the VM gets another name.
    Nic.sriov(lan, { name: 'lan', mac: Mac.of('02:5e:10:00:02:01') }),
  ],
  // The appliance sets up its ports itself. Its day-0 configuration holds keys, so it is in no plan and no state:
  // kubectl create secret generic gateway-0-day0 --from-file=userdata=day0.yaml
  cloudInit: CloudInit.fromSecret('gateway-0-day0'),
  // The nodes with such cards. SR-IOV device plugins label none; this label is yours.
  nodeSelector: { 'network.example.com/sriov': 'true' },
  // An appliance that hangs drops packets until somebody comes; this starts it again.
  watchdog: WatchdogAction.RESET,
});

// Known before anything is created: for port security on the switches, and for the neighbours' static ARP entries.
for (const { name, macAddress } of gateway.nics) new TerraformOutput(stack, `gateway_0_${name}_mac`, { value: macAddress });

app.synth();
