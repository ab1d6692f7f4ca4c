import { Component } from './component';
import { hookValues } from './hook-values';
import { pullSecretFindings, registryFindings } from './image';
import { UninstallStrategy } from './kubevirt-lifecycle';
import { kubevirtOperatorValues, operatorFindings } from './kubevirt-operator';
import { KubevirtOptions } from './kubevirt-options';
import { DEFAULT_REPLICAS, kubevirtSpec, specFindings } from './kubevirt-spec';
import { prometheusOfKubevirt } from './monitoring';
import { KUBEVIRT_NAMESPACE, vmNamespaceNames } from './namespaces';
import { PodSecurityLevel } from './pod-security';
import { VmoClusterProfileProps } from './props';
import { closest, Finding } from '../admission/finding';
import { enumFindings, literalFindings, numberFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { kubevirtFacts } from '../kubevirt/facts';
import { BetaFeatures, DECLARATIVE, IMPERATIVE } from '../kubevirt/feature-gates';
import { ImagePullPolicy } from '../kubevirt/image-pull-policy';
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
    ...both,
    ...(featureGates.includes(DECLARATIVE) && featureGates.includes(IMPERATIVE)
      ? [propFinding('kubevirt.featureGates', `with "${IMPERATIVE}", "${DECLARATIVE}" plugs no disk into a running VM`, `take out "${IMPERATIVE}", which is the older one`)] : []),
    ...specFindings(options),
  ];
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

/** KubeVirt: the operator, and what it is told. */
export function kubevirt(props: VmoClusterProfileProps): Component {
  const options: KubevirtOptions = { ...prometheusOfKubevirt(props), ...props.kubevirt };
  const { version = DEFAULT_KUBEVIRT_VERSION, timeout = 900, imagePullSecrets = props.imagePullSecrets } = options;
  const resource = () => {
    const spec = kubevirtSpec({ ...options, imagePullSecrets });
    return { spec, refuseRemovalWhileVirtualMachinesExist: spec.uninstallStrategy === UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST };
  };
  return {
    findings: () => kubevirtFindings(options),
    // virt-handler needs the host's network and devices.
    namespaces: () => [{ name: KUBEVIRT_NAMESPACE, podSecurity: PodSecurityLevel.PRIVILEGED, labels: { 'kubevirt.io': '' } }],
    releases: () => [
      {
        id: 'KubevirtOperator',
        name: 'vmo-kubevirt-operator',
        namespace: KUBEVIRT_NAMESPACE,
        chart: 'kubevirt-operator',
        values: kubevirtOperatorValues({
          version,
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
          version,
          ...resource(),
          virtualMachineNamespaces: [...new Set(vmNamespaceNames(props))].sort(),
          hooks: hookValues({ ...props, timeout, image: options.hookImage, imagePullSecrets }),
        },
        timeout,
      },
    ],
  };
}
