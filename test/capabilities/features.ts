import { Capability, domain } from './capability';
import { Clock, HyperV, RtcTrack, TickPolicy } from '../../src';

/** What `HyperV.recommended()` makes, and `Guest.windows()` with it. */
export const RECOMMENDED_HYPERV = {
  relaxed: { enabled: true },
  vapic: { enabled: true },
  spinlocks: { spinlocks: 8191 },
  vpindex: { enabled: true },
  runtime: { enabled: true },
  synic: { enabled: true },
  synictimer: { enabled: true, direct: { enabled: true } },
  reset: { enabled: true },
  frequencies: { enabled: true },
  reenlightenment: { enabled: true },
  tlbflush: { enabled: true },
  ipi: { enabled: true },
};

export const features: Capability[] = [
  {
    title: 'Clock in the time of a zone, and timers',
    vm: () => ({
      clock: Clock.timezone('Europe/Berlin', {
        timers: {
          hpet: { present: false },
          pit: { tickPolicy: TickPolicy.DELAY },
          rtc: { tickPolicy: TickPolicy.CATCHUP, track: RtcTrack.GUEST },
          kvm: { present: true },
          hyperv: {},
        },
      }),
    }),
    spec: domain({
      clock: {
        timezone: 'Europe/Berlin',
        timer: {
          hpet: { present: false },
          pit: { tickPolicy: 'delay' },
          rtc: { tickPolicy: 'catchup', track: 'guest' },
          kvm: { present: true },
          hyperv: {},
        },
      },
    }),
  },
  {
    title: 'Clock ahead of UTC',
    vm: () => ({ clock: Clock.utc({ offsetSeconds: 3600, timers: { hpet: { present: false } } }) }),
    spec: domain({ clock: { utc: { offsetSeconds: 3600 }, timer: { hpet: { present: false } } } }),
  },
  {
    title: 'All Hyper-V features that Windows likes',
    vm: () => ({ hyperv: HyperV.recommended() }),
    spec: domain({
      features: {
        acpi: {},
        hyperv: RECOMMENDED_HYPERV,
      },
      clock: { utc: {}, timer: { hyperv: {} } },
    }),
  },
  {
    title: 'Some Hyper-V features, and what they need',
    vm: () => ({ hyperv: HyperV.of({ synictimer: true, relaxed: false, vendorId: 'example' }) }),
    spec: domain({
      features: {
        acpi: {},
        hyperv: {
          vpindex: { enabled: true }, synic: { enabled: true }, synictimer: { enabled: true }, relaxed: { enabled: false }, vendorid: { vendorid: 'example' },
        },
      },
      clock: { utc: {}, timer: { hyperv: {} } },
    }),
  },
  {
    title: 'Each Hyper-V feature by its name',
    vm: () => ({
      hyperv: HyperV.of({
        relaxed: true,
        vapic: true,
        spinlocks: 4096,
        vpindex: true,
        runtime: true,
        synic: true,
        synictimer: true,
        synictimerDirect: true,
        reset: true,
        frequencies: true,
        reenlightenment: false,
        tlbflush: true,
        tlbflushDirect: true,
        tlbflushExtended: true,
        ipi: true,
        evmcs: true,
      }),
    }),
    spec: domain({
      features: {
        acpi: {},
        hyperv: {
          ...Object.fromEntries(['relaxed', 'vapic', 'vpindex', 'runtime', 'synic', 'reset', 'frequencies', 'ipi'].map((feature) => [feature, { enabled: true }])),
          spinlocks: { spinlocks: 4096 },
          synictimer: { enabled: true, direct: { enabled: true } },
          tlbflush: { enabled: true, direct: { enabled: true }, extended: { enabled: true } },
          reenlightenment: { enabled: false },
          evmcs: { enabled: true },
        },
      },
      clock: { utc: {}, timer: { hyperv: {} } },
    }),
  },
  {
    title: 'All Hyper-V features of the node',
    vm: () => ({ hyperv: HyperV.passthrough() }),
    spec: domain({ features: { acpi: {}, hypervPassthrough: { enabled: true } } }),
  },
  {
    title: 'ACPI, APIC, SMM and spinlocks on and off',
    vm: () => ({ acpi: false, apic: { enabled: true, endOfInterrupt: true }, smm: true, pvspinlock: false }),
    spec: domain({
      features: { acpi: { enabled: false }, apic: { enabled: true, endOfInterrupt: true }, smm: { enabled: true }, pvspinlock: { enabled: false } },
    }),
  },
  {
    title: 'Guest that cannot see KVM',
    vm: () => ({ kvmHidden: true }),
    spec: domain({ features: { acpi: {}, kvm: { hidden: true } } }),
  },
];
