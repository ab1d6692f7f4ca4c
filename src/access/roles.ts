import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Finding, show, Suppression } from '../admission/finding';
import { AppRegistry } from '../construct/app-registry';
import { enumFindings } from '../construct/prop-checks';
import { bindingManifest, roleManifest, rolePrefixFindings, subjectsFindings } from '../construct/rbac';
import { propFinding, report } from '../construct/report';
import { DEFAULT_ROLE_PREFIX, DEFAULT_ROLES, ROLE_RULES, VmRole } from '../construct/role-rules';
import { Subject } from '../construct/subject';
import { Delivery } from '../delivery';
import { deliverObject } from '../object/deliver';
import { ObjectOptions } from '../object/options';
import { clusterShapeFindings, IVmoCluster } from '../profile/cluster';

/** Props of `VmRoles`. */
export interface VmRolesProps {
  /** The cluster they are on. */
  readonly cluster: IVmoCluster;
  /**
   * What their names begin with.
   * @default spectro-
   */
  readonly namePrefix?: string;
  /**
   * Whether who is `admin`, `edit` or `view` of a namespace by Kubernetes' own roles is VM admin, power user or viewer there, too. KubeVirt's own
   * rules come to them in the same way, unless the cluster has the feature gate `OptOutRoleAggregation`. Each `admin` may then write the networks of
   * the namespace, which reach whatever the nodes do.
   * @default false
   */
  readonly aggregateToDefaultRoles?: boolean;
  /**
   * Findings that are accepted, with the reason.
   * @default - none
   */
  readonly suppress?: Suppression[];
  /**
   * How they reach the cluster.
   * @default - the cluster's
   */
  readonly delivery?: Delivery;
  /**
   * What they wait for, beside the cluster.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Who is what, where. */
export interface VmRoleBindingOptions extends ObjectOptions {
  /** What they are. */
  readonly role: VmRole;
  /** Who they are. */
  readonly subjects: Subject[];
  /**
   * In which namespace.
   * @default - in all of the cluster
   */
  readonly namespace?: string;
}

/** Props of `VmRoleBinding`. */
export interface VmRoleBindingProps extends VmRoleBindingOptions {
  /** The roles. */
  readonly roles: VmRoles;
}

/**
 * What people are to VMs, as ClusterRoles: `spectro-vm-admin`, `spectro-vm-power-user`, `spectro-vm-user`, `spectro-vm-viewer`, and
 * `spectro-namespace-list`. Bound in a namespace, they are it there.
 *
 * Who may write VMs (admin, power user) can read every Secret and ConfigMap of the namespace, by mounting it into one, and run one with any of
 * its service accounts.
 */
export class VmRoles extends Construct implements ITerraformDependable {
  /** The cluster they are on. */
  public readonly cluster: IVmoCluster;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;
  private readonly prefix: string;

  constructor(scope: Construct, id: string, props: VmRolesProps) {
    super(scope, id);
    const { cluster, namePrefix = DEFAULT_ROLE_PREFIX, aggregateToDefaultRoles = false } = props;
    report(this, 'VmRoles', [...clusterShapeFindings(cluster), ...this.prefixFindings(namePrefix, cluster)]);
    this.cluster = cluster;
    this.prefix = namePrefix;
    this.fqn = deliverObject(this, {
      className: 'VmRoles',
      prefix: 'roles',
      cluster,
      options: props,
      manifests: Object.values(VmRole).map((role) =>
        roleManifest(this.nameOf(role), undefined, ROLE_RULES[role], aggregateToDefaultRoles ? aggregationOf(role) : undefined)),
    }).fqn;
  }

  /** The names of the roles come from the prefix alone. */
  private prefixFindings(prefix: string, cluster: IVmoCluster | undefined): Finding[] {
    const unfit = rolePrefixFindings('namePrefix', prefix);
    if (unfit.length > 0 || !cluster?.clusterName) return unfit;
    return AppRegistry.of(this).takeRoles('namePrefix', cluster.clusterName, prefix, this);
  }

  /** What waits for the roles waits for these. */
  public get dependables(): ITerraformDependable[] {
    return [this];
  }

  /** Name of the ClusterRole. */
  public nameOf(role: VmRole): string {
    return `${this.prefix}${role}`;
  }

  /** Says who is what, where. Unless it has a name, the binding is called after the role and `id`: `spectro-vm-user-team-a`. */
  public bind(id: string, options: VmRoleBindingOptions): VmRoleBinding {
    if (this.node.tryFindChild(`${options.role}-${id}`)) {
      throw new Error(`VmRoles "${this.node.path}" has a binding "${id}" of ${options.role} already\n    → name all its subjects in one, or give this one another id: "${id}-2"`);
    }
    return new VmRoleBinding(this, `${options.role}-${id}`, { ...options, name: options.name ?? `${this.nameOf(options.role)}-${id}`, roles: this });
  }
}

/** Says who is what, where: a RoleBinding in a namespace, or a ClusterRoleBinding. */
export class VmRoleBinding extends Construct implements ITerraformDependable {
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VmRoleBindingProps) {
    super(scope, id);
    const { roles, role, namespace, subjects } = props;
    const scopeFindings = role === VmRole.NAMESPACE_LIST && namespace !== undefined
      ? [propFinding('namespace', `got ${show(namespace)}, and a list of namespaces is one of the cluster`, 'leave it out')] : [];
    report(this, 'VmRoleBinding', [...enumFindings('role', role, VmRole), ...subjectsFindings('subjects', subjects), ...scopeFindings]);
    this.fqn = deliverObject(this, {
      className: 'VmRoleBinding',
      prefix: 'bind',
      cluster: roles.cluster,
      options: props,
      needs: [roles],
      manifests: [bindingManifest(props.name ?? id, namespace, 'ClusterRole', roles.nameOf(role), subjects)],
    }).fqn;
  }
}

function aggregationOf(role: VmRole): Record<string, string> | undefined {
  const to = DEFAULT_ROLES[role];
  return to === undefined ? undefined : { [`rbac.authorization.k8s.io/aggregate-to-${to}`]: 'true' };
}
