import { Access } from './access';
import { DEFAULT_VM_NAMESPACES } from './cluster';
import { Component } from './component';
import { imageReference, KUBECTL, mirrored, pullSecretFindings, pullSecrets, registryFindings } from './image';
import { KUBEVIRT_NAMESPACE } from './namespaces';
import { PermittedHostDevices } from './permitted-host-devices';
import { VmoClusterProfileProps } from './props';
import { admit } from '../admission/admit';
import { closest, Finding, UNKNOWN } from '../admission/finding';
import { enumFindings, numberFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { kubevirtFacts } from '../kubevirt/facts';
import { gateLists } from '../kubevirt/feature-gates';
import { set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';
import { DEFAULT_KUBEVIRT_VERSION, KubevirtVersion } from '../kubevirt/version';

/**
 * What happens to a VM when its node is drained.
 * @see https://kubevirt.io/user-guide/cluster_admin/node_maintenance/
 */
export enum EvictionStrategy {
  /** The VM is shut down. */
  NONE = 'None',
  /** The VM is live-migrated; where it cannot be, the drain waits. */
  LIVE_MIGRATE = 'LiveMigrate',
  /** The VM is live-migrated where it can be, and shut down where not. */
  LIVE_MIGRATE_IF_POSSIBLE = 'LiveMigrateIfPossible',
  /** Another controller decides. */
  EXTERNAL = 'External',
}

/** Whether changes of CPU and memory reach running VMs. */
export enum VmRolloutStrategy {
  /** At the next start. */
  STAGE = 'Stage',
  /** At once, by live migration, where the VM allows it. */
  LIVE_UPDATE = 'LiveUpdate',
}

/** What happens to VMs when KubeVirt is removed. */
export enum UninstallStrategy {
  /** The removal is refused while there are VMs. */
  BLOCK_UNINSTALL_IF_WORKLOADS_EXIST = 'BlockUninstallIfWorkloadsExist',
  /** The VMs are deleted. */
  REMOVE_WORKLOADS = 'RemoveWorkloads',
}

/** How KubeVirt is set up. */
export interface KubevirtOptions {
  /**
   * KubeVirt version.
   * @default KubevirtVersion.V1_8_4
   */
  readonly version?: KubevirtVersion;
  /**
   * Feature gates in addition to Palette's (`Snapshot`, `HotplugVolumes`, `VMExport`, `ExpandDisks`, `CPUManager` and those
   * that come with the version).
   * @default - none in addition
   * @see https://kubevirt.io/user-guide/cluster_admin/activating_feature_gates/
   */
  readonly featureGates?: string[];
  /**
   * Feature gates to turn off, Palette's included.
   * @default - on 1.9 the Beta gates that nobody asked for
   */
  readonly disabledFeatureGates?: string[];
  /**
   * Emulate CPUs in software on nodes without `/dev/kvm`. Slow; for trials.
   * @default false
   */
  readonly useEmulation?: boolean;
  /**
   * What happens on a node drain to VMs that do not say.
   * @default EvictionStrategy.LIVE_MIGRATE
   */
  readonly evictionStrategy?: EvictionStrategy;
  /** @default VmRolloutStrategy.LIVE_UPDATE */
  readonly vmRolloutStrategy?: VmRolloutStrategy;
  /**
   * StorageClass for the state of persistent TPM and EFI; VMs with such state migrate only if it is ReadWriteMany.
   * @default - the cluster's default class
   */
  readonly vmStateStorageClass?: string;
  /**
   * Devices of the nodes that VMs may have. For `hostDevices` of VMs, the feature gate `HostDevices` is needed too.
   * @default - none
   */
  readonly permittedHostDevices?: PermittedHostDevices;
  /**
   * Pods of virt-operator, of virt-api and of virt-controller.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Registry and path of KubeVirt's images, for a mirror of your own.
   * @default - `quay.io/kubevirt`, or the same path at the profile's `imageRegistry`
   */
  readonly imageRegistry?: string;
  /**
   * Names of Secrets in the namespace `kubevirt` with which images are pulled.
   * @default - the profile's
   */
  readonly imagePullSecrets?: string[];
  /**
   * Image with kubectl for the Jobs that wait for KubeVirt and guard its removal.
   * @default - `registry.k8s.io/kubectl`, or the same path at the profile's `imageRegistry`
   */
  readonly hookImage?: string;
  /** @default UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST */
  readonly uninstallStrategy?: UninstallStrategy;
  /**
   * Seconds until an installation or upgrade that is not ready counts as failed.
   * @default 900
   */
  readonly timeout?: number;
  /**
   * Fields of `spec.configuration` of the KubeVirt CR that have no option here, merged last; `null` takes a field out. Checked
   * against the version's schema.
   * @default - none
   */
  readonly configurationOverrides?: { [key: string]: any };
}

const DEFAULT_REGISTRY = 'quay.io/kubevirt';
const DEFAULT_REPLICAS = 2;

/** The spec of the KubeVirt CR. */
export function kubevirtSpec(options: KubevirtOptions): any {
  const lists = gateLists(options.version ?? DEFAULT_KUBEVIRT_VERSION, options.featureGates, options.disabledFeatureGates);
  return {
    imagePullPolicy: 'IfNotPresent',
    ...set({ imagePullSecrets: pullSecrets(options.imagePullSecrets) }),
    uninstallStrategy: options.uninstallStrategy ?? UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST,
    workloadUpdateStrategy: { workloadUpdateMethods: ['LiveMigrate'], batchEvictionSize: 10, batchEvictionInterval: '1m' },
    // Without nodePlacement, virt-api and virt-controller require a control-plane node, and managed clusters have none.
    infra: { nodePlacement: {}, replicas: options.replicas ?? DEFAULT_REPLICAS },
    configuration: mergeOverrides({
      developerConfiguration: {
        featureGates: lists.featureGates,
        ...(lists.disabledFeatureGates.length > 0 && { disabledFeatureGates: lists.disabledFeatureGates }),
        ...(options.useEmulation && { useEmulation: true }),
      },
      evictionStrategy: options.evictionStrategy ?? EvictionStrategy.LIVE_MIGRATE,
      vmRolloutStrategy: options.vmRolloutStrategy ?? VmRolloutStrategy.LIVE_UPDATE,
      ...(options.vmStateStorageClass && { vmStateStorageClass: options.vmStateStorageClass }),
      ...(options.permittedHostDevices && { permittedHostDevices: options.permittedHostDevices }),
    }, options.configurationOverrides ?? {}),
  };
}

/** Values of the kubevirt-operator chart. */
function kubevirtOperatorValues(options: KubevirtOptions): object {
  return {
    version: options.version ?? DEFAULT_KUBEVIRT_VERSION,
    replicas: options.replicas ?? DEFAULT_REPLICAS,
    image: {
      registry: options.imageRegistry,
      ...set({ pullSecrets: pullSecrets(options.imagePullSecrets) }),
    },
  };
}

/** Values of the kubevirt chart. */
function kubevirtValues(options: KubevirtOptions, virtualMachineNamespaces: string[], exposed: boolean): object {
  const spec = kubevirtSpec(options);
  return {
    version: options.version ?? DEFAULT_KUBEVIRT_VERSION,
    spec,
    refuseRemovalWhileVirtualMachinesExist: spec.uninstallStrategy === UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST,
    virtualMachineNamespaces: [...new Set(virtualMachineNamespaces)].sort(),
    exportProxy: { loadBalancer: exposed },
    hooks: {
      timeoutSeconds: Math.max(1, kubevirtTimeout(options) - 60), // the Job gives up before Helm does, so that Helm's error names it
      ...set({ image: options.hookImage, pullSecrets: pullSecrets(options.imagePullSecrets) }),
    },
  };
}

/** Seconds the KubeVirt releases may take. */
function kubevirtTimeout(options: KubevirtOptions): number {
  return options.timeout ?? 900;
}

/** What is wrong with the options. KubeVirt's own webhook cannot say it: it does not exist yet when the first CR arrives. */
function kubevirtFindings(options: KubevirtOptions): Finding[] {
  const version = options.version ?? DEFAULT_KUBEVIRT_VERSION;
  const unsupported = versionFindings('kubevirt.version', version);
  if (unsupported.length > 0) return unsupported;
  const { featureGates = [], disabledFeatureGates = [] } = options;
  const both = featureGates.filter((gate) => disabledFeatureGates.includes(gate)).map((gate) =>
    propFinding('kubevirt.featureGates', `"${gate}" is in featureGates and in disabledFeatureGates`, 'take it out of one of them'));
  const cr = {
    apiVersion: 'kubevirt.io/v1',
    kind: 'KubeVirt',
    metadata: { name: 'kubevirt', namespace: KUBEVIRT_NAMESPACE },
    spec: kubevirtSpec(options),
  };
  const checked = admit(maskReferences(cr, UNKNOWN), { kubevirtVersion: version, featureGates: new Set() })
    .filter(({ ruleId, path }) => ruleId.startsWith('SCH-') || isOwn(path, options))
    .map((finding) => ({
      ...finding,
      path: finding.path
        .replace(/^spec\.configuration\.permittedHostDevices/, (path) => options.configurationOverrides?.permittedHostDevices ? path : 'kubevirt.permittedHostDevices')
        .replace(/^spec\.configuration/, 'kubevirt.configurationOverrides'),
    }));
  const listed = ['featureGates', 'disabledFeatureGates'].filter((field) => options.configurationOverrides?.developerConfiguration?.[field] !== undefined);
  return [
    ...numberFindings('kubevirt.replicas', options.replicas, 1, Infinity, 2),
    ...numberFindings('kubevirt.timeout', options.timeout, 1, Infinity, 900),
    ...enumFindings('kubevirt.evictionStrategy', options.evictionStrategy, EvictionStrategy),
    ...enumFindings('kubevirt.vmRolloutStrategy', options.vmRolloutStrategy, VmRolloutStrategy),
    ...enumFindings('kubevirt.uninstallStrategy', options.uninstallStrategy, UninstallStrategy),
    ...registryFindings('kubevirt.imageRegistry', options.imageRegistry),
    ...pullSecretFindings('kubevirt.imagePullSecrets', options.imagePullSecrets),
    // Checks go by the gates; lists that come in by another door would be unknown to them.
    ...listed.map((field) => propFinding(`kubevirt.configurationOverrides.developerConfiguration.${field}`, 'got a list of gates in the overrides', `use kubevirt.${field}`)),
    ...gateFindings('kubevirt.featureGates', featureGates, version),
    ...unknownGateFindings('kubevirt.disabledFeatureGates', disabledFeatureGates, version),
    ...both,
    ...checked,
  ];
}

/** Whether a field comes from what somebody wrote as KubeVirt has it; the other options are checked by themselves. */
function isOwn(path: string, options: KubevirtOptions): boolean {
  const [, field] = /^spec\.configuration\.(\w+)/.exec(path) ?? [];
  return field === 'permittedHostDevices' || (options.configurationOverrides?.[field] !== undefined && !/\.(disabledF|f)eatureGates\[/.test(path));
}

/** What is wrong with a KubeVirt version: this library knows the facts of few. */
export function versionFindings(path: string, version: KubevirtVersion): Finding[] {
  const supported = Object.values(KubevirtVersion);
  if (supported.includes(version)) return [];
  return [propFinding(path, `got "${version}", expected ${supported.join(' or ')}`, versionRemedy(version))];
}

/** What is wrong with gates that are to be on. */
export function gateFindings(path: string, gates: string[], version: KubevirtVersion): Finding[] {
  const states = kubevirtFacts(version).gates;
  return [...unknownGateFindings(path, gates, version), ...gates.flatMap((gate, index) => states[gate] === 'Discontinued'
    ? [propFinding(`${path}[${index}]`, `"${gate}" is discontinued in KubeVirt ${version}`, 'take it out; what it guarded is gone')] : [])];
}

function unknownGateFindings(path: string, gates: string[], version: KubevirtVersion): Finding[] {
  const known = Object.keys(kubevirtFacts(version).gates);
  return gates.flatMap((gate, index) => {
    if (known.includes(gate)) return [];
    const meant = closest(gate, known);
    return [propFinding(`${path}[${index}]`, `KubeVirt ${version} has no feature gate "${gate}"; it would be ignored in silence`,
      meant ? `did you mean "${meant}"?` : 'take it out')];
  });
}

function versionRemedy(version: string): string {
  if (/^v?1\.7\./.test(version)) return 'KubeVirt 1.7 breaks live migration after an upgrade from 1.6; use KubevirtVersion.V1_8_4';
  if (/^v?1\.8\./.test(version)) return '1.8.0 to 1.8.3 have CVE-2026-9804; use KubevirtVersion.V1_8_4';
  return 'use KubevirtVersion.V1_8_4';
}

/** Its options, with where images come from: what is said of KubeVirt wins over what is said of the platform. */
function withImages({ kubevirt: options = {}, imageRegistry, imagePullSecrets }: VmoClusterProfileProps): KubevirtOptions {
  return {
    ...options,
    imageRegistry: options.imageRegistry ?? mirrored(DEFAULT_REGISTRY, imageRegistry),
    imagePullSecrets: options.imagePullSecrets ?? imagePullSecrets,
    hookImage: options.hookImage ?? imageReference(KUBECTL, imageRegistry),
  };
}

/** KubeVirt: the operator, and what it is told. */
export function kubevirt(props: VmoClusterProfileProps): Component {
  const options = withImages(props);
  const { vmEnabledNamespaces = DEFAULT_VM_NAMESPACES, access = Access.none() } = props;
  return {
    findings: () => kubevirtFindings(props.kubevirt ?? {}),
    releases: () => [
      {
        id: 'KubevirtOperator',
        name: 'vmo-kubevirt-operator',
        namespace: KUBEVIRT_NAMESPACE,
        chart: 'kubevirt-operator',
        values: kubevirtOperatorValues(options),
        timeout: kubevirtTimeout(options),
      },
      {
        id: 'Resource',
        // VMs find the networks at their start. On destroy, VMs go with KubeVirt, and their disks and snapshots with them: what makes these goes later.
        after: [
          'KubevirtOperator', 'Cdi', 'StorageProfiles', 'SnapshotCrds', 'SnapshotController', 'VolumeSnapshotClasses', 'CniPlugins', 'Multus', 'VlanFiltering',
          'BridgeMarker', 'Kubemacpool',
        ],
        name: 'vmo-kubevirt',
        namespace: KUBEVIRT_NAMESPACE,
        chart: 'kubevirt',
        values: kubevirtValues(options, vmEnabledNamespaces, access._mode === 'direct'),
        timeout: kubevirtTimeout(options),
      },
    ],
  };
}
