import { Token } from 'cdktf';
import { Finding, show } from '../admission/finding';
import { propFinding } from '../construct/report';

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

const RESOURCE_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/;
const FOUR_HEX_DIGITS = /^[0-9a-f]{4}$/i;

/** What is wrong with permitted devices. KubeVirt does not look: a selector that fits no device is passed over in silence. */
export function permittedHostDeviceFindings(path: string, permitted: PermittedHostDevices): Finding[] {
  const { pciHostDevices = [], mediatedDevices = [], usb = [] } = permitted;
  const named = Object.entries({ pciHostDevices, mediatedDevices, usb })
    .flatMap(([field, devices]) => devices.map(({ resourceName }, index) => [`${path}.${field}[${index}].resourceName`, resourceName] as const));
  return [
    ...named.flatMap(([at, name]) => textFindings(at, name, RESOURCE_NAME, 'a resource with its vendor', 'nvidia.com/TU104GL_Tesla_T4')),
    ...pciHostDevices.flatMap(({ pciVendorSelector }, index) => textFindings(`${path}.pciHostDevices[${index}].pciVendorSelector`, pciVendorSelector,
      /^[0-9a-f]{4}:[0-9a-f]{4}$/i, 'vendor and product, four hexadecimal digits each', '10DE:1EB8')),
    ...usb.flatMap(({ selectors = [], externalResourceProvider }, index) => [
      ...(selectors.length > 0 || externalResourceProvider ? [] : [propFinding(`${path}.usb[${index}].selectors`, 'got none, and KubeVirt is to find the devices',
        'write them like { vendor: "46f4", product: "0001" }, or set externalResourceProvider')]),
      ...selectors.flatMap(({ vendor, product }, at) => Object.entries({ vendor, product }).flatMap(([field, id]) =>
        textFindings(`${path}.usb[${index}].selectors[${at}].${field}`, id, FOUR_HEX_DIGITS, 'four hexadecimal digits', '46f4'))),
    ]),
  ];
}

function textFindings(path: string, text: string, form: RegExp, expected: string, example: string): Finding[] {
  return Token.isUnresolved(text) || (typeof text === 'string' && form.test(text)) ? [] :
    [propFinding(path, `got ${show(text)}, expected ${expected}`, `write it like "${example}"`)];
}
