import { architectureOf } from './machine';
import { sameName, set, VmInput, VmPart } from './part';
import { Architecture } from '../kubevirt/architecture';

/** What a graphics card the guest sees. */
export enum VideoType {
  /** A plain PC's; amd64 only. */
  VGA = 'vga',
  /** For very old guests; amd64 only. */
  CIRRUS = 'cirrus',
  /** Paravirtual; the only one on s390x. */
  VIRTIO = 'virtio',
  /** A frame buffer in memory; amd64 and arm64. */
  RAMFB = 'ramfb',
  /** The simplest, for EFI; amd64 only. */
  BOCHS = 'bochs',
}

/** How an input device is connected. */
export enum InputBus {
  USB = 'usb',
  VIRTIO = 'virtio',
}

/** Options of `Input.tablet()`. */
export interface TabletOptions {
  /** @default tablet */
  readonly name?: string;
  /** @default - usb, or what the preference says; virtio on s390x, which has no USB */
  readonly bus?: InputBus;
}

/** Something to point or type with. */
export class Input {
  /** A tablet: over VNC, the pointer of the guest stays where yours is. KubeVirt adds no other input devices. */
  public static tablet(options: TabletOptions = {}): Input {
    return new Input(options.name ?? 'tablet', 'tablet', options.bus);
  }

  private constructor(
    /** Name of the device. */
    public readonly name: string,
    /** @internal */ public readonly _type: string,
    /** @internal */ public readonly _bus?: InputBus,
  ) {}
}

/**
 * How people get at the guest.
 * @see https://kubevirt.io/user-guide/user_workloads/accessing_virtual_machines/
 */
export interface ConsoleOptions {
  /**
   * Whether there is a screen, which `virtctl vnc` shows.
   * @default true
   */
  readonly autoattachGraphicsDevice?: boolean;
  /**
   * Graphics card. Needs the feature gate VideoConfig before KubeVirt 1.9.
   * @default - vga with BIOS, bochs with EFI; virtio on arm64 and s390x
   */
  readonly video?: VideoType;
  /**
   * Whether there is a serial console, which `virtctl console` shows.
   * @default true
   */
  readonly autoattachSerialConsole?: boolean;
  /**
   * Whether what the guest writes to its serial console can be read with `kubectl logs`.
   * @default - the cluster's
   */
  readonly logSerialConsole?: boolean;
  /**
   * Whether KubeVirt adds a tablet.
   * @default false, or what the preference says
   */
  readonly autoattachInputDevice?: boolean;
  /**
   * Input devices.
   * @default - none; a keyboard and a mouse are there with a screen
   */
  readonly inputs?: Input[];
}

/** Screen, serial console and input devices. */
export function consoleParts(input: VmInput): VmPart[] {
  const { autoattachGraphicsDevice, autoattachSerialConsole, logSerialConsole, autoattachInputDevice, video, inputs = [] } = input;
  const defaultBus = architectureOf(input) === Architecture.S390X ? InputBus.VIRTIO : undefined;
  return [
    ...sameName('devices', { autoattachGraphicsDevice, autoattachSerialConsole, logSerialConsole, autoattachInputDevice }),
    ...(video ? [{ prop: 'video', devices: { video: { type: video } } }] : []),
    ...inputs.map(({ name, _type, _bus = defaultBus }, index) => ({
      prop: `inputs[${index}]`, devices: { inputs: [set({ name, type: _type, bus: _bus })] },
    })),
  ];
}
