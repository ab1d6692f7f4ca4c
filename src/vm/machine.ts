import { set, VmInput, VmPart } from './part';
import { Architecture } from '../kubevirt/architecture';
import { firmwareUuid } from '../network/mac/identity';

/** What the guest's firmware says of the case that the machine is in: what inventories and licences go by. */
export interface Chassis {
  /** @default - KubeVirt's */
  readonly manufacturer?: string;
  /** @default - none */
  readonly version?: string;
  /** @default - none */
  readonly serial?: string;
  /** Asset tag. @default - none */
  readonly asset?: string;
  /** Stock keeping unit. @default - none */
  readonly sku?: string;
}

/** The machine that the guest sees. */
export interface MachineOptions {
  /** @default Architecture.AMD64 */
  readonly architecture?: Architecture;
  /**
   * QEMU's machine type: `q35`, or a version of it such as `pc-q35-rhel9.6.0`.
   * @default - the newest `q35`, on arm64 `virt`, on s390x `s390-ccw-virtio`
   */
  readonly machineType?: string;
  /** @default - KubeVirt's */
  readonly chassis?: Chassis;
}

/** Machine that each architecture has by default; written down, because the server would fill it in. */
const MACHINE: Record<string, string> = { amd64: 'q35', arm64: 'virt', s390x: 's390-ccw-virtio' };

/** The architecture of a VM. */
export function architectureOf({ architecture = Architecture.AMD64 }: Pick<MachineOptions, 'architecture'>): Architecture {
  return architecture;
}

/** The machine that the guest sees, and what it is known by. */
export function machineParts(input: VmInput): VmPart[] {
  const { machineType, chassis, identity, replicated } = input;
  const architecture = architectureOf(input);
  return [
    { prop: 'architecture', pod: { architecture }, domain: { machine: { type: MACHINE[architecture] } } },
    ...(machineType === undefined ? [] : [{ prop: 'machineType', domain: { machine: { type: machineType } } }]),
    ...(replicated ? [] : [{ prop: '', domain: { firmware: { uuid: firmwareUuid(identity, 'uuid'), serial: firmwareUuid(identity, 'serial') } } }]),
    ...(chassis ? [{ prop: 'chassis', domain: { chassis: set(chassis) } }] : []),
  ];
}
