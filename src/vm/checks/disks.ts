import { Finding } from '../../admission/finding';
import { propFinding } from '../../construct/report';
import { BootSource } from '../../storage/boot-source';
import { elsewhereFindings } from '../../storage/source';
import { VirtualMachineProps } from '../virtual-machine';

/** What the disks and file systems of a VM come from, by prop. */
export function sourcesOf({ boot, disks = [], filesystems = [] }: VirtualMachineProps): [prop: string, source: BootSource][] {
  return [
    ['boot', boot],
    ...disks.map(({ _source }, index): [string, BootSource] => [`disks[${index}]`, _source]),
    ...filesystems.map(({ _source }, index): [string, BootSource] => [`filesystems[${index}]`, _source]),
  ];
}

/** What no rule can see in disks. */
export function diskFindings(props: VirtualMachineProps): Finding[] {
  const { boot, bootDisk, cluster, namespace = 'default' } = props;
  return [
    ...(boot._isNone && bootDisk
      ? [propFinding('bootDisk', 'got options of the boot disk, and a VM that boots from the network has none', 'take it out, or use BootSource.blank("20Gi")')] : []),
    ...sourcesOf(props).flatMap(([prop, { _from }]) => [
      ...elsewhereFindings(prop, _from, cluster, 'the VM'),
      ...(_from && 'dataVolumeName' in _from && _from.namespace !== namespace
        ? [propFinding(prop, `"${_from.node.path}" is a DataVolume of the namespace "${_from.namespace}", and the VM is in "${namespace}"`,
          `make it in "${namespace}", or clone it: BootSource.clonePvc("${_from.dataVolumeName}", { namespace: "${_from.namespace}" })`)] : []),
    ]),
  ];
}
