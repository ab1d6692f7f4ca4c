import { TerraformStack } from 'cdktf';
import { BootSource, Delivery, Nic, Size, VirtualMachine, VirtualMachineProps, VmNetwork } from '../../src';
import { existingCluster } from '../support/synth';

export const MANIFEST_DELIVERY = Delivery.manifest();

/** A VM with a NIC on the pod network and one on a VLAN. */
export function db(scope: TerraformStack, props: Partial<VirtualMachineProps> = {}): VirtualMachine {
  const cluster = props.cluster ?? existingCluster(scope);
  const vlan = new VmNetwork(scope, `vlan-of-${props.name ?? 'db'}`, { cluster, vlan: 25, namespace: 'default', name: 'vlan25' });
  return vm(scope, 'db', { cluster, nics: [Nic.pod(), Nic.on(vlan)], ...props });
}

/** A VM on the pod network. */
export function vm(scope: TerraformStack, id: string, props: Partial<VirtualMachineProps> = {}): VirtualMachine {
  return new VirtualMachine(scope, id, {
    cluster: props.cluster ?? existingCluster(scope),
    size: Size.of({ cpu: 1, memory: '1Gi' }),
    boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
    ...props,
  });
}
