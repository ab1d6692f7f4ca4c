import { ITerraformDependable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { rivals } from '../admission/across/migration-policies';
import { Finding } from '../admission/finding';
import { AppRegistry } from '../construct/app-registry';
import { labelFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding, report } from '../construct/report';
import { filled, isMap, set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { ClusterObjectPlacement } from '../object/options';
import { clusterShapeFindings, IVmoCluster } from '../profile/cluster';

/** A migration policy that a VM can be moved by. */
export interface IMigrationPolicy extends IConstruct {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Its name. */
  readonly policyName: string;
  /** Labels that the policy looks for on running VMs; a VM that names the policy gets them. */
  readonly virtualMachineInstanceSelector: { [key: string]: string };
  /** What a VM that names it waits for. */
  readonly dependables: ITerraformDependable[];
}

/** How memory is packed on its way. */
export enum MigrationCompression {
  /** Not at all. */
  NONE = 'none',
  /** With Zstandard. */
  ZSTD = 'zstd',
}

/** When KubeVirt takes a migration for stuck. Experimental upstream. */
export interface MigrationStallDetector {
  /** Weight of the last measurement in the average, above 0 and at most 1. @default - KubeVirt's */
  readonly ewmaAlpha?: number;
  /** How many times the bandwidth must be what the guest writes for copying to be worth it, at least 1. @default - KubeVirt's */
  readonly precopyPossibleFactor?: number;
  /** How fast patience runs out, 0 to 1. @default - KubeVirt's */
  readonly patienceWindowDecayFactor?: number;
  /** Factor on the time that a migration may take, at least 1. @default - KubeVirt's */
  readonly completionTimeoutFactor?: number;
  /** Percent by which progress may fall behind, 0 to 100. @default - KubeVirt's */
  readonly stallMargin?: number;
  /** Seconds without progress. @default - KubeVirt's */
  readonly stallProgressTimeout?: number;
  /** Seconds for the last step. @default - KubeVirt's */
  readonly switchoverTimeout?: number;
  /** Whether to wait for a moment at which little is left. @default - KubeVirt's */
  readonly searchLocalMinima?: boolean;
}

/** Props of `MigrationPolicy`. */
export interface MigrationPolicyProps extends ClusterObjectPlacement {
  /**
   * Labels of the VMs it is for, all of them.
   * @default - one of its own, which VMs get that name it as their `migrationPolicy`; or none, where there is a `namespaceSelector`
   */
  readonly virtualMachineInstanceSelector?: { [key: string]: string };
  /**
   * Labels of the namespaces it is for, all of them: `{ 'kubernetes.io/metadata.name': 'databases' }`.
   * @default - any namespace
   */
  readonly namespaceSelector?: { [key: string]: string };
  /**
   * Whether a guest that writes faster than can be copied is slowed down.
   * @default - the cluster's
   */
  readonly allowAutoConverge?: boolean;
  /**
   * Whether such a guest goes on at the new node before all of it is there. If a node or the network fails then, it is lost.
   * @default - the cluster's
   */
  readonly allowPostCopy?: boolean;
  /**
   * Whether such a guest may be paused until all of it is there.
   * @default - as `allowPostCopy`, or the cluster's
   */
  readonly allowWorkloadDisruption?: boolean;
  /**
   * Bytes per second, such as `64Mi`; `0` is no limit.
   * @default - the cluster's
   */
  readonly bandwidthPerMigration?: string;
  /**
   * Seconds for each GiB of memory and of disks that are copied along, after which the migration is given up.
   * @default - the cluster's
   */
  readonly completionTimeoutPerGiB?: number;
  /**
   * Milliseconds that the guest may stand still. From KubeVirt 1.9 on; needs the feature gate `MigrationStallDetection`.
   * @default - KubeVirt's
   */
  readonly maxDowntimeMs?: number;
  /**
   * How memory is packed on its way. From KubeVirt 1.9 on; experimental upstream.
   * @default - KubeVirt's
   */
  readonly compression?: MigrationCompression;
  /**
   * When a migration is taken for stuck. From KubeVirt 1.9 on; needs the feature gate `MigrationStallDetection`.
   * @default - KubeVirt's
   */
  readonly stallDetector?: MigrationStallDetector;
}

/** Label of VMs that name their policy: a running VM has none with its own name, and a policy knows labels only. */
const POLICY_LABEL = 'cdktf-vmo/migration-policy';

/**
 * How VMs move from node to node: how fast, how long, and what may happen to a guest that writes faster than can be copied.
 *
 * Of several policies that fit a VM, KubeVirt takes the one with the most labels.
 *
 * Throws an error with every mistake in it.
 * @see https://kubevirt.io/user-guide/cluster_admin/migration_policies/
 */
export class MigrationPolicy extends Construct implements IMigrationPolicy, ITerraformDependable {
  public readonly cluster: IVmoCluster;
  public readonly policyName: string;
  public readonly virtualMachineInstanceSelector: { [key: string]: string };
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: MigrationPolicyProps) {
    super(scope, id);
    report(this, 'MigrationPolicy', policyShapeFindings(props));
    const { cluster, name = id, namespaceSelector, virtualMachineInstanceSelector } = props;
    this.cluster = cluster;
    this.policyName = name;
    this.virtualMachineInstanceSelector = virtualMachineInstanceSelector ?? (namespaceSelector ? {} : { [POLICY_LABEL]: name });
    const manifest = policyManifest(name, { ...props, virtualMachineInstanceSelector: this.virtualMachineInstanceSelector });
    this.fqn = deliverObject(this, {
      className: 'MigrationPolicy',
      prefix: 'policy',
      cluster,
      options: props,
      manifests: [manifest],
      findings: [
        ...labelFindings('name', name, 'gentle'), // it is the value of a label
        ...effectFindings(manifest),
        ...rivalFindings(this, cluster, manifest),
      ],
    }).fqn;
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}

/** The MigrationPolicy. */
export function policyManifest(name: string, props: Omit<MigrationPolicyProps, 'cluster'>): any {
  const { namespaceSelector = {}, virtualMachineInstanceSelector = {}, compression, stallDetector } = props;
  return {
    apiVersion: 'migrations.kubevirt.io/v1alpha1',
    kind: 'MigrationPolicy',
    metadata: { name },
    spec: set({
      selectors: set({ namespaceSelector: filled(namespaceSelector), virtualMachineInstanceSelector: filled(virtualMachineInstanceSelector) }),
      allowAutoConverge: props.allowAutoConverge,
      allowPostCopy: props.allowPostCopy,
      allowWorkloadDisruption: props.allowWorkloadDisruption,
      bandwidthPerMigration: props.bandwidthPerMigration,
      completionTimeoutPerGiB: props.completionTimeoutPerGiB,
      maxDowntimeMs: props.maxDowntimeMs,
      experimental: compression === undefined && stallDetector === undefined ? undefined
        : set({ compression, stallDetector: stallDetector && detectorManifest(stallDetector) }),
    }),
  };
}

/** KubeVirt takes factors as text. */
function detectorManifest(detector: MigrationStallDetector): object {
  const { ewmaAlpha, precopyPossibleFactor, patienceWindowDecayFactor, completionTimeoutFactor, ...others } = detector;
  const text = (factor?: number) => factor === undefined ? undefined : String(factor);
  return set({
    ewmaAlpha: text(ewmaAlpha),
    precopyPossibleFactor: text(precopyPossibleFactor),
    patienceWindowDecayFactor: text(patienceWindowDecayFactor),
    completionTimeoutFactor: text(completionTimeoutFactor),
    ...others,
  });
}

function policyShapeFindings(given?: Partial<MigrationPolicyProps>): Finding[] {
  const { cluster, virtualMachineInstanceSelector, namespaceSelector } = given ?? {};
  const labels = (path: string, value: unknown) => shapeFindings(path, value, value === undefined || isMap(value), 'a map of labels: { team: "db" }');
  return [
    ...clusterShapeFindings(cluster),
    ...labels('virtualMachineInstanceSelector', virtualMachineInstanceSelector),
    ...labels('namespaceSelector', namespaceSelector),
  ];
}

function effectFindings({ spec: { selectors, ...settings } }: any): Finding[] {
  return Object.keys(settings).length > 0 ? []
    : [propFinding('allowAutoConverge', 'the policy sets nothing, and takes the place of others that do', 'set what is to be otherwise than on the cluster, such as bandwidthPerMigration: "64Mi"')];
}

/** Policies of this app that fit the same VMs just as well. */
function rivalFindings(scope: IConstruct, { clusterName }: IVmoCluster, manifest: any): Finding[] {
  const { migrationPolicies } = AppRegistry.of(scope);
  const others = migrationPolicies.get(clusterName) ?? [];
  migrationPolicies.set(clusterName, [...others, manifest]);
  return others.flatMap((other) => rivals(manifest, other).map((problem): Finding => ({ ruleId: 'MP-3', severity: 'warning', phase: 'runtime', ...problem })));
}
