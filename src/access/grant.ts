import { createHash } from 'crypto';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { enumFindings, literalFindings } from '../construct/prop-checks';
import { bindingManifest, PolicyRule, roleManifest, subjectFindings } from '../construct/rbac';
import { report } from '../construct/report';
import { Subject } from '../construct/subject';
import { CONSOLE_SUBRESOURCES, POWER_SUBRESOURCES, SUBRESOURCES, VIEW_SUBRESOURCES } from '../construct/subresources';
import { deliverObject } from '../object/deliver';
import { ObjectOptions } from '../object/options';
import { IVirtualMachine } from '../object/virtual-machine';
import { vmFindings } from '../object/vms';

/** What somebody may do with one VM. */
export enum VmAccess {
  /** Sit before it: serial console, screen, and any of its ports by `virtctl port-forward` and `virtctl ssh`. */
  CONSOLE = 'console',
  /** Start, stop and restart it, reset and reboot its guest, pause and unpause it. */
  POWER = 'power',
  /**
   * Take snapshots, and look at them; neither delete nor restore them. Kubernetes cannot limit what is created by name: this holds for
   * snapshots of every VM of the namespace.
   */
  SNAPSHOT = 'snapshot',
  /** Look at it, and at what its guest agent says. */
  VIEW = 'view',
}

/** Props of `VmGrant`. */
export interface VmGrantProps extends ObjectOptions {
  /** The VM. */
  readonly vm: IVirtualMachine;
  /** What they may do. */
  readonly access: VmAccess;
  /**
   * Who may.
   * @default - nobody yet
   */
  readonly subjects?: Subject[];
}

/**
 * Lets people do one thing with one VM: a Role that names it, and a RoleBinding for each of them, so that one more or less touches no other.
 *
 * Throws an error with every mistake in the props.
 * @see https://kubevirt.io/user-guide/cluster_admin/authorization/
 */
export class VmGrant extends Construct implements ITerraformDependable {
  /** The grant of a VM, made where it is not there yet. */
  public static of(vm: IVirtualMachine, access: VmAccess): VmGrant {
    const id = `Grant-${access}`;
    return vm.node.tryFindChild(id) as VmGrant | undefined ?? new VmGrant(vm as Construct & IVirtualMachine, id, { vm, access, name: `${vm.vmName}-${access}` });
  }

  /** Name of the Role. */
  public readonly roleName: string;
  /** Address of the Role's release, for `dependsOn` of other resources. */
  public readonly fqn: string;
  private readonly vm: IVirtualMachine;
  private readonly options: ObjectOptions;

  constructor(scope: Construct, id: string, props: VmGrantProps) {
    super(scope, id);
    const { vm, access, subjects = [], name = id } = props;
    report(this, 'VmGrant', [
      ...vmFindings(vm),
      ...enumFindings('access', access, VmAccess),
      ...literalFindings([['name', name], ['access', access]], 'bindings are named after it'),
    ]);
    this.vm = vm;
    this.roleName = name;
    this.options = props;
    this.fqn = deliverObject(this, {
      className: 'VmGrant',
      prefix: 'role',
      cluster: vm.cluster,
      options: props,
      manifests: [roleManifest(name, vm.namespace, grantRules(vm.vmName, access))],
    }).fqn;
    subjects.forEach((subject) => this.addSubject(subject));
  }

  /** One more who may. Somebody who may already stays as they are. */
  public addSubject(subject: Subject): void {
    report(this, 'VmGrant', subjectFindings('subject', subject));
    report(this, 'VmGrant', literalFindings([['subject', subject._name], ['subject', subject._namespace]], 'their binding is named after them'));
    const suffix = suffixOf(subject);
    if (this.node.tryFindChild(suffix)) return;
    const name = `${this.roleName}-${suffix}`;
    deliverObject(new Construct(this, suffix), {
      className: 'VmGrant',
      prefix: 'bind',
      cluster: this.vm.cluster,
      options: { delivery: this.options.delivery, dependsOn: [this, ...this.options.dependsOn ?? []] },
      manifests: [bindingManifest(name, this.vm.namespace, 'Role', this.roleName, [subject])],
    });
  }
}

/** What a name says where it can stand in the name of an object; else as much of it as can, with a hash of the rest. */
function suffixOf({ _kind, _name, _namespace }: Subject): string {
  const full = [_kind.toLowerCase(), _namespace, _name].filter((part) => part !== undefined).join('-');
  if (/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(full) && _namespace === undefined) return full;
  const hash = createHash('sha256').update(JSON.stringify([_kind, _namespace, _name])).digest('hex').slice(0, 8);
  return `${full.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/-+$/, '')}-${hash}`;
}

/** The rules of the Role for one VM. */
export function grantRules(vm: string, access: VmAccess): PolicyRule[] {
  const named = (group: string, resources: string[], verbs: string[]): PolicyRule => ({ apiGroups: [group], resources, resourceNames: [vm], verbs });
  const rules: Record<VmAccess, PolicyRule[]> = {
    [VmAccess.CONSOLE]: [named(SUBRESOURCES, CONSOLE_SUBRESOURCES, ['get'])],
    [VmAccess.POWER]: [named(SUBRESOURCES, POWER_SUBRESOURCES, ['update'])],
    [VmAccess.SNAPSHOT]: [{ apiGroups: ['snapshot.kubevirt.io'], resources: ['virtualmachinesnapshots'], verbs: ['create', 'get', 'list', 'watch'] }],
    [VmAccess.VIEW]: [
      named('kubevirt.io', ['virtualmachines', 'virtualmachineinstances'], ['get', 'list', 'watch']),
      named(SUBRESOURCES, VIEW_SUBRESOURCES, ['get']),
    ],
  };
  return rules[access];
}
