import { Release } from '@cdktf/provider-helm/lib/release';
import { ITerraformDependable, TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { Access, accessFindings, reverseProxyNamespace, reverseProxyValues } from './access';
import {
  DEFAULT_VM_NAMESPACES, ExistingCluster, ExistingClusterAttributes, IVmoCluster,
} from './cluster';
import { inventoryFindings } from './inventory';
import {
  EvictionStrategy, kubevirtFindings, KubevirtOptions, kubevirtOperatorValues, kubevirtSpec, kubevirtTimeout, VmRolloutStrategy,
  kubevirtValues,
} from './kubevirt';
import { KUBEVIRT_NAMESPACE, namespaceManifests, SYSTEM_NAMESPACE } from './namespaces';
import { permittedPciDevices, permittedResources } from './permitted-host-devices';
import { SnapshotController, snapshotControllerValues, snapshotFindings, volumeSnapshotClassManifest, VolumeSnapshotClassOptions } from './snapshot-controller';
import { Finding } from '../admission/finding';
import { ClusterInventory, DEFAULT_GOLDEN_IMAGES_NAMESPACE } from '../admission/inventory';
import { AppRegistry } from '../construct/app-registry';
import { dependenciesOf } from '../construct/dependencies';
import { labelFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding, report } from '../construct/report';
import { Delivery } from '../delivery';
import { HelmRelease, helmRelease } from '../delivery/chart';
import { enabledGates } from '../kubevirt/feature-gates';
import { DEFAULT_KUBEVIRT_VERSION, KubevirtVersion } from '../kubevirt/version';

/** Props of `VmoClusterProfile`. */
export interface VmoClusterProfileProps {
  /**
   * Name of the cluster. It keeps MAC addresses apart where clusters share a VLAN, so it must be a literal, differ between
   * your clusters, and never change.
   */
  readonly clusterName: string;
  /**
   * Namespaces that VMs live in; those that do not exist are created, and none is ever deleted.
   * @default ['default', 'virtual-machines']
   */
  readonly vmEnabledNamespaces?: string[];
  /**
   * Namespace of golden images. VMs of the enabled namespaces may clone from it.
   * @default vmo-golden-images
   */
  readonly goldenImagesNamespace?: string;
  /**
   * How KubeVirt is set up.
   * @default - KubeVirt 1.8.4 with Palette's feature gates
   */
  readonly kubevirt?: KubevirtOptions;
  /**
   * What the cluster has that VMs need, and this profile does not make.
   * @default - not known
   */
  readonly inventory?: ClusterInventory;
  /**
   * Where VolumeSnapshots come from.
   * @default SnapshotController.install()
   */
  readonly snapshotController?: SnapshotController;
  /**
   * How CSI drivers make snapshots. Without a class for its driver, a disk cannot be snapshotted.
   * @default - none
   */
  readonly volumeSnapshotClasses?: VolumeSnapshotClassOptions[];
  /**
   * How people reach the cluster's VM services from outside.
   * @default Access.none()
   */
  readonly access?: Access;
  /**
   * How VMs and networks of this cluster reach it, where they do not say.
   * @default - Delivery.helm() with `helmProvider`
   */
  readonly delivery?: Delivery;
  /**
   * The Helm provider that installs the platform.
   * @default - the stack's default Helm provider
   */
  readonly helmProvider?: TerraformProvider;
  /**
   * What the platform waits for, such as the cluster itself.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Turns a Kubernetes cluster into a virtual-machine platform: namespaces, snapshots, KubeVirt and outside access, as Helm
 * releases in the order they need. Works from an empty cluster in one apply; on destroy, VMs go first, and KubeVirt's
 * removal is refused while VMs remain. CRDs and namespaces stay.
 *
 * Throws an error with every mistake in the props.
 */
export class VmoClusterProfile extends Construct implements IVmoCluster, ITerraformDependable {
  /** A cluster that has KubeVirt already, set up by other means. */
  public static fromExisting(scope: Construct, id: string, attributes: ExistingClusterAttributes): IVmoCluster {
    return new ExistingCluster(scope, id, attributes);
  }

  public readonly clusterName: string;
  public readonly kubevirtVersion: KubevirtVersion;
  public readonly featureGates: string[];
  public readonly defaultEvictionStrategy?: EvictionStrategy;
  public readonly permittedDevices?: string[];
  public readonly permittedPciDevices?: { [resource: string]: string };
  public readonly vmRolloutStrategy?: VmRolloutStrategy;
  public readonly bridgeOnPodNetwork?: boolean;
  public readonly vmStateStorageClass?: string;
  public readonly cpuAllocationRatio?: number;
  public readonly memoryOvercommit?: number;
  public readonly inventory?: ClusterInventory;
  public readonly vmEnabledNamespaces: string[];
  public readonly goldenImagesNamespace: string;
  public readonly delivery: Delivery;
  /** Address of the last release VMs need, for `dependsOn` of other resources. */
  public readonly fqn: string;
  private readonly props: VmoClusterProfileProps;

  constructor(scope: Construct, id: string, props: VmoClusterProfileProps) {
    super(scope, id);
    report(this, 'VmoClusterProfile', profileShapeFindings(props));
    report(this, 'VmoClusterProfile', this.findings(props));

    const kubevirt = props.kubevirt ?? {};
    this.props = props;
    this.clusterName = props.clusterName;
    this.kubevirtVersion = kubevirt.version ?? DEFAULT_KUBEVIRT_VERSION;
    // What is sent, overrides included.
    const { configuration } = kubevirtSpec(kubevirt);
    const { evictionStrategy, vmRolloutStrategy, network, permittedHostDevices } = configuration;
    const { developerConfiguration = {}, persistentReservationConfiguration } = configuration;
    const { featureGates = [], disabledFeatureGates = [], cpuAllocationRatio, memoryOvercommit } = developerConfiguration;
    const reservation = persistentReservationConfiguration?.enabled ?? undefined;
    this.featureGates = [...enabledGates(this.kubevirtVersion, { featureGates, disabledFeatureGates }, reservation)].sort();
    this.defaultEvictionStrategy = evictionStrategy;
    this.permittedDevices = permittedHostDevices && permittedResources(permittedHostDevices);
    this.permittedPciDevices = permittedPciDevices(permittedHostDevices ?? {});
    this.vmRolloutStrategy = vmRolloutStrategy;
    this.bridgeOnPodNetwork = network?.permitBridgeInterfaceOnPodNetwork ?? true;
    this.vmStateStorageClass = configuration.vmStateStorageClass;
    this.cpuAllocationRatio = known(cpuAllocationRatio);
    this.memoryOvercommit = known(memoryOvercommit);
    this.inventory = props.inventory;
    this.vmEnabledNamespaces = [...props.vmEnabledNamespaces ?? DEFAULT_VM_NAMESPACES];
    this.goldenImagesNamespace = props.goldenImagesNamespace ?? DEFAULT_GOLDEN_IMAGES_NAMESPACE;
    this.delivery = props.delivery ?? Delivery.helm({ provider: props.helmProvider });

    const namespaces = this.release('Namespaces', dependenciesOf(this, props.dependsOn ?? []), {
      name: 'vmo-namespaces',
      namespace: 'default', // the only one that is surely there
      chart: 'vmo-manifests',
      values: { objects: namespaceManifests(this) },
      takeOwnership: true, // namespaces may exist; they are never deleted, so nothing is lost by adopting them
    });
    const snapshots = this.snapshots(namespaces);
    const operator = this.release('KubevirtOperator', [namespaces], {
      name: 'vmo-kubevirt-operator',
      namespace: KUBEVIRT_NAMESPACE,
      chart: 'kubevirt-operator',
      values: kubevirtOperatorValues(kubevirt),
      timeout: kubevirtTimeout(kubevirt),
    });
    const access = props.access ?? Access.none();
    // After the snapshot controller, so that on destroy VM snapshots can be finalised.
    this.fqn = this.release('Resource', [operator, ...snapshots], {
      name: 'vmo-kubevirt',
      namespace: KUBEVIRT_NAMESPACE,
      chart: 'kubevirt',
      values: kubevirtValues(kubevirt, this.vmEnabledNamespaces, access._mode === 'direct'),
      timeout: kubevirtTimeout(kubevirt),
    }).fqn;
    if (access._proxied) {
      this.release('ReverseProxy', [namespaces, ...dependenciesOf(this, access._proxied.dependsOn ?? [])], {
        name: 'vmo-reverse-proxy',
        namespace: reverseProxyNamespace(access._proxied),
        chart: 'reverse-proxy',
        values: reverseProxyValues(access._proxied, props.clusterName),
      });
    }
  }

  /** What VMs wait for before they are created: the platform as a whole. */
  public get dependables(): ITerraformDependable[] {
    return [this];
  }

  private release(id: string, dependsOn: ITerraformDependable[], release: Omit<HelmRelease, 'dependsOn' | 'provider'>): Release {
    return helmRelease(this, id, { ...release, dependsOn, provider: this.props.helmProvider });
  }

  /** The releases that make snapshots work; KubeVirt comes after the last of them. */
  private snapshots(namespaces: Release): Release[] {
    const { snapshotController = SnapshotController.install(), volumeSnapshotClasses = [] } = this.props;
    const releases: Release[] = [];
    if (snapshotController._mode === 'install') {
      const { repository = 'https://piraeus.io/helm-charts/', chartVersion = '5.2.0' } = snapshotController._options;
      releases.push(this.release('SnapshotCrds', [namespaces], {
        name: 'vmo-snapshot-crds', namespace: SYSTEM_NAMESPACE, chart: 'snapshot-crds', values: {},
      }));
      releases.push(this.release('SnapshotController', [namespaces, ...releases], {
        name: 'vmo-snapshot-controller',
        namespace: SYSTEM_NAMESPACE,
        chart: { repository, name: 'snapshot-controller', version: chartVersion },
        values: snapshotControllerValues(snapshotController._options),
      }));
    }
    // The classes have a carrier of their own, so that they are there whoever brings the controller.
    if (volumeSnapshotClasses.length > 0) {
      releases.push(this.release('VolumeSnapshotClasses', [namespaces, ...releases], {
        name: 'vmo-volume-snapshot-classes',
        namespace: SYSTEM_NAMESPACE,
        chart: 'vmo-manifests',
        values: { objects: volumeSnapshotClasses.map(volumeSnapshotClassManifest) },
      }));
    }
    return releases.slice(-1);
  }

  private findings(props: VmoClusterProfileProps): Finding[] {
    const namespaces = props.vmEnabledNamespaces ?? DEFAULT_VM_NAMESPACES;
    const name = labelFindings('clusterName', props.clusterName, 'prod-east');
    const taken = name.length === 0 ? AppRegistry.of(this).takeName(`VmoClusterProfile ${props.clusterName}`, this) : undefined;
    return [
      ...name,
      ...(taken === undefined ? [] : [propFinding('clusterName', `"${props.clusterName}" is the name of "${taken}" too; their VMs would get the same MAC addresses`,
        'give each cluster a name of its own')]),
      ...(namespaces.length > 0 ? [] : [propFinding('vmEnabledNamespaces', 'got an empty list', 'name at least one namespace, such as "virtual-machines"')]),
      ...namespaces.flatMap((namespace, index) => labelFindings(`vmEnabledNamespaces[${index}]`, namespace, 'virtual-machines')),
      ...labelFindings('goldenImagesNamespace', props.goldenImagesNamespace ?? DEFAULT_GOLDEN_IMAGES_NAMESPACE, DEFAULT_GOLDEN_IMAGES_NAMESPACE),
      ...[...namespaces.map((one, index) => [`vmEnabledNamespaces[${index}]`, one]), ['goldenImagesNamespace', props.goldenImagesNamespace ?? '']]
        .filter(([, one]) => one === KUBEVIRT_NAMESPACE || one === SYSTEM_NAMESPACE || /^kube-/.test(one))
        .map(([path, one]) => propFinding(path, `got "${one}", which is not for VMs`, 'use a namespace of its own, such as "virtual-machines"')),
      ...kubevirtFindings(props.kubevirt ?? {}),
      ...inventoryFindings('inventory', props.inventory),
      ...snapshotFindings(props.snapshotController ?? SnapshotController.install(), props.volumeSnapshotClasses ?? []),
      ...takeSnapshotClasses(this, props),
      ...accessFindings(props.access ?? Access.none()),
    ];
  }
}

/** Those of the profile have names like those that stand by themselves. */
function takeSnapshotClasses(scope: Construct, { clusterName, volumeSnapshotClasses = [] }: VmoClusterProfileProps): Finding[] {
  return volumeSnapshotClasses.flatMap(({ name }, index) => {
    const isFirst = volumeSnapshotClasses.findIndex((other) => other.name === name) === index;
    return isFirst ? AppRegistry.of(scope).takeObject('VolumeSnapshotClass', clusterName, name, scope, `volumeSnapshotClasses[${index}].name`) : [];
  });
}

/** A setting that is known at synth, or else none: then KubeVirt's own counts. */
function known<T>(value: T | undefined): T | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}

/** Props of another kind than declared, as plain JavaScript or `any` brings them. */
function profileShapeFindings({ kubevirt, ...given }: any): Finding[] {
  const lists = (path: string, values: any, fields: string[]) => fields.flatMap((field) =>
    shapeFindings(`${path}${field}`, values?.[field], values?.[field] === undefined || Array.isArray(values[field]), 'a list: [ … ]'));
  const made = (field: string, expected: string) =>
    shapeFindings(field, given[field], given[field] === undefined || Boolean(given[field]?._mode), expected);
  return [
    ...lists('', given, ['vmEnabledNamespaces', 'volumeSnapshotClasses', 'dependsOn']),
    ...lists('kubevirt.', kubevirt, ['featureGates', 'disabledFeatureGates', 'imagePullSecrets']),
    ...lists('kubevirt.permittedHostDevices.', kubevirt?.permittedHostDevices, ['pciHostDevices', 'mediatedDevices', 'usb']),
    ...made('access', 'Access.proxied({ … }), Access.direct() or Access.none()'),
    ...made('snapshotController', 'SnapshotController.install(), existing() or none()'),
  ];
}
