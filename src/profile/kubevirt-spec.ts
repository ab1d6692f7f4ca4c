import { pullSecrets } from './image';
import { EvictionStrategy, VmDefaults, VmRolloutStrategy } from './kubevirt-configuration';
import { ComponentPatchType, UninstallStrategy, WorkloadUpdateMethod } from './kubevirt-lifecycle';
import { KubevirtOptions } from './kubevirt-options';
import { KUBEVIRT_NAMESPACE } from './namespaces';
import { resourceFindings } from './schema-check';
import { Finding } from '../admission/finding';
import { gateLists } from '../kubevirt/feature-gates';
import { ImagePullPolicy } from '../kubevirt/image-pull-policy';
import { filled, set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';
import { DEFAULT_KUBEVIRT_VERSION } from '../kubevirt/version';

/** Pods of a component of which one leads. */
export const DEFAULT_REPLICAS = 2;

/** The spec of the KubeVirt CR. */
export function kubevirtSpec(options: KubevirtOptions): any {
  const { version = DEFAULT_KUBEVIRT_VERSION, featureGates = [], customizeComponents } = options;
  const gates = gateLists(version, { ...options, featureGates: [...featureGates, ...options.virtTemplate ? ['Template'] : []] });
  return mergeOverrides({
    ...set({
      imagePullPolicy: options.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT,
      imagePullSecrets: pullSecrets(options.imagePullSecrets),
      uninstallStrategy: options.uninstallStrategy ?? UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST,
      workloadUpdateStrategy: {
        workloadUpdateMethods: [WorkloadUpdateMethod.LIVE_MIGRATE], batchEvictionSize: 10, batchEvictionInterval: '1m', ...options.workloadUpdateStrategy,
      },
      certificateRotateStrategy: options.certificateRotateStrategy && { selfSigned: options.certificateRotateStrategy },
      customizeComponents: customizeComponents && set({
        flags: customizeComponents.flags,
        patches: customizeComponents.patches?.map((patch) => ({ type: ComponentPatchType.STRATEGIC, ...patch })),
      }),
      monitorNamespace: options.monitorNamespace,
      monitorAccount: options.monitorAccount,
      serviceMonitorNamespace: options.serviceMonitorNamespace,
      // Without nodePlacement, virt-api and virt-controller require a control-plane node, and managed clusters have none.
      infra: { nodePlacement: options.infra ?? {}, replicas: options.replicas ?? DEFAULT_REPLICAS },
      workloads: options.workloads && { nodePlacement: options.workloads },
    }),
    configuration: set({
      developerConfiguration: set({
        featureGates: gates.featureGates,
        disabledFeatureGates: gates.disabledFeatureGates.length > 0 ? gates.disabledFeatureGates : undefined,
        useEmulation: options.useEmulation || undefined,
        cpuAllocationRatio: options.cpuAllocationRatio,
        memoryOvercommit: options.memoryOvercommit,
        logVerbosity: options.logVerbosity,
      }),
      evictionStrategy: options.evictionStrategy ?? EvictionStrategy.LIVE_MIGRATE,
      vmRolloutStrategy: options.vmRolloutStrategy ?? VmRolloutStrategy.LIVE_UPDATE,
      liveUpdateConfiguration: options.liveUpdate,
      migrations: options.migrations,
      ksmConfiguration: options.ksm && { nodeLabelSelector: set({ matchLabels: options.ksm.nodeLabels }) },
      network: options.network,
      ...vmDefaults(options.vmDefaults ?? {}),
      virtualMachineInstancesPerNode: options.virtualMachineInstancesPerNode,
      vmStateStorageClass: options.vmStateStorageClass,
      permittedHostDevices: options.permittedHostDevices,
      mediatedDevicesConfiguration: options.mediatedDevices,
      commonInstancetypesDeployment: options.commonInstancetypes === undefined ? undefined : { enabled: options.commonInstancetypes },
      virtTemplateDeployment: options.virtTemplate === undefined ? undefined : { enabled: options.virtTemplate },
      tlsConfiguration: options.tls,
    }),
  }, options.overrides ?? {});
}

function vmDefaults(defaults: VmDefaults): object {
  return {
    cpuModel: defaults.cpuModel,
    cpuRequest: defaults.cpuRequest,
    defaultRuntimeClass: defaults.runtimeClass,
    smbios: defaults.smbios,
    memBalloonStatsPeriod: defaults.memBalloonStatsPeriod,
    additionalGuestMemoryOverheadRatio: defaults.additionalGuestMemoryOverheadRatio,
    instancetype: defaults.instancetypeReferencePolicy && { referencePolicy: defaults.instancetypeReferencePolicy },
    virtualMachineOptions: filled(set({
      disableSerialConsoleLog: defaults.serialConsoleLog === false ? {} : undefined,
      disableFreePageReporting: defaults.freePageReporting === false ? {} : undefined,
    })),
  };
}

/** Fields of the CR whose option is called otherwise or lies elsewhere; below `configuration` and in `spec`, the others are called as their option. */
const OPTION_OF: [field: string, option: string][] = [
  ['infra.nodePlacement', 'infra'],
  ['infra.replicas', 'replicas'],
  ['workloads.nodePlacement', 'workloads'],
  ['certificateRotateStrategy.selfSigned', 'certificateRotateStrategy'],
  ['configuration.ksmConfiguration.nodeLabelSelector.matchLabels', 'ksm.nodeLabels'],
  ['configuration.liveUpdateConfiguration', 'liveUpdate'],
  ['configuration.mediatedDevicesConfiguration', 'mediatedDevices'],
  ['configuration.tlsConfiguration', 'tls'],
  ['configuration.virtTemplateDeployment.enabled', 'virtTemplate'],
  ['configuration.commonInstancetypesDeployment.enabled', 'commonInstancetypes'],
  ['configuration.defaultRuntimeClass', 'vmDefaults.runtimeClass'],
  ['configuration.instancetype.referencePolicy', 'vmDefaults.instancetypeReferencePolicy'],
  ...['cpuModel', 'cpuRequest', 'smbios', 'memBalloonStatsPeriod', 'additionalGuestMemoryOverheadRatio']
    .map((field): [string, string] => [`configuration.${field}`, `vmDefaults.${field}`]),
  ['configuration.developerConfiguration.', ''],
  ['configuration.', ''],
];

/** What is wrong with the CR, each finding with the option that brings it. */
export function specFindings(options: KubevirtOptions): Finding[] {
  const found = (given: KubevirtOptions) => {
    const manifest = { apiVersion: 'kubevirt.io/v1', kind: 'KubeVirt', metadata: { name: 'kubevirt', namespace: KUBEVIRT_NAMESPACE }, spec: kubevirtSpec(given) };
    return resourceFindings(manifest, options.version)
      .filter(({ path }) => !/eatureGates\[/.test(path)); // gates are checked as they were given
  };
  const all = found(options);
  // What is wrong without the overrides comes from an option.
  const own = options.overrides ? found({ ...options, overrides: undefined }) : all;
  return all.map((finding) => {
    const field = finding.path.replace(/^spec\./, '');
    const isOwn = own.some(({ path, message }) => path === finding.path && message === finding.message);
    return { ...finding, path: `kubevirt.${isOwn ? optionOf(field) : `overrides.${field}`}` };
  });
}

function optionOf(field: string): string {
  const [place, option] = OPTION_OF.find(([prefix]) => field.startsWith(prefix)) ?? ['', ''];
  return option + field.slice(place.length);
}
