import { BootSource, CloudInit, Nic, Preference, Size, VirtualMachine } from 'cdktf-vmo';
import { Construct } from 'constructs';
import { Environment, NAMESPACE, Platform } from './platform';

/** The VMs of the shop, on whichever platform. */
export function shop(scope: Construct, { cluster, shop: network }: Platform, { replicas, size }: Environment): VirtualMachine[] {
  return Array.from({ length: replicas }, (_, index) => new VirtualMachine(scope, `web-${index}`, {
    cluster,
    namespace: NAMESPACE,
    size: Size.instancetype(size),
    preference: Preference.cluster('fedora'),
    boot: BootSource.containerDisk('registry.acme.example/mirror/containerdisks/fedora:42'),
    nics: [Nic.pod(), Nic.on(network)],
    cloudInit: CloudInit.of({ packages: ['nginx'], commands: ['systemctl enable --now nginx'] }),
  }));
}
