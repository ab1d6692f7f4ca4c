import { Capability, DEFAULT_CAPABILITIES, GATES_OF } from './capability';
import { GateState, kubevirtFacts } from './facts';
import { knownOfMinor, KubevirtVersion, runningRelease } from './version';

/** Which feature gates are on that nobody asked for, in versions whose Beta gates are on unless turned off (KubeVirt 1.9 and newer). */
export enum BetaFeatures {
  /** Those that only make the platform safer: `KubevirtSeccompProfile` and `NodeRestriction`. */
  CURATED = 'curated',
  /** All that KubeVirt itself turns on. Some need more of the cluster than KubeVirt: see `docs/components/kubevirt.md`. */
  DEFAULT = 'default',
  /** None. */
  NONE = 'none',
}

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

/** What is asked for of a version. */
export interface GateChoice {
  /** @default - DEFAULT_CAPABILITIES */
  readonly capabilities?: readonly Capability[];
  /** In addition to those of the capabilities. @default - none */
  readonly featureGates?: readonly string[];
  /** Turned off, those of the capabilities included. @default - none */
  readonly disabledFeatureGates?: readonly string[];
  /** @default BetaFeatures.CURATED */
  readonly betaFeatures?: BetaFeatures;
  /** The release that runs until the upgrade is through. @default - the version */
  readonly previousVersion?: string;
}

/**
 * The lists to write into the KubeVirt CR: the gates of the capabilities and those asked for by name, without what the version has on for good (GA),
 * save what a previous version still needs, and, where Beta gates are on by default, with those turned off that nobody asked for.
 */
export function gateLists(version: KubevirtVersion, choice: GateChoice = {}): GateLists {
  const { capabilities = DEFAULT_CAPABILITIES, featureGates: additional = [], disabledFeatureGates: disabled = [] } = choice;
  const { betaFeatures: beta = BetaFeatures.CURATED, previousVersion } = choice;
  const states = kubevirtFacts(version).gates;
  const ofCapabilities = capabilities.flatMap((capability) => GATES_OF[capability] ?? [])
    .filter((gate) => gate !== DECLARATIVE || !additional.includes(IMPERATIVE));
  const wanted = new Set([...ofCapabilities, ...additional].filter((gate) => !disabled.includes(gate)));
  const stillNeeded = neededBy(previousVersion);
  const featureGates = [...wanted].filter((gate) => !isOnForGood(states, gate) || stillNeeded(gate, additional)).sort();
  const unasked = betaIsOn(version) && beta !== BetaFeatures.DEFAULT
    ? Object.keys(states).filter((gate) => states[gate] === 'Beta' && !wanted.has(gate) && (beta === BetaFeatures.NONE || !HARDENING.includes(gate)))
    : [];
  return { featureGates, disabledFeatureGates: [...new Set([...unasked, ...disabled])].sort() };
}

/**
 * Which gates that the version has for good the components of the one before still look for: they run until the new ones have taken their place. Of a
 * version without facts here, all that were asked for by name; KubeVirt takes them with a warning.
 */
function neededBy(previousVersion: string | undefined): (gate: string, byName: readonly string[]) => boolean {
  const release = runningRelease(previousVersion);
  if (!release) return () => false;
  const known = knownOfMinor(release);
  if (!known) return (gate, byName) => byName.includes(gate);
  const before = kubevirtFacts(known).gates;
  return (gate) => before[gate] !== undefined && !isOnForGood(before, gate);
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

/** Whether nothing turns a gate off any more. */
export function isOnForGood(states: Record<string, GateState>, gate: string): boolean {
  return states[gate] === 'GA' && gate !== PERSISTENT_RESERVATION;
}

/** What some gates need of Kubernetes. */
export interface GateOnKubernetes {
  /** The minor version of Kubernetes that has it by itself. */
  readonly since: number;
  /** An older one, where it can be turned on. @default - there is none */
  readonly byHand?: number;
  /** What happens without. */
  readonly otherwise: string;
}

const DRA: GateOnKubernetes = { since: 34, otherwise: 'resource.k8s.io/v1 is not served before it, and virt-controller asks for it' };

/** Gates that need a newer Kubernetes than KubeVirt itself. */
export const GATES_ON_KUBERNETES: Readonly<Record<string, GateOnKubernetes>> = {
  ImageVolume: { since: 35, byHand: 31, otherwise: 'container disks become image volumes, and VMs with them do not start' },
  GPUsWithDRA: DRA,
  HostDevicesWithDRA: DRA,
  NetworkDevicesWithDRA: DRA,
};
