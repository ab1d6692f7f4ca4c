import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Finding, show, UNKNOWN } from '../admission/finding';
import { persistentState } from '../admission/rules/storage';
import { VmView } from '../admission/vm-view';
import { AppRegistry } from '../construct/app-registry';
import { claimMac } from '../construct/mac-claim';
import { labelFindings } from '../construct/prop-checks';
import { PropOf, propFinding } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { firmwareUuid, VmIdentity } from '../network/mac/identity';
import { Mac } from '../network/mac/mac';
import { macAddress, macPrefixProblem, normalMac } from '../network/mac/scheme';
import { ObjectOptions } from '../object/options';
import { IVirtualMachine, VmNic } from '../object/virtual-machine';
import { IVmoCluster } from '../profile/cluster';

/** What a VM can be told that KubeVirt makes of another one. */
export interface NewVmOptions extends ObjectOptions {
  /**
   * Name that its MAC addresses, firmware UUID and serial are computed from.
   * @default - the new VM's name
   */
  readonly identity?: string;
  /**
   * How its MAC addresses are computed: `Mac.deterministic()` in a style, `Mac.prefix()`, or `Mac.fromCluster()`.
   * @default Mac.deterministic()
   */
  readonly mac?: Mac;
  /**
   * MAC addresses by the name of the NIC, in place of computed ones.
   * @default - computed
   */
  readonly newMacAddresses?: { readonly [nic: string]: string };
  /**
   * JSON patches of the new VM, such as `{"op": "replace", "path": "/spec/runStrategy", "value": "Always"}`. KubeVirt takes no `:` and no `,` in
   * a value; written as JSON escapes, they pass.
   * @default - none
   */
  readonly patches?: string[];
  /**
   * Whether the new VM and its disks stay on the cluster when this is taken out of the blueprint, and when the stack is destroyed.
   * @default false
   */
  readonly retain?: boolean;
}

/** A VM that KubeVirt makes of another one: the same NICs, with addresses of its own. */
export class NewVm extends Construct implements IVirtualMachine {
  public readonly namespace: string;
  public readonly cluster: IVmoCluster;
  public readonly nics: VmNic[];
  /** Firmware UUID and serial, as a `VirtualMachine` of that name would have. */
  public readonly uuid: string;
  public readonly serial: string;

  constructor(
    private readonly maker: Construct & ITerraformDependable,
    private readonly source: IVirtualMachine,
    public readonly vmName: string,
    private readonly options: NewVmOptions,
  ) {
    super(maker, 'Vm');
    const { cluster, namespace } = source;
    this.cluster = cluster;
    this.namespace = namespace;
    const identity: VmIdentity = { scope: cluster.clusterName, namespace, vm: options.identity ?? vmName };
    this.nics = source.nics.map(({ name }) => ({ name, macAddress: macOf(name, identity, options) }));
    this.uuid = firmwareUuid(identity, 'uuid');
    this.serial = firmwareUuid(identity, 'serial');
  }

  public get dependables(): ITerraformDependable[] {
    return [this.maker];
  }

  /** What is wrong with it. Takes its name and its addresses in the app's registry. */
  public findings(nameProp: string, sourceProp: string, stateRule: 'RS-2' | 'CL-5'): Finding[] {
    const { vmName, options, source, nics, cluster: { clusterName }, namespace } = this;
    return [
      ...labelFindings(nameProp, vmName, `${source.vmName}-copy`),
      ...AppRegistry.of(this).takeVm(nameProp, clusterName, namespace, vmName, this.maker),
      ...stateFindings(source, sourceProp, stateRule),
      ...macFindings(options, source),
      ...nics.flatMap((nic) => this.claim(nic)),
    ];
  }

  /** Each NIC hangs where the one of the source does. */
  private claim({ name, macAddress: mac }: VmNic): Finding[] {
    const { macs } = AppRegistry.of(this);
    if (normalMac(mac) === undefined) return [];
    const origin = macs.claimOf(this.source.node.path, name);
    return claimMac(macs, {
      mac,
      l2: origin?.l2 ?? `the network of NIC "${name}" of ${this.source.node.path}`,
      owner: this.maker.node.path,
      nic: name,
      pair: this.maker.node.path,
      hidden: origin?.hidden,
    }, `newMacAddresses["${name}"]`, 'give the NIC another address, or use another `identity`');
  }

  /** Made once: under another name, or for another VM, it is another release, which Helm installs, and does not change. */
  public releasedAs(name: string): string {
    return name === this.vmName ? name : `${name}.${this.vmName}`;
  }

  /** As Helm knows it, to remove it: nothing else does. Where one of that name is there already, the chart installs nothing. */
  public removed(): any[] {
    if (this.options.retain) return [];
    return [{
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachine',
      metadata: { name: this.vmName, namespace: this.namespace },
      spec: { runStrategy: 'Halted', template: { spec: { domain: { devices: {}, memory: { guest: '64Mi' } } } } },
    }];
  }
}

/** What a TPM or an EFI keeps is on a disk of KubeVirt's own, of which it makes no second one. */
function stateFindings({ _manifest, vmName }: IVirtualMachine, path: string, ruleId: string): Finding[] {
  if (_manifest === undefined || persistentState(VmView.ofVirtualMachine(maskReferences(_manifest, UNKNOWN))).length === 0) return [];
  return [{
    ruleId,
    severity: 'error',
    path,
    message: `the TPM or EFI of "${vmName}" keeps its state, and KubeVirt makes no new VM of such a one`,
    remedy: 'make a VM of its own, and clone the disks',
  }];
}

/** Empty where the cluster gives it. */
function macOf(nic: string, identity: VmIdentity, { mac, newMacAddresses }: NewVmOptions): string {
  const given = newMacAddresses?.[nic];
  if (given !== undefined) return normalMac(given) ?? given;
  if (mac && !isUsable(mac)) return '';
  return macAddress({ ...identity, nic }, mac?._form);
}

function isUsable({ _form }: Mac): boolean {
  return _form !== undefined && !(_form.style === 'prefix' && macPrefixProblem(_form.prefix) !== undefined);
}

function macFindings({ mac, newMacAddresses = {} }: NewVmOptions, { vmName, nics }: IVirtualMachine): Finding[] {
  const names = nics.map(({ name }) => name);
  const prefix = mac?._form?.style === 'prefix' ? macPrefixProblem(mac._form.prefix) : undefined;
  return [
    ...(mac?._address === undefined ? [] : [propFinding('mac', `got one address, ${show(mac._address)}, for every NIC`, 'name the NIC: newMacAddresses: { default: "02:…" }')]),
    ...(prefix === undefined ? [] : [propFinding('mac', prefix, 'write it like Mac.prefix("06:ab")')]),
    ...Object.entries(newMacAddresses).flatMap(([nic, address]) => [
      ...(names.length === 0 || names.includes(nic) ? [] : [
        propFinding(`newMacAddresses["${nic}"]`, `"${vmName}" has no NIC of that name, it has ${names.join(', ')}`, 'name one of them'),
      ]),
      ...(normalMac(address) ? [] : [
        propFinding(`newMacAddresses["${nic}"]`, `got ${show(address)}, expected a MAC address of six octets`, 'write it like "02:12:34:56:78:9a"'),
      ]),
    ]),
  ];
}

/** Patches as the props have them: in the manifest they come after those of ours. */
export function patchesPropOf(ours: number): PropOf {
  return (path) => {
    const [, index, rest] = /^spec\.patches\[(\d+)\](.*)$/.exec(path) ?? [];
    return index === undefined || Number(index) < ours ? undefined : `patches[${Number(index) - ours}]${rest}`;
  };
}

/** A JSON patch of a restore or a clone. KubeVirt cuts patches at `:` and `,` before it reads them: as escapes, they pass, and mean the same. */
export function patchOf(op: 'add' | 'replace' | 'test', path: string, value: string): string {
  const text = JSON.stringify(value).replace(/[:,]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `{"op": "${op}", "path": "${path}", "value": ${text}}`;
}
