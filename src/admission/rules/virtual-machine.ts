import { VmRule } from '../rule';
import { ACCESS_RULES } from './access-credentials';
import { CLOUD_INIT_RULES } from './cloud-init';
import { DATA_VOLUME_RULES } from './data-volumes';
import { DEVICE_RULES } from './devices';
import { DISK_RULES } from './disks';
import { FIRMWARE_RULES } from './firmware';
import { IDENTITY_RULES } from './identity';
import { INSTANCETYPE_RULES } from './instancetype';
import { LIFECYCLE_RULES } from './lifecycle';
import { MEMORY_CPU_RULES } from './memory-cpu';
import { NETWORK_INTERFACE_RULES } from './networks';
import { PROBE_RULES } from './probes';
import { REFERENCE_RULES } from './references';
import { SCHEDULING_RULES } from './scheduling';
import { RUN_RULES } from './vm';
import { VOLUME_RULES } from './volumes';

/** Every rule on a guest, whatever makes it: a VM, an instance, a pool. Those on instancetypes and data volumes say nothing where there is no VM. */
export const GUEST_RULES: readonly VmRule[] = [
  ...IDENTITY_RULES,
  ...INSTANCETYPE_RULES,
  ...MEMORY_CPU_RULES,
  ...FIRMWARE_RULES,
  ...DEVICE_RULES,
  ...DISK_RULES,
  ...VOLUME_RULES,
  ...CLOUD_INIT_RULES,
  ...ACCESS_RULES,
  ...DATA_VOLUME_RULES,
  ...REFERENCE_RULES,
  ...NETWORK_INTERFACE_RULES,
  ...LIFECYCLE_RULES,
  ...PROBE_RULES,
  ...SCHEDULING_RULES,
];

/** Every rule on VMs. */
export const VM_RULES: readonly VmRule[] = [...RUN_RULES, ...GUEST_RULES];
