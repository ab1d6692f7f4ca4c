import { access } from './access';
import { boot } from './boot';
import { Subject } from './capability';
import { confidential } from './confidential';
import { devicesOf } from './devices';
import { disks } from './disks';
import { features } from './features';
import { firmware } from './firmware';
import { firstBoot } from './first-boot';
import { guest } from './guest';
import { health } from './health';
import { lifecycle } from './lifecycle';
import { nics } from './nics';
import { other } from './other';
import { placement } from './placement';
import { size } from './size';

export { Capability, CapabilityContext, NAMESPACE, Subject } from './capability';

/** Everything that a VM can be told, in the order of the table in docs/virtual-machine.md. */
export const SUBJECTS: Subject[] = [
  { heading: 'Size', file: 'size', capabilities: size },
  { heading: 'Boot', file: 'boot', capabilities: boot },
  { heading: 'Disks', file: 'disks', capabilities: disks },
  { heading: 'Network interfaces', file: 'nics', capabilities: nics },
  { heading: 'First boot', file: 'first-boot', capabilities: firstBoot },
  { heading: 'Access and names', file: 'access', capabilities: access },
  { heading: 'Guest', file: 'guest', capabilities: guest },
  { heading: 'Firmware and TPM', file: 'firmware', capabilities: firmware },
  { heading: 'Clock and features', file: 'features', capabilities: features },
  { heading: 'Devices', file: 'devices', capabilities: devicesOf },
  { heading: 'Confidential computing', file: 'confidential', capabilities: confidential },
  { heading: 'Life cycle', file: 'lifecycle', capabilities: lifecycle },
  { heading: 'Health', file: 'health', capabilities: health },
  { heading: 'Placement', file: 'placement', capabilities: placement },
  { heading: 'Everything else', file: 'other', capabilities: other },
];

export const CAPABILITIES = SUBJECTS.flatMap(({ capabilities }) => capabilities);
