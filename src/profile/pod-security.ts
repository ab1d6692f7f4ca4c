import { SchemaNode } from '../kubevirt/facts';

/**
 * How much pods of a namespace may do.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** All there is. */
  PRIVILEGED = 'privileged',
  /** Nothing of their node. */
  BASELINE = 'baseline',
  /** Nothing that an ordinary program does without. */
  RESTRICTED = 'restricted',
}

/**
 * What Kubernetes' own admission says to pods of a namespace.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export interface PodSecurity {
  /**
   * Pods beyond this level are refused.
   * @default - what the cluster does with namespaces that do not say
   */
  readonly enforce?: PodSecurityLevel;
  /**
   * Pods beyond this level are noted in the audit log.
   * @default - what the cluster does with namespaces that do not say
   */
  readonly audit?: PodSecurityLevel;
  /**
   * Who makes a pod beyond this level is warned.
   * @default - what the cluster does with namespaces that do not say
   */
  readonly warn?: PodSecurityLevel;
  /**
   * Version of Kubernetes whose definition of these levels counts: `v1.35`.
   * @default - the cluster's own
   */
  readonly version?: string;
}

const LEVEL: SchemaNode = { type: 'string', enum: Object.values(PodSecurityLevel) };

/** The same, for checks. */
export const POD_SECURITY: SchemaNode = {
  type: 'object',
  fields: { enforce: LEVEL, audit: LEVEL, warn: LEVEL, version: { type: 'string', pattern: '^(latest|v1\\.\\d{2})$' } },
};

/** The labels of a namespace that say it. */
export function podSecurityLabels({ version, ...levels }: PodSecurity): Record<string, string> {
  return Object.fromEntries((['enforce', 'audit', 'warn'] as const).flatMap((mode): [string, string][] => {
    const level = levels[mode];
    const label = `pod-security.kubernetes.io/${mode}`;
    return level === undefined ? [] : [[label, level], ...(version === undefined ? [] : [[`${label}-version`, version] satisfies [string, string]])];
  }));
}

/** The most that pods of a namespace may do, of those that several components need. */
export function mostPrivileged(levels: readonly PodSecurityLevel[]): PodSecurityLevel | undefined {
  return Object.values(PodSecurityLevel).find((level) => levels.includes(level));
}
