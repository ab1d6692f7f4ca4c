import { groupOf } from './api-group';
import { Part } from './part';

/** Where in a manifest the VM stands, and where its guest does. */
interface Layout {
  /** The object that has `metadata` and `spec` of a VM; of kinds that have a guest only, nothing. */
  readonly vm?: (root: Part) => Part;
  /** The object that has `metadata` and `spec` of an instance, where it is not the VM's template. */
  readonly guest?: (root: Part) => Part;
}

/** What runs a guest, laid out for the rules: a `VirtualMachine`, or one of the kinds that make or are its instances. */
export class VmView {
  public static readonly ofVirtualMachine = layout({ vm: (root) => root });
  public static readonly ofInstance = layout({ guest: (root) => root });
  public static readonly ofReplicaSet = layout({ guest: (root) => root.at('spec').at('template') });
  public static readonly ofPool = layout({ vm: (root) => root.at('spec').at('virtualMachineTemplate') });

  /** What runs guests, by kind; `undefined` of other kinds. Others than KubeVirt have VirtualMachines, too. */
  public static of(manifest: { apiVersion?: unknown; kind?: unknown }): VmView | undefined {
    const { apiVersion, kind } = manifest;
    if (typeof kind !== 'string' || !Object.hasOwn(BY_KIND, kind)) return undefined;
    return typeof apiVersion === 'string' && !groupOf(apiVersion).endsWith('kubevirt.io') ? undefined : BY_KIND[kind](manifest);
  }

  /** The metadata of the object itself. */
  public readonly metadata: Part;
  /** That, that of its VM and that of its instance, each once. */
  public readonly allMetadata: Part[];
  /** The spec of the VM. Empty where there is only a guest. */
  public readonly spec: Part;
  /** The metadata that its instance gets: `spec.template.metadata` of a VM. */
  public readonly guestMetadata: Part;
  /** The spec of its instance: `spec.template.spec` of a VM. */
  public readonly template: Part;
  public readonly domain: Part;
  public readonly devices: Part;
  public readonly disks: Part[];
  public readonly interfaces: Part[];
  public readonly networks: Part[];
  public readonly volumes: Part[];
  public readonly dataVolumeTemplates: Part[];

  constructor(public readonly root: Part, private readonly vm: Part | undefined, guest: Part | undefined) {
    this.metadata = root.at('metadata');
    this.spec = vm?.at('spec') ?? new Part(undefined, '');
    const template = guest ?? this.spec.at('template');
    this.guestMetadata = template.at('metadata');
    this.allMetadata = [...new Set([root, vm ?? root, template])].map((object) => object.at('metadata'));
    this.template = template.at('spec');
    this.domain = this.template.at('domain');
    this.devices = this.domain.at('devices');
    this.disks = this.devices.list('disks');
    this.interfaces = this.devices.list('interfaces');
    this.networks = this.template.list('networks');
    this.volumes = this.template.list('volumes');
    this.dataVolumeTemplates = this.spec.list('dataVolumeTemplates');
  }

  /** Whether there is only a guest, and no VM that it is made from. */
  public get isInstance(): boolean {
    return this.vm === undefined;
  }

  /** The metadata of the VM, as it is or as it is made; where there is only a guest, that of the instance. */
  public get vmMetadata(): Part {
    return this.vm?.at('metadata') ?? this.guestMetadata;
  }

  /** The same VM with another spec. */
  public withSpec(spec: unknown): VmView {
    return new VmView(this.root, this.vm && new Part({ ...this.vm.value, spec }, this.vm.path), undefined);
  }
}

function layout({ vm, guest }: Layout): (manifest: unknown) => VmView {
  return (manifest) => {
    const root = new Part(manifest, '');
    return new VmView(root, vm?.(root), guest?.(root));
  };
}

const BY_KIND: Record<string, (manifest: unknown) => VmView> = {
  VirtualMachine: VmView.ofVirtualMachine,
  VirtualMachineInstance: VmView.ofInstance,
  VirtualMachineInstanceReplicaSet: VmView.ofReplicaSet,
  VirtualMachinePool: VmView.ofPool,
};

/** The kinds of what runs guests, by name. */
export const GUEST_KINDS: readonly string[] = Object.keys(BY_KIND).sort();
