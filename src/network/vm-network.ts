import { ITerraformDependable, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { admit, suppress } from '../admission/admit';
import { Finding, Suppression, UNKNOWN } from '../admission/finding';
import { l2Domain } from '../admission/inventory';
import { AppRegistry } from '../construct/app-registry';
import { dependenciesOf, followStackOf } from '../construct/dependencies';
import { labelFindings, literalFindings, numberFindings, objectNameFindings } from '../construct/prop-checks';
import { inTermsOfProps, report } from '../construct/report';
import { Delivery } from '../delivery';
import { maskReferences } from '../delivery/terraform-text';
import { clusterFacts, IVmoCluster } from '../profile/cluster';

/** A network that VMs can have a NIC on, beside the pod network. */
export interface IVmNetwork extends IConstruct {
  /** The cluster the network is on; `undefined` where any cluster has one of that name. */
  readonly cluster?: IVmoCluster;
  /** `namespace/name` of the NetworkAttachmentDefinition. */
  readonly networkName: string;
  /** Name that a NIC on this network has unless told otherwise. */
  readonly defaultNicName: string;
  /** The broadcast domain: no two NICs on it may have the same MAC address, whatever cluster they are on. */
  readonly l2Domain: string;
  /** What a VM on this network waits for. */
  readonly dependables: ITerraformDependable[];
}

/** Props of `VmNetwork`. */
export interface VmNetworkProps {
  /** The cluster the network is on. */
  readonly cluster: IVmoCluster;
  /**
   * Name of the NetworkAttachmentDefinition.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Namespace of the NetworkAttachmentDefinition. VMs of every namespace can use those in `default`.
   * @default default
   */
  readonly namespace?: string;
  /**
   * VLAN id, 1 to 4094.
   * @default - untagged
   */
  readonly vlan?: number;
  /**
   * Linux bridge on the nodes, with an uplink to the network. At most 15 characters.
   * @default br0
   */
  readonly bridge?: string;
  /**
   * MTU in bytes.
   * @default - the bridge's
   */
  readonly mtu?: number;
  /**
   * Let a VM send from its own MAC address only. Needs nftables on the nodes; breaks guests that bridge or run VRRP.
   * @default false
   */
  readonly macSpoofCheck?: boolean;
  /**
   * Name of the physical network behind the bridge. Networks with one VLAN id count as one broadcast domain, on other
   * clusters too, unless their physical networks differ; name it where VLAN 25 here is not VLAN 25 there.
   * @default default
   */
  readonly physicalNetwork?: string;
  /**
   * Findings that are accepted, with the reason.
   * @default - none
   */
  readonly suppress?: Suppression[];
  /**
   * How the network reaches the cluster.
   * @default - the cluster's
   */
  readonly delivery?: Delivery;
  /**
   * What the network waits for, beside the cluster.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** A network that is on the cluster already. */
export interface ExistingVmNetworkAttributes {
  /** Name of the NetworkAttachmentDefinition. */
  readonly name: string;
  /** @default default */
  readonly namespace?: string;
  /** VLAN id. @default - untagged */
  readonly vlan?: number;
  /** Name of the physical network behind the bridge. @default default */
  readonly physicalNetwork?: string;
}

class ExistingVmNetwork extends Construct implements IVmNetwork {
  public readonly networkName: string;
  public readonly defaultNicName: string;
  public readonly l2Domain: string;
  public readonly dependables: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, attributes: ExistingVmNetworkAttributes) {
    super(scope, id);
    report(this, 'VmNetwork.fromNetworkAttachmentDefinition()', [
      ...literalFindings([['name', attributes.name]], COMPARED),
      ...objectNameFindings('name', attributes.name, 'vlan25'),
      ...domainFindings(attributes),
      ...(Token.isUnresolved(attributes.vlan) ? [] : numberFindings('vlan', attributes.vlan, 1, 4094, 25)),
    ]);
    this.networkName = `${attributes.namespace ?? 'default'}/${attributes.name}`;
    this.defaultNicName = nicName(attributes.name);
    this.l2Domain = l2Domain(attributes);
    AppRegistry.of(this).takeNetwork(this.networkName, this.l2Domain);
  }
}

/**
 * A VLAN (or an untagged network) on a Linux bridge of the nodes, as a NetworkAttachmentDefinition.
 * The cluster needs Multus and the `bridge` CNI plugin.
 *
 * Throws an error with every mistake in the props.
 * @see https://kubevirt.io/user-guide/network/interfaces_and_networks/#multus
 */
export class VmNetwork extends Construct implements IVmNetwork, ITerraformDependable {
  /** A NetworkAttachmentDefinition that is on the cluster already. */
  public static fromNetworkAttachmentDefinition(scope: Construct, id: string, attributes: ExistingVmNetworkAttributes): IVmNetwork {
    return new ExistingVmNetwork(scope, id, attributes);
  }

  public readonly cluster?: IVmoCluster;
  public readonly networkName: string;
  public readonly defaultNicName: string;
  public readonly l2Domain: string;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VmNetworkProps) {
    super(scope, id);
    const { cluster } = props;
    const name = props.name ?? id;
    const namespace = props.namespace ?? 'default';
    report(this, 'VmNetwork', literalFindings([['name', name], ['namespace', namespace]], COMPARED));
    const manifest = networkManifest(name, namespace, props);
    // The config is one JSON text, in which a reference would hide the number from the rules; it is refused below.
    const admission = Token.isUnresolved(props.vlan) ? [] : admit(maskReferences(manifest, UNKNOWN), clusterFacts(cluster));
    const findings = suppress(admission, props.suppress ?? []);
    // To the plugin, 0 is untagged; here, no VLAN is.
    if (props.vlan === 0) findings.push(...numberFindings('vlan', 0, 1, 4094, 25));
    findings.push(...domainFindings(props), ...numberFindings('mtu', props.mtu, 68, 65_535, 1500));
    findings.push(...AppRegistry.of(this).takeObject('NetworkAttachmentDefinition', cluster.clusterName, `${namespace}/${name}`, this));
    report(this, 'VmNetwork', inTermsOfProps(findings, () => propOf));

    this.cluster = cluster;
    this.networkName = `${namespace}/${name}`;
    this.defaultNicName = nicName(name);
    this.l2Domain = l2Domain(props);
    AppRegistry.of(this).takeNetwork(this.networkName, this.l2Domain, cluster.clusterName);
    followStackOf(this, cluster);
    this.fqn = (props.delivery ?? cluster.delivery)._deliver(this, {
      prefix: 'net',
      name,
      namespace,
      manifests: [manifest],
      dependsOn: dependenciesOf(this, [...cluster.dependables, ...props.dependsOn ?? []]),
    }).fqn;
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}

/** Props have the names of what they make. */
function propOf(path: string): string | undefined {
  return /^metadata\.(?:name|namespace)|^spec\.config\.(?:vlan|bridge|mtu)/.exec(path)?.[0].replace(/^.*\./, '');
}

/** The NetworkAttachmentDefinition. */
export function networkManifest(name: string, namespace: string, props: VmNetworkProps): any {
  return {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name, namespace },
    spec: {
      config: JSON.stringify({
        cniVersion: '0.3.1',
        name,
        type: 'bridge',
        bridge: props.bridge ?? 'br0',
        vlan: props.vlan,
        mtu: props.mtu,
        ...(props.macSpoofCheck && { macspoofchk: true }),
        ipam: {}, // addresses are the guest's business
      }),
    },
  };
}

/** What is wrong with what tells broadcast domains apart. The VLAN's range is a rule's business, where there is a manifest. */
function domainFindings(network: Pick<ExistingVmNetworkAttributes, 'namespace' | 'vlan' | 'physicalNetwork'>): Finding[] {
  const { namespace, vlan, physicalNetwork } = network;
  return [
    ...literalFindings([['vlan', vlan], ['physicalNetwork', physicalNetwork]], COMPARED),
    ...(namespace === undefined ? [] : labelFindings('namespace', namespace, 'default')),
  ];
}

/** Why a network is described in literals. */
const COMPARED = 'duplicate MAC addresses are looked for';

/** A NIC name may not have dots; an object name may. */
function nicName(name: string): string {
  return name.replace(/\./g, '-');
}
