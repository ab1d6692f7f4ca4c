import { SchemaNode } from '../kubevirt/facts';
import { set } from '../kubevirt/maps';
import { canonicalQuantity, MEBIBYTE, NANO, nanos } from '../kubevirt/quantity';

/** What the pods and claims of a namespace may ask for together. */
export interface QuotaRequests {
  /** CPUs, such as `16` or `1500m`. A VM asks for a tenth of its own, unless it or the cluster says otherwise. @default - as many as there are */
  readonly cpu?: string;
  /** Memory, such as `256Gi`. @default - as much as there is */
  readonly memory?: string;
  /** What all claims ask for together, such as `10Ti`. @default - as much as there is */
  readonly storage?: string;
}

/** What the pods of a namespace may use at most, together. Each pod must then say what it uses at most; for VMs, KubeVirt does. */
export interface QuotaLimits {
  /** CPUs, such as `64`. @default - as many as there are */
  readonly cpu?: string;
  /** Memory, such as `512Gi`. @default - as much as there is */
  readonly memory?: string;
}

/**
 * What VMs take beside what their guests have. It is added to the CPU and memory of a quota, so that these can be what guests may have:
 * for each VM 15m CPU and 315M memory, and twice the largest VM, which is there twice while it moves to another node.
 */
export interface QuotaHeadroom {
  /** How many VMs are to run at the same time. */
  readonly vms: number;
  /** CPUs of the largest of them, as it asks for them. @default - none */
  readonly largestCpu?: string;
  /** Memory of the largest of them. @default - none */
  readonly largestMemory?: string;
}

/**
 * A ResourceQuota. VMs of the app are held against it at synth.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export interface VmQuota {
  /** @default vmo-quota */
  readonly name?: string;
  /** @default - any amount */
  readonly requests?: QuotaRequests;
  /** @default - any amount */
  readonly limits?: QuotaLimits;
  /**
   * Room for what VMs need beside their guests, on top of `requests` and `limits` of CPU and memory.
   * @default - none: they are the whole
   */
  readonly headroom?: QuotaHeadroom;
  /** Number of VMs, running or not. @default - any number */
  readonly virtualMachines?: number;
  /** Number of pods: one for each VM that runs, another while it moves, and those that import its disks. @default - any number */
  readonly pods?: number;
  /** Number of claims. @default - any number */
  readonly claims?: number;
  /** What claims of a StorageClass ask for together, by class: `{ 'ceph-block': '5Ti' }`. @default - any amount */
  readonly storageOfClasses?: { readonly [storageClass: string]: string };
  /** Anything else that a quota can count: `{ 'requests.nvidia.com/A10': '4' }`. @default - none */
  readonly others?: { readonly [resource: string]: string };
}

/** What containers of a namespace get and may have, where they do not say or say too much. */
export interface ContainerLimits {
  /**
   * Requests of containers that have none.
   * @default - none
   */
  readonly defaultRequests?: { readonly [resource: string]: string };
  /**
   * Limits of containers that have none. KubeVirt gives the containers of a VM no limits, unless the VM or a quota asks for them: below what
   * the largest VM asks for, this refuses its pod.
   * @default - none
   */
  readonly defaultLimits?: { readonly [resource: string]: string };
  /** The least a container may ask for. @default - any */
  readonly min?: { readonly [resource: string]: string };
  /** The most a container may ask for, and must then limit itself to. @default - any */
  readonly max?: { readonly [resource: string]: string };
}

/**
 * A LimitRange: bounds for single containers and claims.
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export interface VmLimitRange {
  /** @default vmo-limits */
  readonly name?: string;
  /** @default - none */
  readonly containers?: ContainerLimits;
  /** The smallest claim: `1Gi`. @default - any size */
  readonly smallestClaim?: string;
  /** The largest claim: `2Ti`. @default - any size */
  readonly largestClaim?: string;
}

const QUANTITY: SchemaNode = { type: 'quantity' };
const QUANTITIES: SchemaNode = { type: 'map', values: QUANTITY };
const COUNT: SchemaNode = { type: 'integer', minimum: 0 };

/** The same, for checks. */
export const QUOTA: SchemaNode = {
  type: 'object',
  fields: {
    name: { type: 'string' },
    requests: { type: 'object', fields: { cpu: QUANTITY, memory: QUANTITY, storage: QUANTITY } },
    limits: { type: 'object', fields: { cpu: QUANTITY, memory: QUANTITY } },
    headroom: { type: 'object', fields: { vms: COUNT, largestCpu: QUANTITY, largestMemory: QUANTITY }, required: ['vms'] },
    virtualMachines: COUNT,
    pods: COUNT,
    claims: COUNT,
    storageOfClasses: QUANTITIES,
    others: QUANTITIES,
  },
};

export const LIMIT_RANGE: SchemaNode = {
  type: 'object',
  fields: {
    name: { type: 'string' },
    containers: { type: 'object', fields: { defaultRequests: QUANTITIES, defaultLimits: QUANTITIES, min: QUANTITIES, max: QUANTITIES } },
    smallestClaim: QUANTITY,
    largestClaim: QUANTITY,
  },
};

/** Name of the ResourceQuota. */
export function quotaName({ name = 'vmo-quota' }: VmQuota): string {
  return name;
}

/** Name of the LimitRange. */
export function limitRangeName({ name = 'vmo-limits' }: VmLimitRange): string {
  return name;
}

/** What a quota grants, headroom included. */
export function granted(quota: VmQuota): Record<string, string> {
  const { requests = {}, limits = {}, headroom, virtualMachines, pods, claims, storageOfClasses = {}, others = {} } = quota;
  const classes = Object.entries(storageOfClasses).map(([name, amount]) => [`${name}.storageclass.storage.k8s.io/requests.storage`, amount]);
  return set({
    'requests.cpu': withHeadroom('cpu', requests.cpu, headroom),
    'requests.memory': withHeadroom('memory', requests.memory, headroom),
    'requests.storage': requests.storage,
    'limits.cpu': withHeadroom('cpu', limits.cpu, headroom),
    'limits.memory': withHeadroom('memory', limits.memory, headroom),
    'count/virtualmachines.kubevirt.io': text(virtualMachines),
    'pods': text(pods),
    'persistentvolumeclaims': text(claims),
    ...Object.fromEntries(classes),
    ...others,
  }) as Record<string, string>;
}

function text(number: number | undefined): string | undefined {
  return number === undefined ? undefined : String(number);
}

/** What Palette's documentation reckons with for each VM, in billionths: 15m CPU, 315 MB. */
const OVERHEAD = { cpu: 15n * NANO / 1000n, memory: 315_000_000n * NANO };

/** In whole thousandths of a CPU, and in whole MiB. */
const STEP = { cpu: [NANO / 1000n, 'm'], memory: [MEBIBYTE, 'Mi'] } as const;

function withHeadroom(resource: 'cpu' | 'memory', amount: string | undefined, headroom: QuotaHeadroom | undefined): string | undefined {
  if (amount === undefined || headroom === undefined) return amount;
  const largest = nanos(resource === 'cpu' ? headroom.largestCpu : headroom.largestMemory) ?? 0n;
  const total = nanos(amount)! + OVERHEAD[resource] * BigInt(headroom.vms) + 2n * largest;
  const [step, suffix] = STEP[resource];
  return canonicalQuantity(`${(total + step - 1n) / step}${suffix}`);
}

/** The manifest of a ResourceQuota. */
export function quotaManifest(namespace: string, quota: VmQuota): object {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: quotaName(quota), namespace }, spec: { hard: granted(quota) } };
}

/** The manifest of a LimitRange. */
export function limitRangeManifest(namespace: string, range: VmLimitRange): object {
  const { containers, smallestClaim, largestClaim } = range;
  const storage = (amount: string | undefined) => amount === undefined ? undefined : { storage: amount };
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: limitRangeName(range), namespace },
    spec: {
      limits: [
        ...(containers ? [set({
          type: 'Container', default: containers.defaultLimits, defaultRequest: containers.defaultRequests, min: containers.min, max: containers.max,
        })] : []),
        ...(smallestClaim ?? largestClaim ? [set({ type: 'PersistentVolumeClaim', min: storage(smallestClaim), max: storage(largestClaim) })] : []),
      ],
    },
  };
}
