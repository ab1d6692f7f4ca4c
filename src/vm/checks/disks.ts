import { Finding } from '../../admission/finding';
import { propFinding } from '../../construct/report';
import { VirtualMachineProps } from '../virtual-machine';

/** What no rule can see in disks. */
export function diskFindings({ boot, bootDisk }: VirtualMachineProps): Finding[] {
  return boot._isNone && bootDisk
    ? [propFinding('bootDisk', 'got options of the boot disk, and a VM that boots from the network has none', 'take it out, or use BootSource.blank("20Gi")')] : [];
}
