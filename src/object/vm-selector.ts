/** Label of a VM's pod, with the VM's name: of a VM that migrates, both pods have it. */
const VM_LABEL = 'vmi.kubevirt.io/id';

/** The labels of the pod of one VM, for who knows selectors of labels alone, as Services do. */
export function vmLabels(name: string): Record<string, string> {
  return { [VM_LABEL]: name };
}

/** The label selector of the pods of these VMs. */
export function vmSelector(names: string[]): object {
  return { matchExpressions: [{ key: VM_LABEL, operator: 'In', values: names }] };
}
