import { ITerraformDependable, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { Finding } from '../admission/finding';
import { l2Domain } from '../admission/inventory';
import { AppRegistry } from '../construct/app-registry';
import { labelFindings, literalFindings, numberFindings, objectNameFindings } from '../construct/prop-checks';
import { report } from '../construct/report';
import { deliverObject } from '../object/deliver';
import { ObjectPlacement } from '../object/options';
import { IVmoCluster } from '../profile/cluster';

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

/** Props of `VmNetwork`. VMs of every namespace can use the networks in `default`. */
export interface VmNetworkProps extends ObjectPlacement {
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
    const { cluster, namespace = 'default', name = id } = props;
    report(this, 'VmNetwork', [
      ...literalFindings([['name', name], ['namespace', namespace]], COMPARED),
      ...domainFindings(props),
    ]);
    this.cluster = cluster;
    this.networkName = `${namespace}/${name}`;
    this.defaultNicName = nicName(name);
    this.l2Domain = l2Domain(props);
    this.fqn = deliverObject(this, {
      className: 'VmNetwork',
      prefix: 'net',
      cluster,
      options: props,
      propOf,
      manifests: [networkManifest(name, namespace, props)],
      findings: [
        // To the plugin, 0 is untagged; here, no VLAN is.
        ...(props.vlan === 0 ? numberFindings('vlan', 0, 1, 4094, 25) : []),
        ...numberFindings('mtu', props.mtu, 68, 65_535, 1500),
      ],
    }).fqn;
    AppRegistry.of(this).takeNetwork(this.networkName, this.l2Domain, cluster.clusterName);
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
