import { reveal, revealList } from './reveal';
import { Surroundings } from './surroundings';
import { cloudConfigsOf, userDataOf, usersWithPassword } from './user-data';
import { isMap } from '../../kubevirt/maps';
import { NANO, nanos } from '../../kubevirt/quantity';
import { UNKNOWN } from '../finding';
import { Manifest } from '../given';
import { vlanOf } from '../inventory';
import { Part } from '../part';
import { sized } from '../rules/instancetype-size';
import { limits, requests, vcpus } from '../rules/memory-cpu';
import { claimOf } from '../sharing';
import { VmView } from '../vm-view';

/** What a rule of your own looks at is asked for here, so that what is not known is noticed. */
class Reader {
  /** The first thing that was asked for and is not known. */
  public asked?: string;
  /** The namespace, empty where it is left to the command line. */
  public readonly namespace: string;

  constructor(public readonly root: Part, public readonly surroundings: Surroundings) {
    this.namespace = root.at('metadata').text('namespace') ?? '';
  }

  public readonly ask = (path: string): void => {
    this.asked ??= path === '' ? 'the object' : path;
  };

  public reveal(part: Part): any {
    return part.value !== null && typeof part.value === 'object' || part.value === UNKNOWN ? reveal(part.value, part.path, this.ask) : part.value;
  }

  public text(part: Part): string | undefined {
    const value = this.reveal(part);
    return typeof value === 'string' ? value : undefined;
  }

  /** The items of a list that are objects. */
  public list(above: Part, field: string): Part[] {
    return revealList(above, field, this.ask);
  }

  /** A quantity in whole units, rounded up. */
  public amount(part: Part): number | undefined {
    const amount = nanos(this.reveal(part));
    return amount === undefined ? undefined : Number((amount + NANO - 1n) / NANO);
  }
}

/** A NIC of what runs a guest, as a rule of your own sees it. */
export class PolicyNic {
  /** @internal */
  public static _of(nic: Part, network: Part | undefined, reader: Reader): PolicyNic {
    return new PolicyNic(nic, network, reader);
  }

  /** Name of the NIC. */
  public readonly name: string;
  /** Where its network stands in the manifest, for violations. */
  public readonly path: string;

  private constructor(private readonly nic: Part, private readonly attachment: Part | undefined, private readonly reader: Reader) {
    this.name = reader.text(nic.at('name')) ?? '';
    this.path = (attachment ?? nic).path;
  }

  /** The NetworkAttachmentDefinition that it hangs on, `namespace/name`; nothing on the pod network. */
  public get network(): string | undefined {
    const name = this.attachment && this.reader.text(this.attachment.at('multus').at('networkName'));
    if (!name) return undefined;
    return name.includes('/') ? name : `${this.reader.namespace}/${name}`;
  }

  /** Its VLAN; nothing where it is untagged, and on the pod network. A network that nothing is known of has one that is not known. */
  public get vlan(): number | undefined {
    const { network } = this;
    if (network === undefined) return undefined;
    const domain = this.reader.surroundings.l2Domain(network);
    if (domain === undefined) this.reader.ask(this.path);
    return domain === undefined ? undefined : vlanOf(domain);
  }

  /** Its MAC address, where the manifest says it. */
  public get macAddress(): string | undefined {
    return this.reader.text(this.nic.at('macAddress'));
  }
}

/** A disk or shared directory of what runs a guest, as a rule of your own sees it. */
export class PolicyDisk {
  /** @internal */
  public static _of(disk: Part, volume: Part | undefined, template: Part | undefined, reader: Reader): PolicyDisk {
    return new PolicyDisk(disk, volume, template, reader);
  }

  /** Name of the disk. */
  public readonly name: string;
  /** Where it stands in the manifest, for violations. */
  public readonly path: string;

  private constructor(
    disk: Part, private readonly volume: Part | undefined, private readonly template: Part | undefined, private readonly reader: Reader,
  ) {
    this.name = reader.text(disk.at('name')) ?? '';
    this.path = disk.path;
  }

  /** The claim behind it, where there is one. */
  public get claim(): string | undefined {
    const claim = this.volume && claimOf(this.reader.reveal(this.volume));
    return typeof claim === 'string' ? claim : undefined;
  }

  /**
   * Where its content comes from: the image of a container disk, the URL that it is imported from, or what it is a copy of, such as
   * `DataSource images/ubuntu`. Nothing of a disk that begins empty, or is there already.
   */
  public get source(): string | undefined {
    const image = this.volume && this.reader.text(this.volume.at('containerDisk').at('image'));
    if (image !== undefined || !this.volume?.has('dataVolume')) return image;
    if (!this.template) {
      this.reader.ask(this.volume.at('dataVolume').path);
      return undefined;
    }
    return sourceOf(this.reader.reveal(this.template.at('spec')), this.reader.namespace);
  }

  /** Its size in bytes, where the manifest says it. */
  public get size(): number | undefined {
    const claim = this.template && ['storage', 'pvc'].map((field) => this.template!.at('spec').at(field)).find(({ value }) => isMap(value) || value === UNKNOWN);
    const size = claim?.reach(['resources', 'requests', 'storage']) ?? this.volume?.at('emptyDisk').at('capacity');
    return size && this.reader.amount(size);
  }
}

function sourceOf(spec: unknown, namespace: string): string | undefined {
  const { source, sourceRef }: Record<string, any> = isMap(spec) ? spec : {};
  if (isMap(sourceRef)) return `${sourceRef.kind} ${sourceRef.namespace ?? namespace}/${sourceRef.name}`;
  const { pvc, snapshot, ...imports } = isMap(source) ? source : {} as Record<string, any>;
  if (pvc) return `PersistentVolumeClaim ${pvc.namespace ?? namespace}/${pvc.name}`;
  if (snapshot) return `VolumeSnapshot ${snapshot.namespace ?? namespace}/${snapshot.name}`;
  const [from] = Object.values<any>(imports);
  const url = from?.url ?? from?.imageStream;
  return typeof url === 'string' ? url : undefined;
}

/**
 * An object, as a rule of your own sees it. What is only known at apply, or not in the run, reads as nothing; a rule that has asked for
 * it says nothing of this object, whatever it answers, and the report lists it.
 */
export class PolicySubject {
  /** @internal */
  public static _of(manifest: Manifest, surroundings: Surroundings): PolicySubject {
    return new PolicySubject(manifest, surroundings);
  }

  /** Where the labels and annotations stand: `metadata`; of a VirtualMachinePool those that its VMs get. */
  public readonly metadataPath: string;
  /** Where the guest stands: `spec.template.spec` of a VirtualMachine. Empty where there is none. */
  public readonly guestPath: string;
  private readonly reader: Reader;
  private readonly view?: VmView;

  private constructor(manifest: Manifest, surroundings: Surroundings) {
    this.reader = new Reader(new Part(manifest, ''), surroundings);
    this.view = VmView.of(manifest);
    this.metadataPath = this.described.path;
    this.guestPath = this.view?.template.path ?? '';
  }

  /** Kind of the object. */
  public get kind(): string {
    return this.reader.text(this.reader.root.at('kind')) ?? '';
  }

  /** API version of the object. */
  public get apiVersion(): string {
    return this.reader.text(this.reader.root.at('apiVersion')) ?? '';
  }

  /** Its name. */
  public get name(): string | undefined {
    return this.reader.text(this.reader.root.at('metadata').at('name'));
  }

  /** Its namespace; that of a guest which the command line decides is not known. */
  public get namespace(): string | undefined {
    const namespace = this.reader.root.at('metadata').at('namespace');
    if (this.view && (namespace.value === undefined || namespace.value === null)) this.reader.ask(namespace.path);
    return this.reader.text(namespace);
  }

  /** Labels; of a VirtualMachinePool those of its VMs. */
  public get labels(): { [key: string]: string } {
    return this.reader.reveal(this.described.at('labels')) ?? {};
  }

  /** Annotations; of a VirtualMachinePool those of its VMs. */
  public get annotations(): { [key: string]: string } {
    return this.reader.reveal(this.described.at('annotations')) ?? {};
  }

  /** All of it. A copy that nobody can change. */
  public get manifest(): any {
    return this.reader.reveal(this.reader.root);
  }

  /** Memory of the guest in bytes, that of its instancetype included. */
  public get memory(): number | undefined {
    const vm = this.whole;
    return vm && [vm.domain.at('memory').at('guest'), requests(vm).at('memory'), limits(vm).at('memory')]
      .reduce<number | undefined>((found, part) => found ?? this.reader.amount(part), undefined);
  }

  /** CPUs of the guest, those of its instancetype included. */
  public get cpus(): number | undefined {
    const vm = this.whole;
    if (!vm) return undefined;
    const factors = ['sockets', 'cores', 'threads'].map((factor) => vm.domain.at('cpu').at(factor)).filter(({ value }) => value !== undefined);
    for (const { path } of factors.filter(({ value }) => value === UNKNOWN)) this.reader.ask(path);
    if (factors.length > 0) return vcpus(vm);
    return this.reader.amount(limits(vm).at('cpu')) ?? this.reader.amount(requests(vm).at('cpu')) ?? 1;
  }

  /** Its NICs, in the order the guest sees them. */
  public get nics(): PolicyNic[] {
    const { devices, template } = this.guest;
    const networks = this.reader.list(template, 'networks');
    return this.reader.list(devices, 'interfaces').map((nic) => PolicyNic._of(nic, networks.find((network) => network.text('name') === nic.text('name')), this.reader));
  }

  /** Its disks and shared directories. */
  public get disks(): PolicyDisk[] {
    const { devices, template: guest, spec } = this.guest;
    const volumes = this.reader.list(guest, 'volumes');
    const templates = this.reader.list(spec, 'dataVolumeTemplates');
    return ['disks', 'filesystems'].flatMap((field) => this.reader.list(devices, field)).map((disk) => {
      const volume = volumes.find((one) => one.text('name') === disk.text('name'));
      const dataVolume = volume?.at('dataVolume').text('name');
      const template = dataVolume === undefined ? undefined : templates.find((one) => one.at('metadata').text('name') === dataVolume);
      return PolicyDisk._of(disk, volume, template, this.reader);
    });
  }

  /** What the guest is told at its first boot: user data in the VM, and in Secrets that are looked at with it. */
  public get userData(): string[] {
    return this.view ? userDataOf(this.view, this.reader.surroundings, this.reader.ask).map(({ text }) => text) : [];
  }

  /** What of it is `#cloud-config`, as cloud-init reads it. */
  public get cloudConfigs(): any[] {
    if (!this.view) return [];
    const { surroundings, ask } = this.reader;
    return reveal(cloudConfigsOf(userDataOf(this.view, surroundings, ask), ask), '', ask);
  }

  /**
   * Users that get a password, in plain text or as a hash: by cloud-init, by Ignition, by a script that says so plainly, or by a Secret of the
   * guest agent. `default` is the user that the image brings along.
   */
  public get usersWithPassword(): string[] {
    return this.view ? usersWithPassword(this.view, this.reader.surroundings, this.reader.ask) : [];
  }

  /** When it runs: `Always`, `Halted`, … */
  public get runStrategy(): string | undefined {
    const { spec } = this.guest;
    const running = this.reader.reveal(spec.at('running'));
    return this.reader.text(spec.at('runStrategy')) ?? (typeof running === 'boolean' ? running ? 'Always' : 'Halted' : undefined);
  }

  /** What a drain of its node does; where it says nothing, what the cluster says, as far as that is known. */
  public get evictionStrategy(): string | undefined {
    return this.reader.text(this.guest.template.at('evictionStrategy')) ?? this.reader.surroundings.facts.evictionStrategy;
  }

  /** What stands at a path: `spec.template.spec.domain.cpu.cores`, `spec.dataVolumeTemplates[0]`, `metadata.labels["example.com/team"]`. */
  public get(path: string): any {
    const steps = [...path.matchAll(/\[(\d+)\]|\["([^"]*)"\]|([^.[\]]+)/g)];
    return this.reader.reveal(steps.reduce<Part>((above, [, index, quoted, field]) =>
      index === undefined ? above.at(quoted ?? field) : item(above, Number(index)), this.reader.root));
  }

  /** The first thing that was asked for and is not known. @internal */
  public get _asked(): string | undefined {
    return this.reader.asked;
  }

  /** Forgets what was asked for. @internal */
  public _begin(): void {
    this.reader.asked = undefined;
  }

  /** Where labels and annotations stand. */
  private get described(): Part {
    return this.view?.vmMetadata ?? this.reader.root.at('metadata');
  }

  private get guest(): VmView {
    return this.view ?? NO_GUEST;
  }

  /** With CPU and memory of its instancetype; nothing where that is not known. */
  private get whole(): VmView | undefined {
    const vm = this.view && sized(this.view, this.reader.surroundings.facts);
    if (this.view && !vm) this.reader.ask(this.view.spec.at('instancetype').path);
    return vm;
  }
}

const NO_GUEST = VmView.ofInstance({});

function item(list: Part, index: number): Part {
  const value: unknown = list.value === UNKNOWN ? UNKNOWN : Array.isArray(list.value) ? list.value[index] : undefined;
  return new Part(value, index, list);
}
