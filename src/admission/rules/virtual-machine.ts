import { about, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { ACCESS_RULES } from './access-credentials';
import { ARCHITECTURE_RULES } from './architecture';
import { CLOUD_INIT_RULES } from './cloud-init';
import { DATA_VOLUME_TEMPLATE_RULES } from './data-volume-templates';
import { DEVICE_RULES } from './devices';
import { DISK_RULES } from './disks';
import { FIRMWARE_RULES } from './firmware';
import { GRACE_RULES } from './grace';
import { IDENTITY_RULES } from './identity';
import { INSTANCETYPE_RULES } from './instancetype';
import { LIFECYCLE_RULES } from './lifecycle';
import { LIVE_UPDATE_RULES } from './live-update';
import { MEMORY_CPU_RULES } from './memory-cpu';
import { NETWORK_INTERFACE_RULES } from './networks';
import { NODE_RULES } from './nodes';
import { PROBE_RULES } from './probes';
import { REFERENCE_RULES } from './references';
import { SCHEDULING_RULES } from './scheduling';
import { STORAGE_RULES } from './storage';
import { RUN_RULES } from './vm';
import { VOLUME_RULES } from './volumes';

/** Volumes that configure the guest when it boots for the first time. */
const FIRST_BOOT = ['cloudInitNoCloud', 'cloudInitConfigDrive', 'sysprep'];

const PLACEMENT = ['affinity', 'topologySpreadConstraints', 'tolerations', 'nodeSelector'];

/** Whether a VM says more of its machine than who it is, or a preference may. */
function hasOwnMachine({ domain, spec }: VmView): boolean {
  return ['features', 'clock', 'launchSecurity'].some((field) => domain.has(field)) || spec.has('preference')
    || Object.keys(domain.get('firmware') ?? {}).some((field) => field !== 'uuid' && field !== 'serial');
}

/** Devices that have rules elsewhere, or none. */
const COMMON_DEVICES = ['disks', 'interfaces', 'filesystems', 'rng', 'tpm', 'networkInterfaceMultiqueue', 'autoattachGraphicsDevice', 'autoattachMemBalloon'];

function hasOtherDevices({ devices, domain, template }: VmView): boolean {
  return Object.keys(devices.value ?? {}).some((device) => !COMMON_DEVICES.includes(device))
    || domain.has('ioThreadsPolicy') || domain.has('ioThreads') || template.has('resourceClaims');
}

/** Every rule on a guest, whatever makes it: a VM, an instance, a pool. Those on instancetypes and data volumes say nothing where there is no VM. */
export const GUEST_RULES: readonly VmRule[] = [
  ...IDENTITY_RULES,
  ...about(({ spec }) => spec.has('instancetype') || spec.has('preference'), INSTANCETYPE_RULES),
  ...MEMORY_CPU_RULES,
  ...about(hasOwnMachine, FIRMWARE_RULES),
  ...ARCHITECTURE_RULES,
  ...about(hasOtherDevices, [...DEVICE_RULES, ...GRACE_RULES]),
  ...DISK_RULES,
  ...VOLUME_RULES,
  ...about(({ volumes }) => volumes.some((volume) => FIRST_BOOT.some((source) => volume.has(source))), CLOUD_INIT_RULES),
  ...about(({ template }) => template.has('accessCredentials'), ACCESS_RULES),
  ...about(({ dataVolumeTemplates }) => dataVolumeTemplates.length > 0, DATA_VOLUME_TEMPLATE_RULES),
  ...STORAGE_RULES,
  ...REFERENCE_RULES,
  ...NETWORK_INTERFACE_RULES,
  ...LIFECYCLE_RULES,
  ...about(({ template }) => template.has('readinessProbe') || template.has('livenessProbe'), PROBE_RULES),
  ...about(({ template }) => PLACEMENT.some((field) => template.has(field)), SCHEDULING_RULES),
  ...NODE_RULES,
];

/** Every rule on VMs. */
export const VM_RULES: readonly VmRule[] = [
  ...RUN_RULES,
  ...about(({ spec, domain }) => spec.has('instancetype') || domain.at('memory').has('maxGuest'), LIVE_UPDATE_RULES),
  ...GUEST_RULES,
];
