import { IConstruct } from 'constructs';
import { VmNic } from './virtual-machine';

/** One of the NICs of a VM, or of the VM that a construct makes. Throws where there is none of that name. */
export function nicOf(owner: IConstruct, className: string, nics: readonly VmNic[], name: string): VmNic {
  const nic = nics.find((one) => one.name === name);
  if (nic) return nic;
  throw new Error(`${className} "${owner.node.path}" has no NIC "${name}": it has ${nics.map((one) => one.name).join(', ') || 'none'}`);
}
