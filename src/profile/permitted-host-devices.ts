import { Token } from 'cdktf';

/** A PCI device of the nodes that VMs may have. */
export interface PermittedPciDevice {
  /** Vendor and product in hexadecimal digits, as `lspci -nn` shows them: `10DE:1EB8`. */
  readonly pciVendorSelector: string;
  /** Resource by which VMs ask for it, such as `nvidia.com/TU104GL_Tesla_T4`. Several devices may share one. */
  readonly resourceName: string;
  /**
   * Whether a device plugin of yours hands the devices out rather than KubeVirt.
   * @default false
   */
  readonly externalResourceProvider?: boolean;
}

/** A mediated device of the nodes, such as a virtual GPU, that VMs may have. */
export interface PermittedMediatedDevice {
  /** Name of its type, as in `/sys/class/mdev_bus/…/mdev_supported_types/…/name`: `GRID T4-2Q`. */
  readonly mdevNameSelector: string;
  /** Resource by which VMs ask for it, such as `nvidia.com/GRID_T4-2Q`. */
  readonly resourceName: string;
  /**
   * Whether a device plugin of yours hands the devices out rather than KubeVirt.
   * @default false
   */
  readonly externalResourceProvider?: boolean;
}

/** Which USB device. */
export interface UsbDeviceSelector {
  /** Vendor, four hexadecimal digits as `lsusb` shows them. */
  readonly vendor: string;
  /** Product, four hexadecimal digits as `lsusb` shows them. */
  readonly product: string;
}

/** USB devices of the nodes that VMs may have. */
export interface PermittedUsbDevice {
  /** Resource by which VMs ask for them, such as `kubevirt.io/storage`. */
  readonly resourceName: string;
  /**
   * The devices; a VM gets all of them together.
   * @default - none: with an `externalResourceProvider`
   */
  readonly selectors?: UsbDeviceSelector[];
  /**
   * Whether a device plugin of yours hands the devices out rather than KubeVirt.
   * @default false
   */
  readonly externalResourceProvider?: boolean;
}

/**
 * Devices of the nodes that VMs may have as `gpus` and `hostDevices`.
 * @see https://kubevirt.io/user-guide/compute/host-devices/
 */
export interface PermittedHostDevices {
  /** @default - none */
  readonly pciHostDevices?: PermittedPciDevice[];
  /** @default - none */
  readonly mediatedDevices?: PermittedMediatedDevice[];
  /** @default - none */
  readonly usb?: PermittedUsbDevice[];
}

/** The resources that VMs may ask for; `undefined` where one is only known at apply. */
export function permittedResources({ pciHostDevices = [], mediatedDevices = [], usb = [] }: PermittedHostDevices): string[] | undefined {
  const names = [...pciHostDevices, ...mediatedDevices, ...usb].map(({ resourceName }) => resourceName);
  return names.some((name) => Token.isUnresolved(name)) ? undefined : names;
}

/** The PCI devices that VMs may have, by resource; `undefined` where one is only known at apply. */
export function permittedPciDevices({ pciHostDevices = [] }: PermittedHostDevices): { [resource: string]: string } | undefined {
  const selectors = pciHostDevices.map(({ resourceName, pciVendorSelector }) => [resourceName, pciVendorSelector]);
  return selectors.flat().some((text) => Token.isUnresolved(text)) ? undefined : Object.fromEntries(selectors);
}
