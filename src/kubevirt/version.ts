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
