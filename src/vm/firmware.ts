import { diskTarget } from './disk';
import { featurePart } from './features';
import { architectureOf } from './machine';
import { set, VmInput, VmPart } from './part';
import { Architecture } from '../kubevirt/architecture';
import { ImagePullPolicy } from '../kubevirt/image-pull-policy';

/** Options of `Firmware.bios()`. */
export interface BiosOptions {
  /**
   * Whether what the BIOS says goes to the serial console.
   * @default false
   */
  readonly useSerial?: boolean;
}

/** Options of `Firmware.efi()`. */
export interface EfiOptions {
  /**
   * Whether only signed boot loaders and kernels run. Turns on system management mode, which it needs.
   * @default - true on amd64, where the VM is not a confidential one
   */
  readonly secureBoot?: boolean;
  /**
   * Whether what the guest writes into its firmware, such as the boot order, is kept. It is on a claim that KubeVirt makes.
   * @default false
   * @see https://kubevirt.io/user-guide/compute/persistent_tpm_and_uefi_state/
   */
  readonly persistent?: boolean;
}

/** What the VM boots with. */
export class Firmware {
  /** A PC's old BIOS. There is none on arm64 and s390x. */
  public static bios(options: BiosOptions = {}): Firmware {
    return new Firmware(set({ useSerial: options.useSerial }));
  }

  /** EFI. There is none on s390x; arm64 has nothing else. */
  public static efi(options: EfiOptions = {}): Firmware {
    return new Firmware(undefined, options);
  }

  private constructor(/** @internal */ public readonly _bios?: object, /** @internal */ public readonly _efi?: EfiOptions) {}
}

/** A kernel from a container image that the VM boots, before it looks at its disks. */
export interface KernelBoot {
  /** Image that holds the kernel. */
  readonly image: string;
  /**
   * Path of the kernel in the image. One of `kernelPath` and `initrdPath` is needed.
   * @default - none
   */
  readonly kernelPath?: string;
  /**
   * Path of the initial RAM disk in the image.
   * @default - none
   */
  readonly initrdPath?: string;
  /**
   * The kernel's command line.
   * @default - none
   */
  readonly kernelArgs?: string;
  /** @default - ALWAYS for the tag `latest`, else IF_NOT_PRESENT */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Secret of the VM's namespace with the registry's credentials.
   * @default - none
   */
  readonly imagePullSecret?: string;
}

/** Tables that Windows takes its licence from. */
export interface AcpiTables {
  /**
   * Secret of the VM's namespace with the table of older Windows under the key `slic.bin`.
   * @default - none
   */
  readonly slicSecret?: string;
  /**
   * Secret of the VM's namespace with the table of newer Windows under the key `msdm.bin`.
   * @default - none
   */
  readonly msdmSecret?: string;
}

/** What runs before the guest's OS. */
export interface FirmwareOptions {
  /** @default - KubeVirt's: BIOS, but EFI on arm64; or what the preference says */
  readonly firmware?: Firmware;
  /**
   * A kernel that is not on the boot disk.
   * @default - none
   * @see https://kubevirt.io/user-guide/user_workloads/boot_from_external_source/
   */
  readonly kernelBoot?: KernelBoot;
  /**
   * Licence tables of the hardware.
   * @default - none
   */
  readonly acpiTables?: AcpiTables;
}

/** The boot loader, the kernel, and tables. */
export function firmwareParts(input: VmInput): VmPart[] {
  const { kernelBoot, acpiTables } = input;
  return [
    ...bootloaderParts(input),
    ...(kernelBoot ? [{ prop: 'kernelBoot', domain: { firmware: { kernelBoot: kernelBootOf(kernelBoot) } } }] : []),
    ...(acpiTables ? [
      { prop: 'acpiTables', domain: { firmware: { acpi: set({ slicNameRef: acpiTables.slicSecret && 'slic', msdmNameRef: acpiTables.msdmSecret && 'msdm' }) } } },
      ...tableParts(input, 'slic', acpiTables.slicSecret),
      ...tableParts(input, 'msdm', acpiTables.msdmSecret),
    ] : []),
  ];
}

/** Confidential VMs need EFI without what they cannot have. */
function bootloaderParts(input: VmInput): VmPart[] {
  const { launchSecurity } = input;
  const firmware = input.firmware ?? (launchSecurity?._needsEfi ? Firmware.efi() : undefined);
  const prop = input.firmware ? 'firmware' : 'launchSecurity';
  if (!firmware) return [];
  if (!firmware._efi) return [{ prop, domain: { firmware: { bootloader: { bios: firmware._bios } } } }];
  const { persistent, secureBoot = architectureOf(input) === Architecture.AMD64 && !launchSecurity } = firmware._efi;
  return [
    { prop, domain: { firmware: { bootloader: { efi: set({ secureBoot, persistent }) } } } },
    ...(secureBoot && !launchSecurity ? [featurePart(prop, { smm: { enabled: true } })] : []),
  ];
}

function kernelBootOf({ kernelArgs, ...container }: KernelBoot): object {
  return set({ kernelArgs, container: set(container) });
}

/** The Secret's volume. A volume without a disk would become one in silence. */
function tableParts(input: VmInput, name: string, secretName: string | undefined): VmPart[] {
  return secretName === undefined ? [] : [{
    prop: 'acpiTables',
    devices: { disks: [{ name, disk: diskTarget(input) }] },
    pod: { volumes: [{ name, secret: { secretName } }] },
  }];
}
