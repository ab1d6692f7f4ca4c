import { architectureOf } from './machine';
import { sameName, set, VmInput, VmPart } from './part';
import { Architecture } from '../kubevirt/architecture';

/** What becomes of a VM whose guest has hung. */
export enum WatchdogAction {
  /** It is restarted at once. */
  RESET = 'reset',
  /** It is switched off at once. */
  POWEROFF = 'poweroff',
  /** It is asked to shut down, which a hung guest seldom does. */
  SHUTDOWN = 'shutdown',
}

/** Sound cards. */
export enum SoundModel {
  ICH9 = 'ich9',
  AC97 = 'ac97',
}

/** Devices that a crashing guest tells the host by. */
export enum PanicDeviceModel {
  /** For Windows with Hyper-V features. */
  HYPERV = 'hyperv',
  /** A PC's. */
  ISA = 'isa',
  /** A PCI device, for arm64 too. */
  PVPANIC = 'pvpanic',
}

/** A device that a crashing guest tells the host by. */
export interface PanicDevice {
  /** @default - the machine's */
  readonly model?: PanicDeviceModel;
}

/**
 * Small devices.
 * @see https://kubevirt.io/user-guide/compute/virtual_hardware/
 */
export interface DeviceOptions {
  /**
   * A watchdog, and what it does when the guest no longer feeds it: an i6300esb, on s390x a diag288. There is none on arm64.
   * @default - none
   */
  readonly watchdog?: WatchdogAction;
  /**
   * Whether the guest gets random numbers from the host: guests wait for entropy at first boot.
   * @default true, or what the preference says
   */
  readonly rng?: boolean;
  /**
   * Whether the host can take memory back that the guest does not use, and sees how much that is.
   * @default true
   */
  readonly autoattachMemBalloon?: boolean;
  /**
   * A sound card. There is none on arm64.
   * @default - none
   */
  readonly sound?: SoundModel;
  /**
   * Devices that a crashing guest tells the host by. Needs the feature gate PanicDevices before KubeVirt 1.9. There are none on
   * s390x.
   * @default - none
   */
  readonly panicDevices?: PanicDevice[];
  /**
   * Whether USB devices of the person at the console can be passed to the guest, with `virtctl usbredir`.
   * @default false
   */
  readonly clientPassthrough?: boolean;
  /**
   * Whether the guest and the host can talk without a network. Needs the feature gate VSOCK.
   * @default false
   * @see https://kubevirt.io/user-guide/compute/vsock/
   */
  readonly autoattachVsock?: boolean;
  /**
   * Whether the guest can read some figures of the host. Needs the feature gate DownwardMetrics.
   * @default false
   * @see https://kubevirt.io/user-guide/storage/disks_and_volumes/#downwardmetrics
   */
  readonly downwardMetrics?: boolean;
  /**
   * Whether virtio devices are of the kind that guests of the age of CentOS 6 know.
   * @default false
   */
  readonly useVirtioTransitional?: boolean;
}

/** The small devices. Those with nothing to say but that they are there, are empty maps. */
export function deviceParts(input: VmInput): VmPart[] {
  const { watchdog, autoattachMemBalloon, sound, panicDevices = [], autoattachVsock, useVirtioTransitional } = input;
  // A preference says itself whether there is a source of entropy.
  const { rng = !input.preference, clientPassthrough, downwardMetrics } = input;
  return [
    ...(rng ? [{ prop: input.rng ? 'rng' : '', devices: { rng: {} } }] : []),
    ...sameName('devices', {
      autoattachMemBalloon,
      useVirtioTransitional,
      clientPassthrough: clientPassthrough ? {} : undefined,
      downwardMetrics: downwardMetrics ? {} : undefined,
      sound: sound && { name: 'sound', model: sound },
    }),
    ...(autoattachVsock === undefined ? [] : [{ prop: 'autoattachVsock', devices: { autoattachVSOCK: autoattachVsock } }]),
    ...(watchdog ? [{
      prop: 'watchdog',
      devices: { watchdog: { name: 'watchdog', [architectureOf(input) === Architecture.S390X ? 'diag288' : 'i6300esb']: { action: watchdog } } },
    }] : []),
    ...panicDevices.map((device, index) => ({ prop: `panicDevices[${index}]`, devices: { panicDevices: [set(device)] } })),
  ];
}
