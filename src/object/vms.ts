import { IVirtualMachine } from './virtual-machine';
import { Finding } from '../admission/finding';
import { shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';

/** What is wrong with a VM of another kind than declared. */
export function vmFindings(vm: IVirtualMachine | undefined): Finding[] {
  return shapeFindings('vm', vm, typeof vm?.vmName === 'string', 'a VirtualMachine, or VirtualMachine.fromVirtualMachineName(…)');
}

/** What is wrong with VMs that one object of a namespace is about, one or more; `thing` is what that is called, for messages. */
export function vmsFindings(vms: readonly IVirtualMachine[], thing: string): Finding[] {
  const given: any = vms;
  if (!Array.isArray(given) || given.some((vm) => typeof vm?.vmName !== 'string')) {
    return [propFinding('vms', 'got something else than a list of VMs', 'write a list: [ db0, db1 ]')];
  }
  if (vms.length === 0) return [propFinding('vms', 'got no VM', 'name at least one')];
  const [first] = vms;
  return vms.flatMap((vm, index) => {
    if (vms.indexOf(vm) < index) return [propFinding(`vms[${index}]`, `"${vm.vmName}" is named twice`, 'name it once')];
    const places: [what: string, of: (one: IVirtualMachine) => string][] = [['cluster', (one) => one.cluster.clusterName], ['namespace', (one) => one.namespace]];
    return places.filter(([, of]) => of(vm) !== of(first)).map(([what, of]) =>
      propFinding(`vms[${index}]`, `"${vm.vmName}" is in ${what} "${of(vm)}", and "${first.vmName}" in "${of(first)}"`, `make a ${thing} for each ${what}`));
  });
}
