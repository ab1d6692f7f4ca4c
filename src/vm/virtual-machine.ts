import { isIP } from 'net';
import { ITerraformDependable, TerraformStack, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { BootSource } from './boot-source';
import { TextCodec, yamlText } from './cloud-init';
import { vmManifests } from './manifest';
import { RunStrategy, VirtualMachineOptions } from './options';
import { Size } from './size';
import { admit, suppress } from '../admission/admit';
import { Finding, UNKNOWN } from '../admission/finding';
import { AppRegistry } from '../construct/app-registry';
import { dependenciesOf, followStackOf } from '../construct/dependencies';
import { inTermsOfProps, propFinding, PropPaths, report } from '../construct/report';
import { base64Text, hasReferences, jsonText, maskReferences } from '../delivery/terraform-text';
import { canonicalQuantities } from '../kubevirt/canonical';
import { kubevirtFacts } from '../kubevirt/facts';
import { mergeOverrides } from '../kubevirt/overrides';
import { VmIdentity } from '../network/mac/identity';
import { MacClaim } from '../network/mac/registry';
import { macPrefixProblem, normalMac } from '../network/mac/scheme';
import { clusterFacts, IVmoCluster } from '../profile/cluster';

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
  readonly standbyOf?: IVirtualMachine;
}

/** Props of `VirtualMachine`. */
export interface VirtualMachineProps extends VirtualMachineOptions, VmPlacement {
  /** CPU and memory. */
  readonly size: Size;
  /** What the VM boots from. */
  readonly boot: BootSource;
}

/** A network interface of a synthesized VM. */
export interface VmNic {
  /** Name of the NIC. */
  readonly name: string;
  /** The MAC address, known at synth; empty where the cluster gives it (`Mac.fromCluster()`). */
  readonly macAddress: string;
}

/** A virtual machine that others can refer to. */
export interface IVirtualMachine extends IConstruct, ITerraformDependable {
  /** Name of the VM. */
  readonly vmName: string;
  /** Namespace of the VM. */
  readonly namespace: string;
  /** Its network interfaces, in the order the guest sees them. */
  readonly nics: VmNic[];
}

/**
 * A KubeVirt virtual machine.
 *
 * Everything that can be decided from the blueprint is decided at synth: throws an error with every mistake in the props
 * and in the manifest they make, those that would only show when the VM starts included.
 * @see https://kubevirt.io/user-guide/
 */
export class VirtualMachine extends Construct implements IVirtualMachine {
  public readonly vmName: string;
  public readonly namespace: string;
  public readonly nics: VmNic[];
  /** Address of the VM's Terraform resource, for `dependsOn` of other resources. */
  public readonly fqn: string;
  /** @internal */
  public readonly _identity: VmIdentity;
  private readonly finished: any;

  constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    const { cluster } = props;
    this.vmName = props.name ?? id;
    this.namespace = props.namespace ?? 'default';
    this._identity = identityOf(props.standbyOf)
      ?? { scope: cluster.clusterName, namespace: this.namespace, vm: props.identity ?? this.vmName };

    const literal = this.literalFindings(props);
    if (literal.length > 0) report(this, 'VirtualMachine', literal);

    const { virtualMachine, companions } = vmManifests({
      ...props,
      name: this.vmName,
      namespace: this.namespace,
      identity: this._identity,
      goldenImagesNamespace: cluster.goldenImagesNamespace,
      runStrategy: props.runStrategy ?? (props.standbyOf ? RunStrategy.HALTED : RunStrategy.ALWAYS),
    }, TERRAFORM_TEXT);
    const facts = clusterFacts(cluster);
    const schema = kubevirtFacts(facts.kubevirtVersion).kinds.VirtualMachine;
    this.finished = canonicalQuantities(mergeOverrides(virtualMachine, props.overrides ?? {}), schema);

    const interfaces = interfacesOf(this.finished);
    this.nics = interfaces.map((nic) => ({ name: nic.name, macAddress: normalMac(nic.macAddress ?? '') ?? nic.macAddress ?? '' }));
    const admission = inTermsOfProps(admit(maskReferences(this.finished, UNKNOWN), facts), propPaths(props));
    report(this, 'VirtualMachine', suppress([
      ...this.propFindings(props), ...admission, ...this.nameAndMacFindings(props), ...this.deliveryFindings(props),
    ], props.suppress ?? []));

    const networks = (props.nics ?? []).flatMap((nic) => nic.network ? [nic.network] : []);
    [cluster, ...networks].forEach((other) => followStackOf(this, other));
    this.fqn = (props.delivery ?? cluster.delivery)._deliver(this, {
      prefix: 'vm',
      name: this.vmName,
      namespace: this.namespace,
      manifests: [...companions, this.finished],
      dependsOn: dependenciesOf(this, unique([
        ...cluster.dependables, ...networks.flatMap((network) => network.dependables), ...props.dependsOn ?? [],
      ])),
    }).fqn;
  }

  /** The NIC of that name. Throws where there is none. */
  public nic(name: string): VmNic {
    const nic = this.nics.find((one) => one.name === name);
    if (nic) return nic;
    throw new Error(`VirtualMachine "${this.node.path}" has no NIC "${name}": it has ${this.nics.map((one) => one.name).join(', ') || 'none'}`);
  }

  /**
   * Serial of a disk beside the boot disk: the guest finds it as `/dev/disk/by-id/virtio-<serial>`. Throws where there is no
   * such disk.
   */
  public diskSerial(name: string): string {
    const disks: any[] = this.finished.spec.template.spec.domain.devices.disks;
    const serial = disks.find((disk) => disk.name === name)?.serial;
    if (serial) return serial;
    const known = disks.filter((disk) => disk.serial).map((disk) => disk.name).join(', ');
    throw new Error(`VirtualMachine "${this.node.path}" has no disk "${name}" with a serial: those with one are ${known || 'none'}`);
  }

  /** The manifest as it is sent, for looking at and for tests. */
  public toManifest(): any {
    return JSON.parse(JSON.stringify(this.finished));
  }

  /** What must be known at synth for anything else to be computed. */
  private literalFindings(props: VirtualMachineProps): Finding[] {
    const literals: [string, unknown][] = [
      ['name', this.vmName], ['namespace', this.namespace], ['identity', props.identity],
      ...(props.nics ?? []).map((nic, index): [string, unknown] => [`nics[${index}].name`, nic.name]),
    ];
    return literals.filter(([, value]) => Token.isUnresolved(value)).map(([path]) =>
      propFinding(path, 'got a value that is only known at apply; MAC addresses are computed from it at synth', 'write a literal'));
  }

  private propFindings(props: VirtualMachineProps): Finding[] {
    const nics = props.nics ?? [];
    const byMac = nics.some((nic) => nic._options.addresses);
    const { sockets } = (props.size._domain?.cpu ?? {}) as { sockets?: number };
    const size = sockets === undefined || Token.isUnresolved(sockets) || sockets > 0 ? []
      : [propFinding('size.cpu', `got ${sockets}, expected a whole number of CPUs, at least 1`, 'write it like Size.of({ cpu: 2, memory: "4Gi" })')];
    return [...size, ...nics.flatMap((nic, index) => {
      const form = nic._options.mac?._form;
      const problem = form?.style === 'prefix' ? macPrefixProblem(form.prefix) : undefined;
      const fromCluster = nic._options.mac !== undefined && !form && nic._options.mac._address === undefined;
      return [
        ...(problem ? [propFinding(`nics[${index}].mac`, problem, 'write it like Mac.prefix("06:ab")')] : []),
        ...(fromCluster && byMac ? [propFinding(`nics[${index}].mac`,
          `"${nic.name}" takes its MAC address from the cluster, and the guest's network configuration tells NICs apart by MAC address`,
          'leave `mac` out, or give no NIC of this VM static addresses')] : []),
        ...(nic._options.addresses ?? []).flatMap((address, at) => isCidr(address) ? [] : [propFinding(`nics[${index}].addresses[${at}]`,
          `got "${address}", expected an address with its prefix length`, 'write it like "10.25.0.10/24"')]),
        ...(!nic._options.addresses && (nic._options.gateway || nic._options.nameservers)
          ? [propFinding(`nics[${index}]`, 'got a gateway or nameservers without addresses; DHCP brings its own', 'add `addresses`, or take them out')] : []),
        ...(nic.network?.cluster && nic.network.cluster.clusterName !== props.cluster.clusterName
          ? [propFinding(`nics[${index}]`, `"${nic.network.node.path}" is a network of cluster "${nic.network.cluster.clusterName}", and the VM is on "${props.cluster.clusterName}"`,
            'make a VmNetwork on the VM\'s cluster')] : []),
        ...(props.cloudInit?._source.networkSecret && nic._options.addresses ? [propFinding(`nics[${index}].addresses`,
          'the network configuration comes from a Secret, so static addresses here would have no effect', 'put them into the Secret, or leave `networkData` out')] : []),
      ];
    })];
  }

  private nameAndMacFindings(props: VirtualMachineProps): Finding[] {
    const registry = AppRegistry.of(this);
    const { clusterName } = props.cluster;
    const taken = registry.takeName(`VirtualMachine ${clusterName}/${this.namespace}/${this.vmName}`, this);
    if (taken) {
      return [propFinding('name', `"${this.vmName}" in namespace "${this.namespace}" of cluster "${clusterName}" is "${taken}" already`,
        'give each VM a name of its own')];
    }
    const starts = (strategy: unknown) => strategy !== RunStrategy.HALTED && strategy !== RunStrategy.MANUAL;
    const primary = props.standbyOf instanceof VirtualMachine ? props.standbyOf : undefined;
    const standby = primary && starts(primary.finished.spec.runStrategy) && starts(this.finished.spec.runStrategy)
      ? [propFinding('runStrategy', `got "${this.finished.spec.runStrategy}", but "${primary.node.path}", which this VM stands by for, runs with the same MAC addresses`,
        'use RunStrategy.HALTED on one of the two')]
      : [];
    return [...standby, ...this.nics.flatMap((nic, index) => {
      const mac = normalMac(nic.macAddress);
      if (!mac) return []; // from the cluster, unknown, or refused by NW-12
      if (this.nics.findIndex((other) => other.name === nic.name) < index) return []; // two NICs of one name: NW-3 says so
      const claim: MacClaim = { mac, l2: this.l2Domain(props, nic.name), owner: this.node.path, nic: nic.name, pair: JSON.stringify(this._identity) };
      const conflict = registry.macs.conflict(claim);
      registry.macs.claim(claim);
      if (!conflict) return [];
      const { severity, with: other } = conflict;
      return [{
        ruleId: 'R-3',
        severity,
        path: `nics[${index}].mac`,
        message: `${mac} is the address of NIC "${other.nic}" of "${other.owner}" too, ${severity === 'error' ? `both on ${claim.l2}` : `there on ${other.l2}`}`,
        remedy: severity === 'error' ? 'give one of them another address, or leave `mac` out' : 'fine if the two networks never meet',
      }];
    })];
  }

  /** The broadcast domain of a NIC; interfaces that came in by overrides count by what they attach to. */
  private l2Domain(props: VirtualMachineProps, name: string): string {
    const network = (props.nics ?? []).find((nic) => nic.name === name)?.network;
    if (network) return network.l2Domain;
    const networks: any[] = this.finished.spec?.template?.spec?.networks ?? [];
    const attachment = networks.find((one) => one?.name === name)?.multus?.networkName;
    return attachment ? `network ${attachment} of cluster ${props.cluster.clusterName}` : `the pod network of cluster ${props.cluster.clusterName}`;
  }

  private deliveryFindings(props: VirtualMachineProps): Finding[] {
    const delivery = props.delivery ?? props.cluster.delivery;
    const together = props.cluster.dependables.length > 0 && TerraformStack.of(this) === TerraformStack.of(props.cluster);
    if (!delivery.needsCrdsAtPlan || !together) return [];
    return [{
      ruleId: 'DEL-1',
      severity: 'warning',
      path: 'delivery',
      message: 'Delivery.manifest() needs KubeVirt on the cluster when Terraform plans, and the profile in this stack installs it only at apply',
      remedy: 'put VMs into a stack of their own, or use Delivery.helm()',
    }];
  }
}

/** How text is written where references to other resources may stand in it. */
const TERRAFORM_TEXT: TextCodec = {
  document: (value) => hasReferences(value) ? `${jsonText(value)}\n` : yamlText(value),
  base64: base64Text,
  isLiteral: (text) => !hasReferences(text),
};

/** Which prop makes which part of the manifest. */
function propPaths({ boot, disks = [] }: VirtualMachineProps): PropPaths {
  const props = ['boot', ...disks.map((_, index) => `disks[${index}]`)];
  const dataVolumes = [boot._backing(''), ...disks.map((disk) => disk._backing)]
    .flatMap((backing, index) => backing.kind === 'dataVolume' ? [props[index]] : []);
  return [
    [/^metadata\.(name|namespace|labels|annotations)/, '$1'],
    [/^spec\.(runStrategy)/, '$1'],
    [/^spec\.instancetype/, 'size'],
    [/^spec\.preference/, 'preference'],
    [/^spec\.template\.spec\.domain\.memory\.guest/, 'size.memory'],
    [/^spec\.template\.spec\.domain\.cpu\.sockets/, 'size.cpu'],
    [/^spec\.template\.spec\.(architecture|hostname|evictionStrategy|terminationGracePeriodSeconds)/, '$1'],
    [/^spec\.template\.spec\.domain\.devices\.interfaces\[(\d+)\]\.macAddress/, 'nics[$1].mac'],
    [/^spec\.template\.spec\.(?:domain\.devices\.interfaces|networks)\[(\d+)\]/, 'nics[$1]'],
    [/^spec\.template\.spec\.volumes\[\d+\]\.cloudInitNoCloud/, 'cloudInit'],
    ...props.map((prop, index) => [new RegExp(`^spec\\.template\\.spec\\.(?:domain\\.devices\\.disks|volumes)\\[${index}\\]`), prop] as const),
    ...dataVolumes.map((prop, index) => [new RegExp(`^spec\\.dataVolumeTemplates\\[${index}\\]`), prop] as const),
  ];
}

function identityOf(primary: IVirtualMachine | undefined): VmIdentity | undefined {
  return (primary as VirtualMachine | undefined)?._identity;
}

function interfacesOf(manifest: any): { name: string; macAddress?: string }[] {
  const interfaces = manifest?.spec?.template?.spec?.domain?.devices?.interfaces;
  return Array.isArray(interfaces) ? interfaces.filter((nic) => typeof nic?.name === 'string') : [];
}

function isCidr(text: string): boolean {
  if (Token.isUnresolved(text)) return true;
  const match = /^(.+)\/(\d{1,3})$/.exec(text);
  if (!match) return false;
  const family = isIP(match[1]);
  return family !== 0 && Number(match[2]) <= (family === 4 ? 32 : 128);
}

function unique<T>(items: T[]): T[] {
  return [...new Set(items)];
}
