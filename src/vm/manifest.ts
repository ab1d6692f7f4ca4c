import { accessParts } from './access-credential';
import { clockParts } from './clock';
import { consoleParts } from './console';
import { deviceParts } from './device';
import { bootParts, diskOptionParts, diskParts } from './disk';
import { diskIoParts } from './disk-io';
import { dnsParts } from './dns';
import { featureParts } from './features';
import { filesystemParts } from './filesystem';
import { firmwareParts } from './firmware';
import { firstBootParts } from './first-boot';
import { hostDeviceParts } from './host-device';
import { hypervParts } from './hyperv';
import { launchSecurityParts } from './launch-security';
import { lifecycleParts } from './lifecycle';
import { machineParts } from './machine';
import { migrationParts } from './migration';
import { nicParts } from './nic';
import { composed, VmInput, VmPart } from './part';
import { placementParts } from './placement';
import { healthParts } from './probe';
import { sizeParts } from './size';
import { tpmParts } from './tpm';

/** The VM's manifest, what must be there before it, and the parts that both are made of. */
export interface VmManifests { readonly virtualMachine: any; readonly companions: any[]; readonly parts: VmPart[] }

/** What each concept adds, in the order in which the guest sees disks and NICs. */
const CONCEPTS: readonly ((input: VmInput) => VmPart[])[] = [
  lifecycleParts,
  migrationParts,
  healthParts,
  placementParts,
  sizeParts,
  machineParts,
  hypervParts,
  clockParts,
  launchSecurityParts,
  featureParts,
  tpmParts,
  consoleParts,
  deviceParts,
  hostDeviceParts,
  bootParts,
  diskParts,
  nicParts,
  firstBootParts,
  accessParts,
  dnsParts,
  filesystemParts,
  diskOptionParts,
  diskIoParts,
  firmwareParts,
];

/**
 * The manifests of a VM: a pure function of its input. What the server would fill in (machine, firmware, architecture, PCI
 * topology) is written out, so that what comes back is what was sent.
 */
export function vmManifests(input: VmInput): VmManifests {
  const parts = CONCEPTS.flatMap((concept) => concept(input));
  return { parts, virtualMachine: composed(parts), companions: parts.flatMap(({ companions }) => companions ?? []) };
}
