import { state } from './features';
import { set, VmInput, VmPart } from './part';

/** What a graphics card of a node can be told. */
export interface GpuOptions {
  /**
   * Whether the guest has a screen of a virtual GPU.
   * @default true
   */
  readonly display?: boolean;
  /**
   * Whether that screen shows something before the guest has loaded the GPU's driver. At most one GPU of a VM can.
   * @default true
   */
  readonly ramFb?: boolean;
  /**
   * Tag by which the guest finds the device in its config drive.
   * @default - none
   */
  readonly tag?: string;
}

/** What a device of a node can be told. */
export interface HostDeviceOptions {
  /**
   * Tag by which the guest finds the device in its config drive.
   * @default - none
   */
  readonly tag?: string;
}

/** Which device of which resource claim. */
export interface DeviceRequest {
  /** Name of one of the VM's `resourceClaims`. */
  readonly claim: string;
  /** Name of the request in the ResourceClaim. */
  readonly request: string;
}

/**
 * A graphics card of the node, or a part of one.
 * @see https://kubevirt.io/user-guide/compute/host-devices/
 */
export class Gpu {
  /** One that a device plugin offers as a resource such as `nvidia.com/GRID_T4-2Q`, and that the KubeVirt CR permits. */
  public static device(name: string, deviceName: string, options: GpuOptions = {}): Gpu {
    return new Gpu(name, { deviceName }, options);
  }

  /** One that the scheduler picks for a resource claim. Needs the feature gate GPUsWithDRA. */
  public static claim(name: string, { claim, request }: DeviceRequest, options: GpuOptions = {}): Gpu {
    return new Gpu(name, { claimName: claim, requestName: request }, options);
  }

  private constructor(
    /** Name of the device. */
    public readonly name: string,
    /** @internal */ public readonly _source: object,
    /** @internal */ public readonly _options: GpuOptions,
  ) {}
}

/**
 * A PCI, mediated or USB device of the node.
 * @see https://kubevirt.io/user-guide/compute/host-devices/
 */
export class HostDevice {
  /** One that a device plugin offers as a resource such as `intel.com/qat`, and that the KubeVirt CR permits. Needs the feature gate HostDevices. */
  public static device(name: string, deviceName: string, options: HostDeviceOptions = {}): HostDevice {
    return new HostDevice(name, { deviceName }, options);
  }

  /** One that the scheduler picks for a resource claim. Needs the feature gates HostDevices and HostDevicesWithDRA. */
  public static claim(name: string, { claim, request }: DeviceRequest, options: HostDeviceOptions = {}): HostDevice {
    return new HostDevice(name, { claimName: claim, requestName: request }, options);
  }

  private constructor(
    /** Name of the device. */
    public readonly name: string,
    /** @internal */ public readonly _source: object,
    /** @internal */ public readonly _options: HostDeviceOptions,
  ) {}
}

/**
 * A claim on devices that the scheduler picks.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
 */
export class ResourceClaim {
  /** A ResourceClaim of the VM's namespace that exists already. */
  public static existing(name: string, resourceClaimName: string): ResourceClaim {
    return new ResourceClaim(name, { resourceClaimName });
  }

  /** A new one for each run of the VM, after a ResourceClaimTemplate of its namespace. */
  public static fromTemplate(name: string, resourceClaimTemplateName: string): ResourceClaim {
    return new ResourceClaim(name, { resourceClaimTemplateName });
  }

  private constructor(
    /** Name by which devices of the VM refer to the claim. */
    public readonly name: string,
    /** @internal */ public readonly _source: object,
  ) {}
}

/** Devices of the node that the guest has to itself. Such a VM cannot be migrated while it runs. */
export interface HostDeviceListOptions {
  /**
   * Graphics cards, or parts of them.
   * @default - none
   */
  readonly gpus?: Gpu[];
  /**
   * Other devices.
   * @default - none
   */
  readonly hostDevices?: HostDevice[];
  /**
   * Claims that `gpus` and `hostDevices` name.
   * @default - none
   */
  readonly resourceClaims?: ResourceClaim[];
}

/** The devices, and the claims they are from. */
export function hostDeviceParts({ gpus = [], hostDevices = [], resourceClaims = [] }: VmInput): VmPart[] {
  return [
    ...gpus.map(({ name, _source, _options: { display, ramFb, tag } }, index) => ({
      prop: `gpus[${index}]`,
      fields: { display: 'display', ramFB: 'ramFb' },
      devices: {
        gpus: [set({
          name,
          ..._source,
          virtualGPUOptions: display === undefined && ramFb === undefined ? undefined : { display: set({ enabled: display, ramFB: state(ramFb) }) },
          tag,
        })],
      },
    })),
    ...hostDevices.map(({ name, _source, _options: { tag } }, index) => ({
      prop: `hostDevices[${index}]`, devices: { hostDevices: [set({ name, ..._source, tag })] },
    })),
    ...resourceClaims.map(({ name, _source }, index) => ({
      prop: `resourceClaims[${index}]`, pod: { resourceClaims: [{ name, ..._source }] },
    })),
  ];
}
