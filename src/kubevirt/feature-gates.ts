import { GateState, kubevirtFacts } from './facts';
import { KubevirtVersion } from './version';

/**
 * What Palette's VMO pack turns on: live migration, snapshots, hot-plugged volumes and NICs, export, online disk growth,
 * CPU and memory hotplug, persistent TPM/EFI state, volume migration and CPU pinning. Its `Sidecar` gate is left out:
 * it lets anyone who may create a VM run an image of theirs beside virt-launcher. Add it by name where you need it.
 */
const PALETTE = [
  'CPUManager', 'ExpandDisks', 'HotplugNICs', 'HotplugVolumes', 'LiveMigration', 'Snapshot', 'VMExport',
  'VMLiveUpdateFeatures', 'VMPersistentState', 'VolumeMigration', 'VolumesUpdateStrategy',
];

/** Gates that another one has replaced: listing the old name on a version that deprecates it would turn the new one's work off. */
const REPLACED_BY: Record<string, string> = { HotplugVolumes: 'DeclarativeHotplugVolumes' };

/** Beta gates of 1.9 that stay on although nobody asked: they only make the platform safer. */
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
 * and, where Beta gates are on by default, with every Beta gate nobody asked for turned off.
 */
export function gateLists(version: KubevirtVersion, additional: string[] = [], disabled: string[] = []): GateLists {
  const states = kubevirtFacts(version).gates;
  const palette = PALETTE.map((gate) => states[gate] === 'Deprecated' ? REPLACED_BY[gate] ?? gate : gate);
  const wanted = new Set([...palette, ...additional].filter((gate) => !disabled.includes(gate)));
  const featureGates = [...wanted].filter((gate) => !isOnForGood(states, gate)).sort();
  const off = betaIsOn(version)
    ? Object.keys(states).filter((gate) => states[gate] === 'Beta' && !wanted.has(gate) && !HARDENING.includes(gate))
    : [];
  return { featureGates, disabledFeatureGates: [...new Set([...off, ...disabled])].sort() };
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
