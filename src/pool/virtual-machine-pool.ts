import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { autoscalerManifest, autoscalingFindings, guestCpus, PoolAutoscaling } from './autoscaling';
import { PoolScaleInStrategy, PoolUpdateStrategy } from './strategies';
import { VmService, VmServiceOptions } from '../access';
import { exposed } from '../access/expose';
import { Finding } from '../admission/finding';
import { labelFindings, numberFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding, PropOf, report } from '../construct/report';
import { isMap, set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { ObjectPlacement } from '../object/options';
import { IVirtualMachine, VmNic } from '../object/virtual-machine';
import { clusterShapeFindings, IVmoCluster } from '../profile/cluster';
import { sharedIdentityFindings } from '../template/shared-identity';
import { VmBlueprint } from '../template/vm-template';
import { isNetworkConfigMade } from '../vm/checks/nics';
import { vmLiteralFindings, vmShapeFindings } from '../vm/checks/shapes';
import { FinishedVm, finishedVm, neededBy } from '../vm/finished';
import { propOf } from '../vm/part';
import { amountFindings } from '../vm/uniqueness';
import { VirtualMachineProps } from '../vm/virtual-machine';

/** What of a pool's VMs refers to things of their number, such as `web-cert-0`. */
export interface PoolNameGeneration {
  /**
   * Secrets on disks, and those of cloud-init.
   * @default false
   */
  readonly appendIndexToSecretRefs?: boolean;
  /**
   * ConfigMaps on disks.
   * @default false
   */
  readonly appendIndexToConfigMapRefs?: boolean;
}

/** When a pool replaces a VM that does not start. */
export interface PoolAutohealing {
  /**
   * After so many failed starts.
   * @default - KubeVirt's: 3
   */
  readonly startUpFailureThreshold?: number;
  /**
   * And after it has failed for so long: `10m`.
   * @default - KubeVirt's: 5m
   */
  readonly minFailingToStartDuration?: string;
}

/** Props of `VirtualMachinePool`. */
export interface VirtualMachinePoolProps extends ObjectPlacement {
  /** What every VM of the pool is like: that of a `VmTemplate`, too. What two VMs cannot share is refused. */
  readonly vm: VmBlueprint;
  /**
   * How many VMs there are. With Helm, a number that somebody sets in the cluster stays until this one is changed.
   * @default - 1, or what `autoscaling` decides
   */
  readonly replicas?: number;
  /**
   * Between how many VMs there are, and what decides, instead of `replicas`.
   * @default - the number stays
   */
  readonly autoscaling?: PoolAutoscaling;
  /**
   * How a changed `vm` reaches the VMs that are there.
   * @default - KubeVirt's: PoolUpdateStrategy.proactive()
   */
  readonly updateStrategy?: PoolUpdateStrategy;
  /**
   * How there come to be fewer VMs.
   * @default - KubeVirt's: PoolScaleInStrategy.proactive()
   */
  readonly scaleInStrategy?: PoolScaleInStrategy;
  /**
   * How many VMs, or `25%` of them, an update may restart at the same time. At least one is.
   * @default 25%
   */
  readonly maxUnavailable?: number | string;
  /**
   * What of the VMs refers to things of their number.
   * @default - nothing: all refer to the same
   */
  readonly nameGeneration?: PoolNameGeneration;
  /**
   * When a VM that does not start is replaced.
   * @default - never
   */
  readonly autohealing?: PoolAutohealing;
  /**
   * Whether the pool leaves its VMs alone.
   * @default false
   */
  readonly paused?: boolean;
}

/** Label of a pool's VMs and of their pods, as KubeVirt's own examples have it. */
const POOL_LABEL = 'kubevirt.io/vmpool';

const POOL = { apiVersion: 'pool.kubevirt.io/v1beta1', kind: 'VirtualMachinePool' };

/**
 * VMs that stand in for each other, made from one description: `web-0`, `web-1`… Each gets a MAC address and a firmware UUID of the cluster, and disks
 * of its own.
 *
 * Throws an error with every mistake in the props and in the manifest they make.
 * @see https://kubevirt.io/user-guide/user_workloads/pool/
 */
export class VirtualMachinePool extends Construct implements ITerraformDependable {
  /** Name of the pool; its VMs are called like it, with a number. */
  public readonly poolName: string;
  public readonly namespace: string;
  public readonly cluster: IVmoCluster;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;
  private readonly manifest: any;
  private readonly anyVm: IVirtualMachine;

  constructor(scope: Construct, id: string, props: VirtualMachinePoolProps) {
    super(scope, id);
    report(this, 'VirtualMachinePool', poolShapeFindings(props));
    const { cluster, name = id, namespace = 'default', autoscaling } = props;
    this.poolName = name;
    this.namespace = namespace;
    this.cluster = cluster;
    const vm = replicaProps(props, name, namespace, this.selector);
    report(this, 'VirtualMachinePool', [...labelFindings('name', name, 'web'), ...ofVm(vmLiteralFindings(vm, name, namespace))]);
    const replica = finishedVm(this, 'VirtualMachinePool', vm, {
      ...vm,
      name,
      namespace,
      replicated: true,
      goldenImagesNamespace: cluster.goldenImagesNamespace,
      identity: { scope: cluster.clusterName, namespace, vm: name },
    });
    const cpus = autoscaling && guestCpus(replica.manifest, namespace, cluster);
    const pool = poolManifest(name, namespace, props, replica.manifest, this.selector);
    const { fqn, manifest } = deliverObject(this, {
      className: 'VirtualMachinePool',
      prefix: 'pool',
      cluster,
      options: {
        ...props,
        suppress: [...props.vm.suppress ?? [], ...props.suppress ?? []],
        delivery: props.delivery ?? props.vm.delivery,
        dependsOn: [...props.vm.dependsOn ?? [], ...props.dependsOn ?? []],
      },
      manifests: [
        ...replica.companions,
        ...(autoscaling ? [autoscalerManifest(name, namespace, { ...POOL, name }, autoscaling, cpus)] : []),
        pool,
      ],
      findings: [
        ...ofVm(replica.findings),
        ...sharedFindings(props.vm),
        ...(autoscaling ? autoscalingFindings(autoscaling, cpus) : []),
        ...numberFindings('replicas', props.replicas, 0, Infinity, 3),
        ...scaleFindings(props),
        ...numberedFindings(props, replica),
        ...amountFindings(this, cluster, autoscaling ? { ...pool, spec: { ...pool.spec, replicas: autoscaling.max } } : pool),
      ],
      needs: neededBy(vm),
      propOf: propOfPool(replica),
    });
    this.fqn = fqn;
    this.manifest = manifest;
    this.anyVm = new PooledVm(this, 'AnyVm', manifest.spec.virtualMachineTemplate);
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }

  /** The labels of the pool's VMs, and of their pods: for Services, budgets and policies. */
  public get selector(): { [key: string]: string } {
    return { [POOL_LABEL]: this.poolName };
  }

  /**
   * A name, and from outside an address, under which the VMs of the pool are reached on the pod network: a Service, by default of the pool's
   * name. A second one needs a `name` of its own.
   */
  public expose(options: VmServiceOptions): VmService {
    return exposed(this, 'VirtualMachinePool', this.poolName, { ...options, vms: [this.anyVm], selector: this.selector });
  }

  /** The manifest as it is sent, for looking at and for tests. */
  public toManifest(): any {
    return JSON.parse(JSON.stringify(this.manifest));
  }
}

/** What all VMs of a pool are to those who lead to them: which one it is, they do not know. */
class PooledVm extends Construct implements IVirtualMachine {
  public readonly vmName: string;
  public readonly namespace: string;
  public readonly cluster: IVmoCluster;
  public readonly nics: VmNic[];
  public readonly dependables: ITerraformDependable[];

  constructor(pool: VirtualMachinePool, id: string, /** @internal */ public readonly _manifest: any) {
    super(pool, id);
    this.vmName = pool.poolName;
    this.namespace = pool.namespace;
    this.cluster = pool.cluster;
    this.nics = []; // their addresses are of the cluster
    this.dependables = pool.dependables;
  }
}

/** The VirtualMachinePool whose VMs are like `replica`. */
export function poolManifest(name: string, namespace: string, props: VirtualMachinePoolProps, replica: any, selector: object): any {
  const { replicas = 1, updateStrategy, scaleInStrategy, maxUnavailable = '25%', nameGeneration, autohealing, paused } = props;
  const { name: _name, namespace: _namespace, ...metadata } = replica.metadata;
  return {
    ...POOL,
    metadata: { name, namespace },
    spec: set({
      // An autoscaler cannot read a pool without it. It stays 1, because Helm sends what has changed: so no apply undoes what the autoscaler did.
      replicas: props.autoscaling ? 1 : replicas,
      selector: { matchLabels: selector },
      updateStrategy: updateStrategy?._strategy,
      scaleInStrategy: scaleInStrategy?._strategy,
      maxUnavailable,
      nameGeneration: nameGeneration && set({ ...nameGeneration }),
      autohealing: autohealing && set({ ...autohealing }),
      paused: paused || undefined,
      virtualMachineTemplate: { metadata, spec: replica.spec },
    }),
  };
}

/** The props of one of its VMs. */
function replicaProps({ vm, cluster }: VirtualMachinePoolProps, name: string, namespace: string, selector: object): VirtualMachineProps {
  const applied = vm.guest?._applyTo(vm) ?? vm;
  return { ...applied, cluster, name, namespace, labels: { ...vm.labels, ...selector } };
}

function poolShapeFindings(props: VirtualMachinePoolProps): Finding[] {
  const { cluster, vm, updateStrategy, scaleInStrategy, autoscaling } = props ?? {} as Partial<VirtualMachinePoolProps>;
  return [
    ...clusterShapeFindings(cluster),
    ...(isMap(vm) ? vmShapeFindings(vm, 'vm.') : shapeFindings('vm', vm, false, '{ size: Size.of({ … }), boot: … }')),
    ...shapeFindings('updateStrategy', updateStrategy, updateStrategy === undefined || isMap(updateStrategy._strategy), 'PoolUpdateStrategy.proactive()'),
    ...shapeFindings('scaleInStrategy', scaleInStrategy, scaleInStrategy === undefined || isMap(scaleInStrategy._strategy), 'PoolScaleInStrategy.proactive()'),
    ...shapeFindings('autoscaling', autoscaling, autoscaling === undefined || isMap(autoscaling), '{ max: 10 }'),
  ];
}

function sharedFindings(vm: VmBlueprint): Finding[] {
  const shared = sharedIdentityFindings(vm, { name: 'pool' });
  if (!isNetworkConfigMade(vm) || shared.some(({ path }) => path.endsWith('.addresses'))) return shared;
  return [...shared, propFinding('vm.nics', 'the guests\' network configuration tells NICs apart by MAC address, and each VM of the pool has others',
    'leave addresses, routes, MTU, search domains and DHCP to the DHCP server, or write networkData in `cloudInit`')];
}

function scaleFindings({ replicas, autoscaling, scaleInStrategy, delivery, vm, cluster }: VirtualMachinePoolProps): Finding[] {
  if (!autoscaling) return [];
  return [
    ...(replicas === undefined ? [] : [propFinding('replicas', 'got replicas and autoscaling, expected one of them', 'take `replicas` out: the autoscaler decides, from `autoscaling.min` on')]),
    ...(scaleInStrategy?._removes === false ? [propFinding('scaleInStrategy', 'got one with which the pool never removes VMs, and an autoscaler that wants to', 'use PoolScaleInStrategy.proactive(), or leave it out')] : []),
    ...((delivery ?? vm.delivery ?? cluster.delivery).needsCrdsAtPlan ? [{
      ruleId: 'DEL-3',
      severity: 'error',
      path: 'delivery',
      message: 'Delivery.manifest() sets all fields at every apply, the number of VMs too, which the autoscaler has changed',
      remedy: 'use Delivery.helm() for this pool, or `replicas`',
    } as const] : []),
  ];
}

/** The one Secret with long texts is not there once for each number. */
function numberedFindings({ nameGeneration }: VirtualMachinePoolProps, { companions }: FinishedVm): Finding[] {
  return nameGeneration?.appendIndexToSecretRefs !== true ? [] : companions.filter(({ kind }) => kind === 'Secret').map(({ metadata: { name } }) =>
    propFinding('nameGeneration.appendIndexToSecretRefs', `the texts in the Secret "${name}" are the same for all VMs, and each would look for one of its number, "${name}-0"`,
      'leave it out, or give the texts in Secrets of your own: CloudInit.fromSecret("web-user-data")'));
}

function propOfPool({ parts }: FinishedVm): PropOf {
  const inside = propOf(parts);
  const template = 'spec.virtualMachineTemplate.';
  return (path) => {
    const prop = path.startsWith(template) ? inside(path.slice(template.length)) : undefined;
    return prop === undefined ? undefined : `vm.${prop}`;
  };
}

function ofVm(findings: Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, path: `vm.${finding.path}` }));
}
