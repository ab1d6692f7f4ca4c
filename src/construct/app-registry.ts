import { IConstruct } from 'constructs';
import { propFinding } from './report';
import { ImageFacts } from '../admission/cluster-facts';
import { Finding } from '../admission/finding';
import { InstancetypeSpec, PreferenceSpec } from '../kubevirt/facts';
import { MacRegistry } from '../network/mac/registry';

/** What must be unique in a whole app, over all its stacks. */
export class AppRegistry {
  /** The registry of the app that a construct is part of. */
  public static of(scope: IConstruct): AppRegistry {
    const root = scope.node.root;
    const registry = REGISTRIES.get(root) ?? new AppRegistry();
    REGISTRIES.set(root, registry);
    return registry;
  }

  public readonly macs = new MacRegistry();
  /** Broadcast domains of the networks made here, by `cluster/namespace/name`. */
  public readonly l2Domains = new Map<string, string>();
  /** Who writes to claims, by `cluster/namespace/name`, and whether others may: of several, one that wants to be alone. */
  public readonly writers = new Map<string, { owner: string; shares: boolean }>();
  private readonly names = new Map<string, string>();
  /** What the VMs of this app ask for together, by cluster. */
  public readonly spent = new Map<string, Map<string, bigint>>();
  /** The migration policies of this app, by cluster. */
  public readonly migrationPolicies = new Map<string, any[]>();
  private readonly networks = new Map<string, Set<string>>();
  private readonly own = new Map<string, OwnOfCluster>();
  private readonly volumes = new Map<string, VolumesOfCluster>();

  /** Takes a name such as `VirtualMachine prod-east/default/web-0`; returns the path of the construct that has it already, if one has. */
  public takeName(name: string, owner: IConstruct): string | undefined {
    const taken = this.names.get(name);
    if (taken === undefined) this.names.set(name, owner.node.path);
    return taken;
  }

  /** Takes the name of an object on a cluster, with its namespace where it has one; what is wrong where another construct has it already. */
  public takeObject(kind: string, clusterName: string, name: string, owner: IConstruct, prop = 'name'): Finding[] {
    const taken = this.takeName(`${kind} ${clusterName}/${name}`, owner);
    return taken === undefined ? [] : [propFinding(prop, `"${name}" on cluster "${clusterName}" is "${taken}" already`, 'give it another name')];
  }

  /** Takes the roles of a cluster whose names begin like this; what is wrong where another construct makes them already. */
  public takeRoles(prop: string, clusterName: string, prefix: string, owner: IConstruct): Finding[] {
    const taken = this.takeName(`VmRoles ${clusterName}/${prefix}`, owner);
    return taken === undefined ? [] : [propFinding(prop, `the roles "${prefix}…" of cluster "${clusterName}" are those of "${taken}" already`,
      'bind to those, or use another prefix')];
  }

  /** Takes the name of a VM, one that KubeVirt makes included; what is wrong where another construct has it already. */
  public takeVm(prop: string, clusterName: string, namespace: string, vmName: string, owner: IConstruct): Finding[] {
    const taken = this.takeName(`VirtualMachine ${clusterName}/${namespace}/${vmName}`, owner);
    return taken === undefined ? [] : [propFinding(prop, `"${vmName}" in namespace "${namespace}" of cluster "${clusterName}" is "${taken}" already`,
      'give each VM a name of its own')];
  }

  /** Takes a NetworkAttachmentDefinition and its broadcast domain, on one cluster or on any. What is made here is known better than what is said. */
  public takeNetwork(name: string, l2Domain: string, clusterName = ANY): void {
    this.networksOf(clusterName).add(name);
    if (!this.l2Domains.has(`${clusterName}/${name}`)) this.l2Domains.set(`${clusterName}/${name}`, l2Domain);
    if (clusterName === ANY) [...this.networks.values()].forEach((names) => names.add(name));
  }

  /** The broadcast domain of a NetworkAttachmentDefinition on a cluster, where it is known. */
  public l2DomainOf(clusterName: string, name: string): string | undefined {
    return this.l2Domains.get(`${clusterName}/${name}`) ?? this.l2Domains.get(`${ANY}/${name}`);
  }

  /** The NetworkAttachmentDefinitions that this app knows on a cluster. */
  public networksOf(clusterName: string): Set<string> {
    const networks = this.networks.get(clusterName) ?? new Set(this.networks.get(ANY));
    this.networks.set(clusterName, networks);
    return networks;
  }

  /** The instancetypes and preferences that this app knows on a cluster, beside those of KubeVirt. */
  public ownOf(clusterName: string): OwnOfCluster {
    const own = this.own.get(clusterName) ?? { instancetypes: new Map(), preferences: new Map() };
    this.own.set(clusterName, own);
    return own;
  }

  /** The DataVolumes and golden images that this app knows on a cluster. */
  public volumesOf(clusterName: string): VolumesOfCluster {
    const volumes = this.volumes.get(clusterName) ?? { claims: new Map(), images: new Map() };
    this.volumes.set(clusterName, volumes);
    return volumes;
  }
}

/** By name those of the cluster, by `namespace/name` the others. Of those that exist already, only the name is known. */
interface OwnOfCluster {
  readonly instancetypes: Map<string, InstancetypeSpec | undefined>;
  readonly preferences: Map<string, PreferenceSpec | undefined>;
}

/** By `namespace/name`, with what is known of them. */
interface VolumesOfCluster {
  readonly claims: Map<string, ImageFacts>;
  readonly images: Map<string, ImageFacts>;
}

/** Stands for all clusters: no cluster can have this name. */
const ANY = '';

/** Keyed by the app itself, so that two apps in one process (tests) do not meet. */
const REGISTRIES = new WeakMap<IConstruct, AppRegistry>();
