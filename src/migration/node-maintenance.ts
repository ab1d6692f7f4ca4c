import { Labels } from '@cdktf/provider-kubernetes/lib/labels';
import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { MAINTENANCE_LABEL } from './maintenance-label';
import { Finding } from '../admission/finding';
import { AppRegistry } from '../construct/app-registry';
import { dependenciesOf } from '../construct/dependencies';
import { literalFindings, objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding, report } from '../construct/report';
import { reachable } from '../delivery/provider';
import { clusterShapeFindings, IVmoCluster } from '../profile/cluster';

/** Props of `NodeMaintenance`. */
export interface NodeMaintenanceProps {
  /** The cluster the nodes are of. */
  readonly cluster: IVmoCluster;
  /** Names of the nodes. */
  readonly nodes: string[];
  /**
   * The Kubernetes provider to use.
   * @default - the stack's default Kubernetes provider
   */
  readonly provider?: TerraformProvider;
  /**
   * What the labels wait for.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * That nodes are being worked on, as a label on them; a destroy takes it off. VMs with `Affinity.outsideMaintenance()` neither start on
 * such nodes nor move there. Those that run there are moved by `drainCommand`.
 *
 * A label and no taint: the taints of a node have one owner, so that Terraform would take away those of others.
 */
export class NodeMaintenance extends Construct {
  public readonly cluster: IVmoCluster;
  /** Moves the VMs off these nodes, or shuts them down, as their eviction strategy says; nothing else starts there until `uncordonCommand`. */
  public readonly drainCommand: string;
  /** Lets things start on these nodes again. */
  public readonly uncordonCommand: string;
  /** The labels, for `dependsOn` of other resources. */
  public readonly dependables: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NodeMaintenanceProps) {
    super(scope, id);
    report(this, 'NodeMaintenance', maintenanceShapeFindings(props));
    const { cluster, nodes, provider, dependsOn } = props;
    report(this, 'NodeMaintenance', this.nodeFindings(nodes, cluster));
    this.cluster = cluster;
    const names = nodes.join(' ');
    this.drainCommand = `kubectl drain ${names} --pod-selector=kubevirt.io=virt-launcher --delete-emptydir-data`;
    this.uncordonCommand = `kubectl uncordon ${names}`;
    this.dependables = nodes.map((name) => new Labels(this, name, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      labels: { [MAINTENANCE_LABEL]: 'true' },
      provider: reachable(this, provider),
      dependsOn: dependsOn && dependenciesOf(this, dependsOn),
    }));
  }

  /** Of two that have the label of one node, the destroy of either would take it off. */
  private nodeFindings(nodes: string[], { clusterName }: IVmoCluster): Finding[] {
    const registry = AppRegistry.of(this);
    return nodes.flatMap((node, index) => {
      const path = `nodes[${index}]`;
      const unfit = [...literalFindings([[path, node]], 'the resource is named after it'), ...objectNameFindings(path, node, 'node1')];
      const taken = unfit.length > 0 ? undefined : registry.takeName(`maintenance of ${clusterName}/${node}`, this);
      return taken === undefined ? unfit : [propFinding(path, `"${node}" is in the maintenance "${taken}" already`, 'name it once')];
    });
  }
}

function maintenanceShapeFindings(given?: Partial<NodeMaintenanceProps>): Finding[] {
  const { cluster, nodes } = given ?? {};
  return [
    ...clusterShapeFindings(cluster),
    ...shapeFindings('nodes', nodes, Array.isArray(nodes) && nodes.length > 0, 'a list of names: [ "node1" ]'),
  ];
}
