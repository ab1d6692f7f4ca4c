import { featurePart, state } from './features';
import { set, VmInput, VmPart } from './part';
import { HYPERV_REQUIRES } from '../kubevirt/hyperv';

/**
 * What a guest can be told in the terms of Microsoft's hypervisor. `true` or `false` says whether the guest has it.
 * @see https://www.qemu.org/docs/master/system/i386/hyperv.html
 */
export interface HyperVFeatures {
  /** No watchdog timeouts in the guest. @default - the machine's */
  readonly relaxed?: boolean;
  /** Faster interrupts. @default - the machine's */
  readonly vapic?: boolean;
  /**
   * How often the guest tries for a spinlock before it tells the host, at least 4096.
   * @default - the machine's
   */
  readonly spinlocks?: number;
  /** Indexes of virtual processors. @default - the machine's */
  readonly vpindex?: boolean;
  /** How long each virtual processor ran. @default - the machine's */
  readonly runtime?: boolean;
  /** Synthetic interrupt controller. Brings `vpindex`. @default - the machine's */
  readonly synic?: boolean;
  /** Synthetic timers. Brings `synic` and the Hyper-V clock. @default - the machine's */
  readonly synictimer?: boolean;
  /** Synthetic timers that interrupt directly. Brings `synictimer`. @default - the machine's */
  readonly synictimerDirect?: boolean;
  /** Restart of the guest through the hypervisor. @default - the machine's */
  readonly reset?: boolean;
  /**
   * Vendor of the hypervisor that the guest sees, at most 12 characters.
   * @default - the machine's
   */
  readonly vendorId?: string;
  /** Frequencies of the time stamp counter and the APIC. @default - the machine's */
  readonly frequencies?: boolean;
  /**
   * Word of changes of the time stamp counter's frequency. Such a VM only migrates to nodes whose counter can have the same.
   * @default - the machine's
   */
  readonly reenlightenment?: boolean;
  /** Flushes of address translations by the host. Brings `vpindex`. @default - the machine's */
  readonly tlbflush?: boolean;
  /** The same from guests within the guest. Brings `tlbflush`. @default - the machine's */
  readonly tlbflushDirect?: boolean;
  /** Flushes of parts. Brings `tlbflush`. @default - the machine's */
  readonly tlbflushExtended?: boolean;
  /** Interrupts between virtual processors by the host. Brings `vpindex`. @default - the machine's */
  readonly ipi?: boolean;
  /**
   * Faster guests within the guest. Brings `vapic`, and needs an Intel CPU with `vmx`.
   * @default - the machine's
   */
  readonly evmcs?: boolean;
}

/** What each feature cannot be without, the ones that need most first. */
const REQUIRES: readonly (readonly [feature: keyof HyperVFeatures, required: keyof HyperVFeatures])[] = [
  ['synictimerDirect', 'synictimer'],
  ['tlbflushDirect', 'tlbflush'],
  ['tlbflushExtended', 'tlbflush'],
  ...HYPERV_REQUIRES,
];

/** What KubeVirt's own preferences for Windows turn on. */
const RECOMMENDED: HyperVFeatures = {
  relaxed: true,
  vapic: true,
  spinlocks: 8191,
  vpindex: true,
  runtime: true,
  synic: true,
  synictimer: true,
  synictimerDirect: true,
  reset: true,
  frequencies: true,
  reenlightenment: true,
  tlbflush: true,
  ipi: true,
};

/** What Windows likes of its hypervisor. */
export class HyperV {
  /** These features, and those that they cannot be without, unless they are given as `false`. */
  public static of(features: HyperVFeatures): HyperV {
    const given: HyperVFeatures = set(features);
    return new HyperV(REQUIRES.reduce((all, [feature, required]) => all[feature] ? { [required]: true, ...all } : all, given));
  }

  /** All that makes Windows run well, with what is given here otherwise. */
  public static recommended(features: HyperVFeatures = {}): HyperV {
    return HyperV.of({ ...RECOMMENDED, ...set(features) });
  }

  /** All that the node has. Such a VM cannot be migrated while it runs. */
  public static passthrough(): HyperV {
    return new HyperV();
  }

  private constructor(/** `undefined` where they are passed through. @internal */ public readonly _features?: HyperVFeatures) {}
}

/** What Windows likes. */
export interface HyperVOptions {
  /**
   * What the guest is told in the terms of Microsoft's hypervisor.
   * @default - nothing
   */
  readonly hyperv?: HyperV;
}

/** The features, and the clock that QEMU wants with synthetic timers and KubeVirt does not add. */
export function hypervParts({ hyperv, clock }: VmInput): VmPart[] {
  if (!hyperv) return [];
  const features = hyperv._features;
  if (!features) return [featurePart('hyperv', { hypervPassthrough: { enabled: true } })];
  return [{
    prop: 'hyperv',
    fields: FIELDS,
    domain: {
      ...featurePart('hyperv', { hyperv: featuresOf(features) }).domain,
      ...(features.synictimer && { clock: { ...(!clock && { utc: {} }), timer: { hyperv: {} } } }),
    },
  }];
}

/** Which feature makes a field that is called otherwise. */
const FIELDS = { vendorid: 'vendorId' };

function featuresOf(features: HyperVFeatures): object {
  const { spinlocks, synictimer, synictimerDirect, vendorId, tlbflush, tlbflushDirect, tlbflushExtended, ...simple } = features;
  return set({
    ...Object.fromEntries(Object.entries(simple).map(([name, enabled]) => [name, state(enabled)])),
    spinlocks: spinlocks === undefined ? undefined : { spinlocks },
    vendorid: vendorId === undefined ? undefined : { vendorid: vendorId },
    synictimer: synictimer === undefined ? undefined : set({ enabled: synictimer, direct: state(synictimerDirect) }),
    tlbflush: tlbflush === undefined ? undefined : set({ enabled: tlbflush, direct: state(tlbflushDirect), extended: state(tlbflushExtended) }),
  });
}
