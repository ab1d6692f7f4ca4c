import { Capability } from './capability';
import { told, untold } from './fragment';
import { vmName } from './synthesized';

/**
 * What else is different in a VM where a capability says something of a path, and need not be said each time: the path, and those that
 * go with it, in which `$1` is the name in the path. `spec.template.spec` and the name of the VM are left out.
 */
const CONSEQUENCES: [RegExp, ...string[]][] = [
  // A volume and what the guest sees of it go together; where KubeVirt makes the volume, so does a DataVolume.
  [/^volumes\[(.*?)\]/, 'domain.devices.disks[$1]', 'spec.dataVolumeTemplates[$1]'],
  [/^domain\.devices\.(?:disks|filesystems)\[(.*?)\]/, 'volumes[$1]'],
  [/^spec\.dataVolumeTemplates\[(.*?)\]/, 'volumes[$1].dataVolume'],
  [/^spec\.dataVolumeTemplates\[0\]/, 'spec.dataVolumeTemplates[0].metadata', 'volumes[boot].dataVolume'],
  // What another boot disk stands in the place of.
  [/^spec\.dataVolumeTemplates|^volumes\[boot\]/, 'volumes[boot].containerDisk'],
  // A disk beside the boot disk has a bus and a serial.
  [/^domain\.devices\.disks\[(?!boot\])(.*?)\]/, 'domain.devices.disks[$1].disk', 'domain.devices.disks[$1].serial'],
  // A network and its NIC go together, and a NIC has an address; these are in the place of the pod network behind NAT.
  [/^(?:networks|domain\.devices\.interfaces)\[(.*?)\]/, 'networks[$1]', 'domain.devices.interfaces[$1]', 'domain.devices.interfaces[$1].macAddress'],
  [/^(?:networks|domain\.devices\.interfaces)\[(?!default\])/, 'networks[default]', 'domain.devices.interfaces[default]'],
  [/^domain\.devices\.interfaces\[default\]\.(?:bridge|passtBinding|binding)/, 'domain.devices.interfaces[default].masquerade'],
  // A size says how many CPUs and how much memory, whatever else it is about, or leaves both to an instancetype.
  [/^domain\.(?:cpu|memory|resources)\./, 'domain.cpu.sockets', 'domain.memory.guest'],
  [/^spec\.instancetype\./, 'domain.cpu', 'domain.memory'],
  // What a preference decides.
  [/^spec\.preference\./, 'domain.devices.disks[boot].disk.bus', 'domain.devices.rng'],
];

/** The paths at which the VM of a capability is not what it would be without, although the capability does not say so. */
export function unsaid(capability: Capability, vm: any, defaults: any): string[] {
  const { spec, metadata = {} } = capability;
  const short = (path: string) => path.replace(/^spec\.template\.spec\./, '').replace(`[${vmName(capability)}-`, '[');
  const said = told({ spec, metadata }).map(short);
  const expected = new Set(CONSEQUENCES.flatMap(([cause, ...effects]) => said.flatMap((path) => {
    const match = cause.exec(path);
    return match ? effects.map((effect) => effect.replace('$1', match[1])) : [];
  })));
  return untold(vm, defaults, { spec, metadata }).map(short).filter((path) => !expected.has(path));
}
