/**
 * The KubeVirt versions this library knows the facts of: field schema, feature gates, instancetypes, preferences.
 *
 * 1.7 and 1.8.0 to 1.8.3 are left out on purpose: 1.7 breaks live migration on upgrade from 1.6,
 * and 1.8.4 is the first of its line without CVE-2026-9804 (VMExport symlink traversal).
 *
 * @see https://github.com/kubevirt/kubevirt/releases
 */
export enum KubevirtVersion {
  /** KubeVirt 1.8.4, the default. Supports Kubernetes 1.33 to 1.35. */
  V1_8_4 = '1.8.4',
  /** KubeVirt 1.9.0. Supports Kubernetes 1.34 to 1.36. From 1.9 on, Beta feature gates are on unless disabled. */
  V1_9_0 = '1.9.0',
}

/** KubeVirt unless told otherwise. */
export const DEFAULT_KUBEVIRT_VERSION = KubevirtVersion.V1_8_4;

/** The minor versions of Kubernetes 1 from the oldest to the newest. */
export interface KubernetesRange { readonly oldest: number; readonly newest: number }

/** The Kubernetes that each version is tested with upstream: the lanes in `kubevirtci/` of its sources. */
export const TESTED_KUBERNETES: Readonly<Record<KubevirtVersion, KubernetesRange>> = {
  [KubevirtVersion.V1_8_4]: { oldest: 33, newest: 35 },
  [KubevirtVersion.V1_9_0]: { oldest: 34, newest: 36 },
};

/** Whether a version is tested with a minor version of Kubernetes upstream. */
export function isTestedOn(version: KubevirtVersion, minor: number): boolean {
  const { oldest, newest } = TESTED_KUBERNETES[version];
  return oldest <= minor && minor <= newest;
}

/**
 * Below it nothing is installed: the chart of the KubeVirt CR has a ValidatingAdmissionPolicy, `v1` since Kubernetes 1.30. `kubeVersion` of the charts
 * says it, too.
 */
export const OLDEST_KUBERNETES = 30;

/** A version of three numbers. */
export type Release = readonly [major: number, minor: number, patch: number];

/** `1.8.4` or `v1.8.4` by its numbers; `undefined` where it is none. */
export function releaseOf(version: unknown): Release | undefined {
  const [, major, minor, patch] = (typeof version === 'string' && /^v?(\d+)\.(\d+)\.(\d+)$/.exec(version)) || [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** The release that a cluster says it runs: a build of one's own has a name behind the numbers. */
export function runningRelease(version: unknown): Release | undefined {
  return releaseOf(typeof version === 'string' ? version.replace(/[-+].*$/s, '') : version);
}

/** Below 0 where the first is older, above 0 where it is newer. */
export function compareReleases(one: Release, other: Release): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/** Whether two versions differ in their patch at most. */
export function isSameMinor(one: Release, other: Release): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

/** The version of the same minor that this library knows the facts of. */
export function knownOfMinor(release: Release): KubevirtVersion | undefined {
  return Object.values(KubevirtVersion).find((version) => isSameMinor(releaseOf(version)!, release));
}

/** What is wrong with some versions, from the first to the last that has it. */
export interface Fault { readonly first: Release; readonly last: Release; readonly fault: string }

/** @see https://github.com/kubevirt/kubevirt/issues/15373 and 16386 there */
export const FAULTS: readonly Fault[] = [
  { first: [1, 6, 0], last: [1, 6, 2], fault: 'may leave a VM that is migrated running twice, which spoils its disks' },
  { first: [1, 7, 0], last: [1, 7, Infinity], fault: 'breaks the live migration of VMs that were started on 1.6' },
  { first: [1, 8, 0], last: [1, 8, 3], fault: 'has CVE-2026-9804: an export of a VM follows symbolic links out of its disk' },
];

/** What is known to be wrong with a version. */
export function faultsOf(release: Release): string[] {
  return FAULTS.filter(({ first, last }) => compareReleases(first, release) <= 0 && compareReleases(release, last) <= 0).map(({ fault }) => fault);
}

/** The last release of each older minor version, from which the next one is reached. */
export const LAST_PATCHES: Readonly<Record<number, string>> = { 5: '1.5.3', 6: '1.6.6', 8: '1.8.4', 9: '1.9.0' };

/** 1.7 is passed over: its live migration is broken, and 1.6 goes to 1.8. */
const PASSED_OVER = 7;

/**
 * The releases to go through from one to another of a newer minor version, that one last. None goes over a minor version save 1.7. What came before
 * 1.0 was called 0.59.
 */
export function upgradePath(from: Release, to: Release): string[] {
  const next = from[0] === 0 ? 0 : from[1] + 1;
  const between = Array.from({ length: Math.max(0, to[1] - next) }, (_, index) => next + index)
    .filter((minor) => minor !== PASSED_OVER);
  return [...between.map((minor) => LAST_PATCHES[minor] ?? `1.${minor}`), to.join('.')];
}
