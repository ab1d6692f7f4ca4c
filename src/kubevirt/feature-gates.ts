import { GateState, kubevirtFacts } from './facts';
import { KubevirtVersion } from './version';

/** Which feature gates are on that nobody asked for, in versions whose Beta gates are on unless turned off (KubeVirt 1.9 and newer). */
export enum BetaFeatures {
  /** Those that only make the platform safer: `KubevirtSeccompProfile` and `NodeRestriction`. */
  CURATED = 'curated',
  /** All that KubeVirt itself turns on. Some need more of the cluster than KubeVirt: see `docs/components/kubevirt.md`. */
  DEFAULT = 'default',
  /** None. */
  NONE = 'none',
}

/**
 * What Palette's VMO pack turns on: live migration, snapshots, hot-plugged volumes and NICs, export, online disk growth,
 * CPU and memory hotplug, persistent TPM/EFI state, volume migration and CPU pinning. Its `Sidecar` gate is left out:
 * it lets anyone who may create a VM run an image of theirs beside virt-launcher. Add it by name where you need it.
 * `DECLARATIVE` has taken the place of its `HotplugVolumes`.
 */
const PALETTE = [
  'CPUManager', 'ExpandDisks', 'HotplugNICs', 'LiveMigration', 'Snapshot', 'VMExport', 'VMLiveUpdateFeatures', 'VMPersistentState', 'VolumeMigration',
  'VolumesUpdateStrategy',
];

/** With it, disks of a blueprint come to running VMs, and go; unless the older gate is listed, which takes them from `virtctl` alone. */
export const DECLARATIVE = 'DeclarativeHotplugVolumes';

/** The older gate. Where both are listed, KubeVirt goes by this one. */
export const IMPERATIVE = 'HotplugVolumes';

/** Beta gates that stay on although nobody asked: they only make the platform safer. */
const HARDENING = ['KubevirtSeccompProfile', 'NodeRestriction'];

/** What 1.9 has for good and still has off, until the gate is listed or `persistentReservationConfiguration` turns it on. */
const PERSISTENT_RESERVATION = 'PersistentReservation';

/** The gate lists of a KubeVirt CR. */
export interface GateLists { featureGates: string[]; disabledFeatureGates: string[] }

/** Whether Beta gates are on unless disabled (KubeVirt ≥ 1.9, VEP 229). */
function betaIsOn(version: KubevirtVersion): boolean {
  return version !== KubevirtVersion.V1_8_4;
}

/**
 * The lists to write into the KubeVirt CR: Palette's gates and the user's, without those the version has on for good (GA),
 * and, where Beta gates are on by default, with those turned off that nobody asked for.
 */
export function gateLists(version: KubevirtVersion, additional: string[] = [], disabled: string[] = [], beta = BetaFeatures.CURATED): GateLists {
  const states = kubevirtFacts(version).gates;
  const hotplug = additional.includes(IMPERATIVE) ? [] : [DECLARATIVE];
  const wanted = new Set([...PALETTE, ...hotplug, ...additional].filter((gate) => !disabled.includes(gate)));
  const featureGates = [...wanted].filter((gate) => !isOnForGood(states, gate)).sort();
  const unasked = betaIsOn(version) && beta !== BetaFeatures.DEFAULT
    ? Object.keys(states).filter((gate) => states[gate] === 'Beta' && !wanted.has(gate) && (beta === BetaFeatures.NONE || !HARDENING.includes(gate)))
    : [];
  return { featureGates, disabledFeatureGates: [...new Set([...unasked, ...disabled])].sort() };
}

/** The gates that are on in a cluster whose CR has these lists. What the CR says of persistent reservations elsewhere outweighs the gate. */
export function enabledGates(
  version: KubevirtVersion, lists: GateLists, persistentReservation = lists.featureGates.includes(PERSISTENT_RESERVATION),
): Set<string> {
  const states = kubevirtFacts(version).gates;
  const on = Object.keys(states).filter((gate) =>
    isOnForGood(states, gate) || (states[gate] === 'Beta' && betaIsOn(version) && !lists.disabledFeatureGates.includes(gate)));
  const gates = new Set([...on, ...lists.featureGates.filter((gate) => states[gate] !== 'Discontinued')]);
  if (persistentReservation) gates.add(PERSISTENT_RESERVATION); else gates.delete(PERSISTENT_RESERVATION);
  return gates;
}

function isOnForGood(states: Record<string, GateState>, gate: string): boolean {
  return states[gate] === 'GA' && gate !== PERSISTENT_RESERVATION;
}
