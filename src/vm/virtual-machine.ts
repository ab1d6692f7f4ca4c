import { ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { BootSource } from '../storage/boot-source';
import { vmLiteralFindings, vmShapeFindings } from './checks/shapes';
import { finishedVm, neededBy, ofDeclaredKinds } from './finished';
import { RunStrategy } from './lifecycle';
import { VirtualMachineOptions } from './options';
import { companionProp, propOf } from './part';
import { Size } from './size';
import { uniquenessFindings } from './uniqueness';
import { Subject, VmAccess, VmConnection, VmGrant, VmService, VmServiceOptions } from '../access';
import { exposed } from '../access/expose';
import { Finding, UNKNOWN } from '../admission/finding';
import { migrationObstacles } from '../admission/rules/migratability';
import { VmView } from '../admission/vm-view';
import { labelFindings } from '../construct/prop-checks';
import { report } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { VmIdentity } from '../network/mac/identity';
import { normalMac } from '../network/mac/scheme';
import { admitted } from '../object/admitted';
import { shipped } from '../object/deliver';
import { nicOf } from '../object/nics';
import { IVirtualMachine, VmNic } from '../object/virtual-machine';
import { clusterFacts, IVmoCluster } from '../profile/cluster';
import { VirtualMachineSnapshot, VirtualMachineSnapshotOptions } from '../protection/virtual-machine-snapshot';

/** Which VM, where. */
export interface VmPlacement {
  /** The cluster the VM runs on. */
  readonly cluster: IVmoCluster;
  /**
   * Name of the VM, a DNS-1123 label. A literal: MAC addresses are computed from it.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Namespace of the VM. A literal: MAC addresses are computed from it.
   * @default default
   */
  readonly namespace?: string;
  /**
   * Name the VM's MAC addresses, firmware UUID and disk serials are computed from. Set it to the old name when you rename
   * a VM, and they stay.
   * @default - the VM's name
   */
  readonly identity?: string;
  /**
   * The VM that this one stands by for, on another cluster: it gets the same MAC addresses, firmware UUID and disk serials.
   * Only one of the two may have a run strategy that starts it.
   * @default - none
   */
  readonly standbyOf?: VirtualMachine;
}

/** Props of `VirtualMachine`. */
export interface VirtualMachineProps extends VirtualMachineOptions, VmPlacement {
  /** CPU and memory. */
  readonly size: Size;
  /** What the VM boots from. */
  readonly boot: BootSource;
}

/** A VM that is on the cluster already. */
export interface ExistingVirtualMachineAttributes {
  /** The cluster it runs on. */
  readonly cluster: IVmoCluster;
  /** Its name. */
  readonly name: string;
  /** @default default */
  readonly namespace?: string;
  /**
   * Its network interfaces.
   * @default - not known
   */
  readonly nics?: VmNic[];
}

class ExistingVirtualMachine extends Construct implements IVirtualMachine {
  public readonly vmName: string;
  public readonly namespace: string;
  public readonly cluster: IVmoCluster;
  public readonly nics: VmNic[];

  constructor(scope: Construct, id: string, { cluster, name, namespace = 'default', nics = [] }: ExistingVirtualMachineAttributes) {
    super(scope, id);
    report(this, 'VirtualMachine.fromVirtualMachineName()', [
      ...labelFindings('name', name, 'db-0'),
      ...labelFindings('namespace', namespace, 'default'),
    ]);
    this.vmName = name;
    this.namespace = namespace;
    this.cluster = cluster;
    this.nics = nics;
  }

  /** Those of the cluster: who refers to the VM may refer to its cluster alone. */
  public get dependables(): ITerraformDependable[] {
    return this.cluster.dependables;
  }
}

/**
 * A KubeVirt virtual machine.
 *
 * Everything that can be decided from the blueprint is decided at synth: throws an error with every mistake in the props
 * and in the manifest they make, those that would only show when the VM starts included.
 * @see https://kubevirt.io/user-guide/
 */
export class VirtualMachine extends Construct implements IVirtualMachine, ITerraformDependable {
  /** A VM that is on the cluster already: what is around it can be made here. */
  public static fromVirtualMachineName(scope: Construct, id: string, attributes: ExistingVirtualMachineAttributes): IVirtualMachine {
    return new ExistingVirtualMachine(scope, id, attributes);
  }

  public readonly vmName: string;
  public readonly namespace: string;
  public readonly cluster: IVmoCluster;
  public readonly nics: VmNic[];
  /** Address of the VM's Terraform resource, for `dependsOn` of other resources. */
  public readonly fqn: string;
  /** @internal */
  public readonly _identity: VmIdentity;
  /** What a VM and its standbys have in common. @internal */
  public readonly _pair: string;
  /** @internal */
  public readonly _manifest: any;

  constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    report(this, 'VirtualMachine', vmShapeFindings(props));
    props = props.guest?._applyTo(props) ?? props;
    const { cluster } = props;
    const primary = props.standbyOf;
    this.cluster = cluster;
    this.vmName = props.name ?? id;
    this.namespace = props.namespace ?? 'default';
    this._identity = primary?._identity ?? { scope: cluster.clusterName, namespace: this.namespace, vm: props.identity ?? this.vmName };
    this._pair = primary?._pair ?? this.node.path;
    report(this, 'VirtualMachine', vmLiteralFindings(props, this.vmName, this.namespace));

    const { manifest, companions, parts, findings } = finishedVm(this, 'VirtualMachine', props, {
      ...props,
      name: this.vmName,
      namespace: this.namespace,
      identity: this._identity,
      goldenImagesNamespace: cluster.goldenImagesNamespace,
      runStrategy: props.runStrategy ?? (props.standbyOf ? RunStrategy.HALTED : RunStrategy.ALWAYS),
    });
    this._manifest = manifest;

    const interfaces = interfacesOf(this._manifest);
    this.nics = interfaces.map((nic) => ({ name: nic.name, macAddress: normalMac(nic.macAddress ?? '') ?? nic.macAddress ?? '' }));
    report(this, 'VirtualMachine', admitted(this, {
      cluster,
      manifests: [...companions, manifest],
      propOf: (one) => one === manifest ? propOf(parts) : () => companionProp(parts, one),
      findings: [
        ...findings,
        ...ofDeclaredKinds(this, 'VirtualMachine', () => uniquenessFindings(this, props, manifest)),
        ...this.deliveryFindings(props),
      ],
      suppress: props.suppress,
    }));

    this.fqn = shipped(this, {
      prefix: 'vm', name: this.vmName, namespace: this.namespace, manifests: [...companions, manifest],
    }, cluster, neededBy(props), props);
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }

  /** The NIC of that name. Throws where there is none. */
  public nic(name: string): VmNic {
    return nicOf(this, 'VirtualMachine', this.nics, name);
  }

  /**
   * Serial of a disk beside the boot disk: the guest finds it as `/dev/disk/by-id/virtio-<serial>`. Throws where there is no
   * such disk.
   */
  public diskSerial(name: string): string {
    const disks: any[] = this._manifest.spec.template.spec.domain.devices.disks ?? [];
    const serial = disks.find((disk) => disk.name === name)?.serial;
    if (serial) return serial;
    const known = disks.filter((disk) => disk.serial).map((disk) => disk.name).join(', ');
    throw new Error(`VirtualMachine "${this.node.path}" has no disk "${name}" with a serial: those with one are ${known || 'none'}`);
  }

  /**
   * What cloud-init in the guest knows the VM by: another id is another first boot. From `NoCloud` it is the firmware UUID,
   * which stays over a rename with `identity`; from `ConfigDrive` it is made of name and namespace, and does not.
   */
  public get instanceId(): string {
    const { volumes = [], domain } = this._manifest.spec.template.spec;
    const configDrive = volumes.some((volume: any) => volume.cloudInitConfigDrive);
    return configDrive ? `${this.vmName}.${this.namespace}` : domain.firmware?.uuid ?? '';
  }

  /** Takes a snapshot of the VM, called `<name of the VM>-<id>`. */
  public snapshot(id: string, options: VirtualMachineSnapshotOptions = {}): VirtualMachineSnapshot {
    return new VirtualMachineSnapshot(this, id, { ...options, name: options.name ?? `${this.vmName}-${id}`, vm: this });
  }

  /**
   * A name, and from outside an address, under which the VM is reached on the pod network: a Service, by default of the VM's name. A second
   * one needs a `name` of its own.
   */
  public expose(options: VmServiceOptions): VmService {
    return exposed(this, 'VirtualMachine', this.vmName, { ...options, vms: [this] });
  }

  /** Commands that lead into the VM, for outputs: `vm.connect.ssh('fedora')`. */
  public get connect(): VmConnection {
    return VmConnection.of(this);
  }

  /** Lets somebody sit before the VM: console, screen, and its ports by `virtctl`. */
  public grantConsole(subject: Subject): VmGrant {
    return this.grant(VmAccess.CONSOLE, subject);
  }

  /** Lets somebody turn the VM on and off. */
  public grantPower(subject: Subject): VmGrant {
    return this.grant(VmAccess.POWER, subject);
  }

  /** Lets somebody take snapshots; of every VM of the namespace, for Kubernetes cannot limit what is created by name. */
  public grantSnapshot(subject: Subject): VmGrant {
    return this.grant(VmAccess.SNAPSHOT, subject);
  }

  /** Lets somebody look at the VM. */
  public grantView(subject: Subject): VmGrant {
    return this.grant(VmAccess.VIEW, subject);
  }

  /**
   * What keeps the VM from moving to another node while it runs, as far as that is known at synth, and what to do about it; empty
   * where nothing is known that does. KubeVirt decides once the VM runs: condition `LiveMigratable` of its instance.
   */
  public get migrationObstacles(): string[] {
    const vm = VmView.ofVirtualMachine(maskReferences(this._manifest, UNKNOWN));
    return [...migrationObstacles(vm, clusterFacts(this.cluster))].map(({ path, what, remedy }) => `${what} (${path}): ${remedy}`);
  }

  private grant(access: VmAccess, subject: Subject): VmGrant {
    const grant = VmGrant.of(this, access);
    grant.addSubject(subject);
    return grant;
  }

  /** The manifest as it is sent, for looking at and for tests. */
  public toManifest(): any {
    return JSON.parse(JSON.stringify(this._manifest));
  }

  private deliveryFindings(props: VirtualMachineProps): Finding[] {
    const delivery = props.delivery ?? props.cluster.delivery;
    if (!delivery.needsCrdsAtPlan) return [];
    const together = props.cluster.dependables.length > 0 && TerraformStack.of(this) === TerraformStack.of(props.cluster);
    const inferred = ['instancetype', 'preference'].filter((reference) => this._manifest.spec?.[reference]?.inferFromVolume);
    return [
      ...(together ? [{
        ruleId: 'DEL-1',
        severity: 'warning',
        path: 'delivery',
        message: 'Delivery.manifest() needs KubeVirt on the cluster when Terraform plans, and the profile in this stack installs it only at apply',
        remedy: 'put VMs into a stack of their own, or use Delivery.helm()',
      } as const] : []),
      ...inferred.map((reference): Finding => ({
        ruleId: 'DEL-2',
        severity: 'error',
        path: `spec.${reference}.inferFromVolume`,
        message: 'the server replaces it with the name that it finds, and Terraform fails where a field of Delivery.manifest() comes back otherwise',
        remedy: 'use Delivery.helm(), or say the name',
      })),
    ];
  }
}

function interfacesOf(manifest: any): { name: string; macAddress?: string }[] {
  const interfaces = manifest?.spec?.template?.spec?.domain?.devices?.interfaces;
  return Array.isArray(interfaces) ? interfaces.filter((nic) => typeof nic?.name === 'string') : [];
}
