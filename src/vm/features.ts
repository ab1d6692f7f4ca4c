import { set, VmInput, VmPart } from './part';

/** The guest's interrupt controller. */
export interface Apic {
  /** @default true */
  readonly enabled?: boolean;
  /**
   * Whether the guest is told of the end of interrupts.
   * @default false
   */
  readonly endOfInterrupt?: boolean;
}

/**
 * What the machine offers to the guest.
 * @see https://kubevirt.io/user-guide/compute/virtual_hardware/#features
 */
export interface FeatureOptions {
  /**
   * Whether the guest has ACPI.
   * @default - KubeVirt's: true, but false on s390x
   */
  readonly acpi?: boolean;
  /** @default - the machine's */
  readonly apic?: Apic;
  /**
   * Whether the guest has system management mode, which secure boot needs.
   * @default - true with secure boot
   */
  readonly smm?: boolean;
  /**
   * Whether the guest is kept from seeing that it runs on KVM, as drivers of some GPUs want it.
   * @default false
   */
  readonly kvmHidden?: boolean;
  /**
   * Whether the guest knows that the host has paravirtual spinlocks. Old kernels want this off.
   * @default - the machine's
   */
  readonly pvspinlock?: boolean;
}

/** Fields of `domain.features`, in which the server always writes `acpi`. */
export function featurePart(prop: string, features: object): VmPart {
  return { prop, domain: { features: { acpi: {}, ...features } } };
}

/** On or off; `undefined` where nothing is said. */
export function state(enabled: boolean | undefined): { enabled: boolean } | undefined {
  return enabled === undefined ? undefined : { enabled };
}

/** The features of the machine. Of those that are not pointers in KubeVirt's API, the server drops what is false. */
export function featureParts({ acpi, apic, smm, kvmHidden, pvspinlock }: VmInput): VmPart[] {
  const features = set({
    acpi: state(acpi),
    apic: apic && set({ enabled: apic.enabled, endOfInterrupt: apic.endOfInterrupt || undefined }),
    smm: state(smm),
    pvspinlock: state(pvspinlock),
  });
  return [
    ...Object.entries(features).map(([prop, value]) => featurePart(prop, { [prop]: value })),
    ...(kvmHidden === undefined ? [] : [featurePart('kvmHidden', { kvm: set({ hidden: kvmHidden || undefined }) })]),
  ];
}
