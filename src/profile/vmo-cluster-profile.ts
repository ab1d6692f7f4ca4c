import { Release } from '@cdktf/provider-helm/lib/release';
import { ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  clusterAttributes, ExistingCluster, ExistingClusterAttributes, IVmoCluster,
} from './cluster';
import { PlatformRelease } from './component';
import { dashboardUrl } from './dashboard';
import { distributionFindings } from './distribution';
import { platformProxyFindings } from './http-proxy';
import { Image } from './image';
import { imagesIn, NamedImage, PulledChart, pulledCharts, PulledImage, pulledImages, sourcesNote, traced } from './images';
import { inventoryFindings } from './inventory';
import { EvictionStrategy, VmRolloutStrategy } from './kubevirt-configuration';
import { kubevirtSpec } from './kubevirt-spec';
import { platformRoles, vmNamespaceNames } from './namespaces';
import { contradictionFindings, onDistribution } from './on-distribution';
import { profileShapeFindings } from './option-shapes';
import { PackValuesProps, profileOfPack } from './pack/pack-values';
import { permittedPciDevices, permittedResources } from './permitted-host-devices';
import { platform } from './platform';
import { imageFindings, pinnedImages, tracedChart } from './platform-images';
import { VmoClusterProfileProps } from './props';
import { lifeCycleFindings } from './removal-policy';
import { SOURCES } from './sources-note';
import { filteredVlans } from './vlan-filtering';
import { clusterQuotas } from './vm-namespace';
import { Finding } from '../admission/finding';
import { ClusterInventory, DEFAULT_GOLDEN_IMAGES_NAMESPACE } from '../admission/inventory';
import { AppRegistry } from '../construct/app-registry';
import { dependenciesOf } from '../construct/dependencies';
import { labelFindings } from '../construct/prop-checks';
import { propFinding, report } from '../construct/report';
import { Delivery } from '../delivery';
import { helmRelease } from '../delivery/chart';
import { enabledGates } from '../kubevirt/feature-gates';
import { DEFAULT_KUBEVIRT_VERSION, KubevirtVersion } from '../kubevirt/version';

/**
 * Turns a Kubernetes cluster into a virtual-machine platform: namespaces, snapshots, KubeVirt, the descheduler and outside access, as Helm
 * releases in the order they need. Works from an empty cluster in one apply; on destroy, VMs go first, and KubeVirt's
 * removal is refused while VMs remain. CRDs and namespaces stay. `removalPolicy` says otherwise.
 *
 * Throws an error with every mistake in the props.
 */
export class VmoClusterProfile extends Construct implements IVmoCluster, ITerraformDependable {
  /** A cluster that has KubeVirt already, set up by other means. */
  public static fromExisting(scope: Construct, id: string, attributes: ExistingClusterAttributes): IVmoCluster {
    return new ExistingCluster(scope, id, attributes);
  }

  /**
   * A platform as Palette's VMO pack is set up to make it. What of the values does nothing here is a warning; what the pack has not, is given beside
   * them. `npx vmo from-pack values.yaml` prints the same platform as TypeScript, to go on without the values.
   *
   * Throws an error with every mistake in the values.
   */
  public static fromPackValues(scope: Construct, id: string, props: PackValuesProps): VmoClusterProfile {
    const pack = profileOfPack(scope, id, props);
    const profile = new VmoClusterProfile(scope, id, pack.props);
    pack.annotate(profile);
    return profile;
  }

  public readonly clusterName: string;
  public readonly kubevirtVersion: KubevirtVersion;
  public readonly featureGates: string[];
  public readonly defaultEvictionStrategy?: EvictionStrategy;
  public readonly permittedDevices?: string[];
  public readonly permittedPciDevices?: { [resource: string]: string };
  public readonly vmRolloutStrategy?: VmRolloutStrategy;
  public readonly bridgeOnPodNetwork?: boolean;
  public readonly multus?: boolean;
  public readonly filteredVlans?: { [bridge: string]: string[] };
  public readonly cdi?: boolean;
  public readonly vmStateStorageClass?: string;
  public readonly cpuAllocationRatio?: number;
  public readonly memoryOvercommit?: number;
  public readonly inventory?: ClusterInventory;
  public readonly vmEnabledNamespaces: string[];
  public readonly goldenImagesNamespace: string;
  public readonly delivery: Delivery;
  /** Where the dashboard is found, where it has an Ingress. */
  public readonly dashboardUrl?: string;
  /** Address of the last release VMs need, for `dependsOn` of other resources. */
  public readonly fqn: string;
  private readonly planned: PlatformRelease[];
  private readonly pins: ReadonlyMap<string, Image>;

  constructor(scope: Construct, id: string, props: VmoClusterProfileProps) {
    super(scope, id);
    report(this, 'VmoClusterProfile', profileShapeFindings(props));
    report(this, 'VmoClusterProfile', distributionFindings(props));
    props = onDistribution(props);
    // A mirror that is none is said once, not of every image.
    const components = platform(imageFindings(props).length > 0 ? { ...props, imageRegistry: undefined, imageOverrides: undefined } : props);
    report(this, 'VmoClusterProfile', [...this.findings(props), ...components.flatMap((component) => component.findings())]);

    const kubevirt = props.kubevirt ?? {};
    this.clusterName = props.clusterName;
    this.kubevirtVersion = kubevirt.version ?? DEFAULT_KUBEVIRT_VERSION;
    // What is sent, overrides included.
    const { configuration = {} } = kubevirtSpec(kubevirt);
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
    this.multus = props.multus?._mode !== 'none';
    this.filteredVlans = filteredVlans(props.vlanFiltering);
    this.cdi = props.cdi?._mode !== 'none';
    this.vmStateStorageClass = configuration.vmStateStorageClass;
    this.cpuAllocationRatio = known(cpuAllocationRatio);
    this.memoryOvercommit = known(memoryOvercommit);
    const quotas = clusterQuotas(props.vmNamespaces ?? []);
    this.inventory = quotas.length === 0 ? props.inventory : { ...props.inventory, quotas: [...props.inventory?.quotas ?? [], ...quotas] };
    this.vmEnabledNamespaces = [...new Set(vmNamespaceNames(props))];
    this.goldenImagesNamespace = props.goldenImagesNamespace ?? DEFAULT_GOLDEN_IMAGES_NAMESPACE;
    this.dashboardUrl = props.dashboard && dashboardUrl(props.dashboard);
    this.delivery = props.delivery ?? Delivery.helm({ provider: props.helmProvider });

    this.pins = pinnedImages(props);
    this.planned = components.flatMap((component) => component.releases());
    const made = new Map<string, Release>();
    for (const release of this.planned) {
      made.set(release.id, this.release(release, props, made));
    }
    this.fqn = made.get('Resource')!.fqn;
  }

  /** What VMs wait for before they are created: the platform as a whole. */
  public get dependables(): ITerraformDependable[] {
    return [this];
  }

  /**
   * The images that the platform pulls, each once. Where a mirror of your own is set, they are named as they are pulled from it. What VMs are made
   * from is not among them; `npx vmo images` lists all of an app.
   */
  public images(): PulledImage[] {
    return pulledImages(this.planned.flatMap(({ id, values }) => this.tracedIn(values).map((what) => ({ what, by: `${this.node.path}/${id}` }))));
  }

  /** The charts that the platform pulls from repositories, each once. Those of this package are part of it. */
  public charts(): PulledChart[] {
    return pulledCharts(this.planned.flatMap(({ id, chart }) => typeof chart === 'string' ? [] : [{ what: tracedChart(chart), by: `${this.node.path}/${id}` }]));
  }

  /**
   * What `fromExisting()` needs to know of this cluster, where its VMs are in another app: plain data, to write to a file as JSON. Settings that are known
   * only at apply, and `delivery`, are left out.
   */
  public attributes(): ExistingClusterAttributes {
    return clusterAttributes(this);
  }

  private release(planned: PlatformRelease, props: VmoClusterProfileProps, made: ReadonlyMap<string, ITerraformDependable>): Release {
    const { id, after = [], dependsOn = [], ...release } = planned;
    const first = id === 'Namespaces' ? dependenciesOf(this, props.dependsOn ?? []) : [made.get('Namespaces')!];
    const resource = helmRelease(this, id, {
      ...release,
      takeOwnership: props.adoptExisting || release.takeOwnership || undefined,
      dependsOn: [...first, ...after.flatMap((other) => made.get(other) ?? []), ...dependenciesOf(this, dependsOn)],
      provider: props.helmProvider,
    });
    const note = sourcesNote(this.tracedIn(release.values), typeof release.chart === 'string' ? undefined : tracedChart(release.chart).source);
    if (note) resource.addOverride(`//.${SOURCES}`, note);
    return resource;
  }

  private tracedIn(values: unknown): NamedImage[] {
    return [...imagesIn(values)].map((image) => traced(image, this.pins));
  }

  private findings(props: VmoClusterProfileProps): Finding[] {
    const name = labelFindings('clusterName', props.clusterName, 'prod-east');
    const taken = name.length === 0 ? AppRegistry.of(this).takeName(`VmoClusterProfile ${props.clusterName}`, this) : undefined;
    const roles = platformRoles(props);
    return [
      ...name,
      ...(taken === undefined ? [] : [propFinding('clusterName', `"${props.clusterName}" is the name of "${taken}" too; their VMs would get the same MAC addresses`,
        'give each cluster a name of its own')]),
      ...lifeCycleFindings(props),
      ...inventoryFindings('inventory', props.inventory),
      ...contradictionFindings(props),
      ...platformProxyFindings(props),
      ...imageFindings(props),
      ...(roles === undefined ? [] : AppRegistry.of(this).takeRoles('namespaces.rolePrefix', props.clusterName, roles, this)),
      ...takeSnapshotClasses(this, props),
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
