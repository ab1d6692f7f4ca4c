import { Clock, TickPolicy } from './clock';
import { Input } from './console';
import { Disk, DiskBus, DiskDevice } from './disk';
import { Firmware } from './firmware';
import { HyperV } from './hyperv';
import { architectureOf } from './machine';
import { NicModel } from './nic';
import type { VirtualMachineOptions } from './options';
import { set } from './part';
import type { Size, SizeProps } from './size';
import { Tpm } from './tpm';
import { Architecture } from '../kubevirt/architecture';
import { BootSource } from '../storage/boot-source';

/** Options of `Guest.linux()`. */
export interface LinuxGuestOptions {
  /**
   * Whether only signed boot loaders and kernels run; amd64 only.
   * @default false
   */
  readonly secureBoot?: boolean;
}

/** Options of `Guest.windows()`. */
export interface WindowsGuestOptions {
  /**
   * Whether Windows has its virtio drivers already. Else disks are on the sata bus and NICs are e1000e.
   * @default false
   */
  readonly virtio?: boolean;
  /**
   * Whether a CD-ROM with the virtio drivers and the guest agent is in.
   * @default true
   */
  readonly drivers?: boolean;
  /**
   * Container image of that CD-ROM.
   * @default quay.io/kubevirt/virtio-container-disk:v1.8.4
   */
  readonly driversImage?: string;
  /**
   * Whether only signed boot loaders and kernels run.
   * @default true
   */
  readonly secureBoot?: boolean;
  /**
   * Zone such as `Europe/Berlin` whose time the hardware clock has, as Windows takes it.
   * @default - UTC
   */
  readonly timezone?: string;
}

/** Options of `Guest.realtime()`. */
export interface RealtimeGuestOptions extends LinuxGuestOptions {
  /**
   * Which virtual CPUs run realtime work, such as `1-3`.
   * @default - all
   */
  readonly mask?: string;
  /** Size of the huge pages. @default 1Gi */
  readonly hugepages?: string;
}

/** Options of `Guest.dpdk()`. */
export interface DpdkGuestOptions extends LinuxGuestOptions {
  /** Size of the huge pages. @default 1Gi */
  readonly hugepages?: string;
}

const DRIVERS_IMAGE = 'quay.io/kubevirt/virtio-container-disk:v1.8.4';

/** Work that shares its CPUs and memory with nobody. */
const UNDISTURBED: Partial<SizeProps> = { dedicatedCpuPlacement: true, isolateEmulatorThread: true, guestMappingPassthrough: true, hugepages: '1Gi' };

/** What kind of guest it is: defaults for many props at once. What the VM's own props say wins, prop by prop. */
export class Guest {
  /** A Linux of the last ten years: virtio, and EFI where the architecture has it. */
  public static linux(options: LinuxGuestOptions = {}): Guest {
    return new Guest((vm) => linux(vm, options));
  }

  /**
   * Windows: Hyper-V features, EFI with secure boot, a TPM, clock, pointer, and disks and NICs that it has drivers for.
   *
   * What firmware and TPM hold is kept on a claim that KubeVirt makes. A preference decides on disks, NICs and entropy.
   */
  public static windows(options: WindowsGuestOptions = {}): Guest {
    const { drivers = true, driversImage = DRIVERS_IMAGE } = options;
    const cdrom = Disk.of('virtio-win', BootSource.containerDisk(driversImage), { device: DiskDevice.CDROM });
    return new Guest((vm) => windows(vm, options), {}, drivers ? [cdrom] : [], [Architecture.AMD64]);
  }

  /** Linux whose work is done in time: CPUs, memory and NUMA nodes of its own, tuned for low latency. */
  public static realtime(options: RealtimeGuestOptions = {}): Guest {
    const { mask, hugepages } = options;
    return new Guest((vm) => headless(vm, options), { ...UNDISTURBED, ...set({ hugepages }), realtime: set({ mask }) });
  }

  /** Linux that handles packets itself: CPUs, huge pages and NUMA nodes of its own. */
  public static dpdk(options: DpdkGuestOptions = {}): Guest {
    return new Guest((vm) => headless(vm, options), { ...UNDISTURBED, ...set({ hugepages: options.hugepages }) });
  }

  private constructor(
    private readonly defaults: (vm: VirtualMachineOptions) => VirtualMachineOptions,
    /** What an instancetype must say itself. @internal */ public readonly _size: Partial<SizeProps> = {},
    /** Disks that come with it. @internal */ public readonly _disks: Disk[] = [],
    /** Where it runs. @internal */ public readonly _architectures: Architecture[] = Object.values(Architecture),
  ) {}

  /** The props of a VM with what they do not say filled in. @internal */
  public _applyTo<T extends VirtualMachineOptions & { readonly size: Size }>(vm: T): T {
    if (!this._architectures.includes(architectureOf(vm))) return vm; // reported as that, and not for what it would set
    return { ...this.defaults(vm), ...set(vm), size: vm.size._with(this._size), disks: [...vm.disks ?? [], ...this._disks] } as T;
  }
}

/** Who lives in the VM. */
export interface GuestOptions {
  /**
   * Defaults for what is not said otherwise, for a kind of guest.
   * @default - none: fits most Linux
   */
  readonly guest?: Guest;
}

function linux(vm: VirtualMachineOptions, { secureBoot = false }: LinuxGuestOptions): VirtualMachineOptions {
  return {
    clock: Clock.utc(),
    ...(architectureOf(vm) !== Architecture.S390X && { firmware: Firmware.efi({ secureBoot }) }),
    ...(!vm.preference && { diskBus: DiskBus.VIRTIO, nicModel: NicModel.VIRTIO, rng: true }),
  };
}

/** Nothing that takes time from the guest's work. */
function headless(vm: VirtualMachineOptions, options: LinuxGuestOptions): VirtualMachineOptions {
  return {
    ...linux(vm, options),
    autoattachGraphicsDevice: false,
    autoattachSerialConsole: true,
    autoattachMemBalloon: false,
    networkInterfaceMultiqueue: true,
  };
}

function windows(vm: VirtualMachineOptions, { virtio = false, secureBoot, timezone }: WindowsGuestOptions): VirtualMachineOptions {
  const timers = { hpet: { present: false }, pit: { tickPolicy: TickPolicy.DELAY }, rtc: { tickPolicy: TickPolicy.CATCHUP }, hyperv: {} };
  return {
    firmware: Firmware.efi({ secureBoot, persistent: true }),
    tpm: Tpm.persistent(),
    hyperv: HyperV.recommended(),
    apic: {},
    clock: timezone === undefined ? Clock.utc({ timers }) : Clock.timezone(timezone, { timers }),
    inputs: [Input.tablet()],
    terminationGracePeriodSeconds: 3600, // updates are installed at shutdown
    ...(!vm.preference && { diskBus: virtio ? DiskBus.VIRTIO : DiskBus.SATA, nicModel: virtio ? NicModel.VIRTIO : NicModel.E1000E, rng: virtio }),
  };
}
