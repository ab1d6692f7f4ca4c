import { VmInput, VmPart } from './part';
import { firmwareUuid } from '../network/mac/identity';

/** Processor architecture of the guest. */
export enum Architecture {
  AMD64 = 'amd64',
  ARM64 = 'arm64',
  S390X = 's390x',
}

/** Machine that each architecture has by default; written down, because the server would fill it in. */
const MACHINE: Record<string, string> = { amd64: 'q35', arm64: 'virt', s390x: 's390-ccw-virtio' };

/** The machine that the guest sees, and what it is known by. */
export function machineParts({ architecture = Architecture.AMD64, preference, identity }: VmInput): VmPart[] {
  return [
    { prop: 'architecture', pod: { architecture }, domain: { machine: { type: MACHINE[architecture] } } },
    { prop: '', domain: { firmware: { uuid: firmwareUuid(identity, 'uuid'), serial: firmwareUuid(identity, 'serial') } } },
    // Guests wait for entropy at first boot; a preference says itself whether there is some.
    ...(preference ? [] : [{ prop: '', devices: { rng: {} } }]),
  ];
}
