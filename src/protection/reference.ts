import { IVirtualMachine } from '../object/virtual-machine';

/** How KubeVirt's objects refer to a VM of their namespace. */
export function vmReference({ vmName }: Pick<IVirtualMachine, 'vmName'>): object {
  return { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: vmName };
}

/** How they refer to a snapshot. */
export function snapshotReference({ snapshotName }: { readonly snapshotName: string }): object {
  return { apiGroup: 'snapshot.kubevirt.io', kind: 'VirtualMachineSnapshot', name: snapshotName };
}
