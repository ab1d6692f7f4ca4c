import { Token } from 'cdktf';
import { Component } from './component';
import { hookValues } from './hook-values';
import { pullSecretFindings, registryFindings } from './image';
import { VmRolloutStrategy } from './kubevirt-configuration';
import { UninstallStrategy } from './kubevirt-lifecycle';
import { kubevirtOperatorValues, operatorFindings } from './kubevirt-operator';
import { KubevirtOptions } from './kubevirt-options';
import { DEFAULT_REPLICAS, kubevirtSpec, specFindings } from './kubevirt-spec';
import { prometheusOfKubevirt } from './monitoring';
import { KUBEVIRT_NAMESPACE, vmNamespaceNames } from './namespaces';
import { PodSecurityLevel } from './pod-security';
import { VmoClusterProfileProps } from './props';
import { crdValues, strategyFindings, strategyOf } from './removal-policy';
import { installedRelease, kubernetesFindings, unsupportedVersionFindings, upgradeFindings, versionFindings } from './versions';
import { closest, Finding } from '../admission/finding';
import { enumFindings, literalFindings, numberFindings } from '../construct/prop-checks';
import { propFinding, propWarning } from '../construct/report';
import { Capability, GATES_OF, INSTEAD_OF, LIVE_UPDATES } from '../kubevirt/capability';
import { kubevirtFacts } from '../kubevirt/facts';
import { BetaFeatures, DECLARATIVE, IMPERATIVE, isOnForGood } from '../kubevirt/feature-gates';
import { ImagePullPolicy } from '../kubevirt/image-pull-policy';
import { set } from '../kubevirt/maps';
import { DEFAULT_KUBEVIRT_VERSION, KubevirtVersion } from '../kubevirt/version';

/** What is wrong with the options. KubeVirt's own webhook cannot say it: it does not exist yet when the first CR arrives. */
function kubevirtFindings(options: KubevirtOptions): Finding[] {
  const version = options.version ?? DEFAULT_KUBEVIRT_VERSION;
  const unsupported = versionFindings('kubevirt.version', version);
  if (unsupported.length > 0) return unsupported;
  const { featureGates = [], disabledFeatureGates = [], overrides } = options;
  const both = featureGates.filter((gate) => disabledFeatureGates.includes(gate)).map((gate) =>
    propFinding('kubevirt.featureGates', `"${gate}" is in featureGates and in disabledFeatureGates`, 'take it out of one of them'));
  const listed = ['featureGates', 'disabledFeatureGates'].filter((field) => overrides?.configuration?.developerConfiguration?.[field] !== undefined);
  return [
    ...numberFindings('kubevirt.timeout', options.timeout, 1, Infinity, 900),
    ...literalFindings([['kubevirt.timeout', options.timeout]], 'that of a Job is reckoned from it'),
    ...enumFindings('kubevirt.betaFeatures', options.betaFeatures, { ...BetaFeatures }),
    ...operatorFindings('kubevirt.operator', options.operator ?? {}),
    ...registryFindings('kubevirt.imageRegistry', options.imageRegistry),
    ...pullSecretFindings('kubevirt.imagePullSecrets', options.imagePullSecrets),
    // Checks go by the gates; lists that come in by another door would be unknown to them.
    ...listed.map((field) => propFinding(`kubevirt.overrides.configuration.developerConfiguration.${field}`, 'got a list of gates in the overrides', `use kubevirt.${field}`)),
    ...gateFindings('kubevirt.featureGates', featureGates, version),
    ...unknownGateFindings('kubevirt.disabledFeatureGates', disabledFeatureGates, version),
    ...lastingGateFindings('kubevirt.disabledFeatureGates', disabledFeatureGates, version),
    ...capabilityFindings(options, version),
    ...unsupportedVersionFindings(options),
    ...upgradeFindings(options),
    ...both,
    ...(featureGates.includes(DECLARATIVE) && featureGates.includes(IMPERATIVE)
      ? [propFinding('kubevirt.featureGates', `with "${IMPERATIVE}", "${DECLARATIVE}" plugs no disk into a running VM`, `take out "${IMPERATIVE}", which is the older one`)] : []),
    ...specFindings(options),
  ];
}

/** What is wrong with gates that are to be on. */
export function gateFindings(path: string, gates: string[], version: KubevirtVersion): Finding[] {
  const states = kubevirtFacts(version).gates;
  return [...unknownGateFindings(path, gates, version), ...gates.flatMap((gate, index) => {
    const instead = INSTEAD_OF[gate];
    if (states[gate] === 'Discontinued') {
      return [propFinding(`${path}[${index}]`, `"${gate}" is discontinued in KubeVirt ${version}`, instead ?? 'take it out; what it guarded is gone')];
    }
    return states[gate] === 'Deprecated'
      ? [propWarning(`${path}[${index}]`, `"${gate}" is deprecated in KubeVirt ${version}; a version to come will not have it`, instead ?? 'take it out, if you can do without')] : [];
  })];
}

/** What is wrong with capabilities: gates that the version does not have, or no longer, and settings that say otherwise. */
function capabilityFindings(options: KubevirtOptions, version: KubevirtVersion): Finding[] {
  const { capabilities = [], disabledFeatureGates = [], overrides } = options;
  const vmRolloutStrategy = overrides?.configuration?.vmRolloutStrategy ?? options.vmRolloutStrategy;
  const states = kubevirtFacts(version).gates;
  return capabilities.flatMap((capability, index) => {
    const path = `kubevirt.capabilities[${index}]`;
    const unknown = enumFindings(path, capability ?? null, Capability); // a list has no place for nothing
    if (Token.isUnresolved(capability)) return literalFindings([[path, capability]], 'feature gates are decided by it');
    if (unknown.length > 0) return unknown;
    const gates = GATES_OF[capability];
    const missing = gates.find((gate) => states[gate] === undefined);
    if (missing !== undefined) {
      const since = Object.values(KubevirtVersion).find((other) => kubevirtFacts(other).gates[missing] !== undefined);
      return [propFinding(path, `KubeVirt ${version} has no feature gate ${missing}, which "${capability}" takes`, `take it out${since ? `, or use KubeVirt ${since}` : ''}`)];
    }
    const gone = gates.find((gate) => states[gate] === 'Discontinued');
    if (gone !== undefined) {
      return [propFinding(path, `"${capability}" is gone: its feature gate ${gone} is discontinued in KubeVirt ${version}`, INSTEAD_OF[gone] ?? 'take it out')];
    }
    const off = gates.filter((gate) => disabledFeatureGates.includes(gate));
    return [
      ...off.map((gate) => propFinding(path, `"${capability}" takes the feature gate ${gate}, which is in kubevirt.disabledFeatureGates`, 'take it out of one of them')),
      ...(LIVE_UPDATES.includes(capability) && vmRolloutStrategy === VmRolloutStrategy.STAGE
        ? [propFinding(path, `"${capability}" reaches no running VM with vmRolloutStrategy "${VmRolloutStrategy.STAGE}"`, `take one of them out; the default strategy is "${VmRolloutStrategy.LIVE_UPDATE}"`)] : []),
    ];
  });
}

/** Gates that cannot be turned off any more. */
function lastingGateFindings(path: string, gates: string[], version: KubevirtVersion): Finding[] {
  const states = kubevirtFacts(version).gates;
  return gates.flatMap((gate, index) => isOnForGood(states, gate)
    ? [propWarning(`${path}[${index}]`, `KubeVirt ${version} has what was behind "${gate}" on for good`, 'take it out; it does nothing')] : []);
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

/** KubeVirt: the operator, and what it is told. */
export function kubevirt(props: VmoClusterProfileProps): Component {
  const options: KubevirtOptions = { ...prometheusOfKubevirt(props), ...strategyOf(props), ...set({ ...props.kubevirt }) };
  const { version = DEFAULT_KUBEVIRT_VERSION, timeout = 900, imagePullSecrets = props.imagePullSecrets } = options;
  const resource = () => {
    const spec = kubevirtSpec({ ...options, imagePullSecrets });
    return { spec, refuseRemovalWhileVirtualMachinesExist: spec.uninstallStrategy === UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST };
  };
  return {
    findings: () => [...kubernetesFindings(props), ...kubevirtFindings(options), ...strategyFindings('kubevirt', options, props)],
    // virt-handler needs the host's network and devices.
    namespaces: () => [{ name: KUBEVIRT_NAMESPACE, podSecurity: PodSecurityLevel.PRIVILEGED, labels: { 'kubevirt.io': '' } }],
    releases: () => [
      {
        id: 'KubevirtOperator',
        name: 'vmo-kubevirt-operator',
        namespace: KUBEVIRT_NAMESPACE,
        chart: 'kubevirt-operator',
        values: kubevirtOperatorValues({
          ...crdValues(props),
          version,
          release: installedRelease(options),
          registry: options.imageRegistry,
          from: props,
          imagePullPolicy: options.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT,
          imagePullSecrets,
          replicas: options.replicas ?? DEFAULT_REPLICAS,
          networkPolicies: options.networkPolicies ?? false,
          verbosity: options.logVerbosity?.virtOperator,
          operator: options.operator,
        }),
        timeout,
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
        values: {
          version: installedRelease(options),
          ...resource(),
          virtualMachineNamespaces: [...new Set(vmNamespaceNames(props))].sort(),
          hooks: hookValues({ ...props, timeout, image: options.hookImage, imagePullSecrets }),
        },
        timeout,
      },
    ],
  };
}
