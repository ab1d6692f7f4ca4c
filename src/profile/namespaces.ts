import { DEFAULT_VM_NAMESPACES } from './cluster';
import { Component } from './component';
import { factsOf } from './distribution';
import { mostPrivileged, POD_SECURITY, PodSecurity, PodSecurityLevel, podSecurityLabels } from './pod-security';
import { VmoClusterProfileProps } from './props';
import { RemovalPolicy } from './removal-policy';
import { fieldFindings } from './schema-check';
import { labelsFindings, rightHolders, vmNamespaceFindings, vmNamespaceManifests } from './vm-namespace';
import { Finding } from '../admission/finding';
import { DEFAULT_GOLDEN_IMAGES_NAMESPACE } from '../admission/inventory';
import { labelFindings } from '../construct/prop-checks';
import { bindingManifest, rolePrefixFindings, roleManifest } from '../construct/rbac';
import { propFinding } from '../construct/report';
import { DEFAULT_ROLE_PREFIX, ROLE_RULES, VmRole } from '../construct/role-rules';
import { Subject } from '../construct/subject';
import { KEPT_BY_HELM } from '../delivery/chart';
import { SchemaNode } from '../kubevirt/facts';
import { filled, set } from '../kubevirt/maps';

/** Namespace of KubeVirt. virt-operator assumes it in places, so it is no option. */
export const KUBEVIRT_NAMESPACE = 'kubevirt';

/** Namespace of CDI. */
export const CDI_NAMESPACE = 'cdi';

/** Namespace of what else the profile runs. */
export const SYSTEM_NAMESPACE = 'vmo-system';

/** Name of the permission to clone golden images. */
const CLONE = 'vmo-clone-golden-images';

/** What holds for all namespaces of a platform. */
export interface NamespacesOptions {
  /**
   * What pods of VM namespaces and of golden images may do, where a namespace does not say. VMs run within `BASELINE`, save those with files
   * of their node as disks; within `RESTRICTED`, KubeVirt must be told to give their pods a seccomp profile.
   * @default - what the cluster does with namespaces that do not say; `BASELINE` where the distribution enforces it
   */
  readonly podSecurity?: PodSecurity;
  /**
   * Labels of all namespaces that this profile makes.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of all namespaces that this profile makes.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Whether those who are something in a VM namespace may list the namespaces of the cluster, without which a dashboard does not show them theirs.
   * @default true
   */
  readonly listNamespaces?: boolean;
  /**
   * What the names of the ClusterRoles begin with, as of `VmRoles`. They are made where somebody is bound to one.
   * @default spectro-
   */
  readonly rolePrefix?: string;
}

/** A namespace that a component runs in. */
export interface PlatformNamespace {
  readonly name: string;
  /** What its pods need to be allowed; nothing is said of a namespace that is others' as well, and it stays when the platform goes. */
  readonly podSecurity?: PodSecurityLevel;
  readonly labels?: Record<string, string>;
}

const TEXTS: SchemaNode = { type: 'map', values: { type: 'string' } };
const OPTIONS: SchemaNode = {
  type: 'object',
  fields: { podSecurity: POD_SECURITY, labels: TEXTS, annotations: TEXTS, listNamespaces: { type: 'boolean' }, rolePrefix: { type: 'string' } },
};

/** Names of the namespaces that VMs may live in. */
export function vmNamespaceNames({ vmEnabledNamespaces = DEFAULT_VM_NAMESPACES, vmNamespaces = [] }: VmoClusterProfileProps): string[] {
  return [...vmEnabledNamespaces, ...vmNamespaces.map(({ name }) => name)];
}

/** What the names of the platform's roles begin with; nothing where it has none. */
export function platformRoles({ vmNamespaces = [], namespaces: options = {} }: VmoClusterProfileProps): string | undefined {
  return rightHolders(vmNamespaces).length > 0 ? options.rolePrefix ?? DEFAULT_ROLE_PREFIX : undefined;
}

/**
 * The namespaces of a platform and what is in them, and the permission to clone golden images from every namespace VMs live in.
 * Namespaces stay when the release goes, as with them would go every VM, unless that is wanted. `default`, which is on every cluster already, and those
 * that others use as well always stay.
 */
export function namespaceManifests(props: VmoClusterProfileProps, system: readonly PlatformNamespace[]): object[] {
  const { vmNamespaces = [], namespaces: options = {}, goldenImagesNamespace = DEFAULT_GOLDEN_IMAGES_NAMESPACE } = props;
  const { rolePrefix = DEFAULT_ROLE_PREFIX, listNamespaces = true } = options;
  const names = [...new Set(vmNamespaceNames(props))].sort();
  const goes = props.removalPolicy === RemovalPolicy.DESTROY;
  const namespace = (name: string, labels: object, annotations: object = {}, stays = !goes || name === 'default') => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: set({
      name,
      labels: filled({ ...options.labels, ...labels }),
      annotations: filled({ ...options.annotations, ...annotations, ...(stays && KEPT_BY_HELM) }),
    }),
  });
  const ofVms = [...new Set([...names, goldenImagesNamespace])].sort().flatMap((name) => {
    const one = vmNamespaces.find((other) => other.name === name);
    const ratio = one?.memoryLimitsRatio;
    const labels = {
      ...podSecurityLabels(one?.podSecurity ?? options.podSecurity ?? {}),
      ...(ratio === undefined ? {} : { 'alpha.kubevirt.io/auto-memory-limits-ratio': String(ratio) }),
      ...one?.labels,
    };
    const isBare = filled({ ...options.labels, ...labels, ...options.annotations, ...one?.annotations }) === undefined;
    return name === 'default' && isBare ? [] : [namespace(name, labels, one?.annotations)];
  });
  const holders = rightHolders(vmNamespaces);
  const ofSystem = systemNamespaces(system, [...names, goldenImagesNamespace]);
  return [
    ...ofSystem.map((one) => namespace(one.name, { ...one.labels, ...systemLabels(one.podSecurity) }, {}, !goes || isShared(one))),
    ...(factsOf(props).securityContextConstraints ? ofSystem.flatMap(accountsMayBeAnyone) : []),
    ...ofVms,
    ...(holders.length === 0 ? [] : Object.values(VmRole).map((role) => roleManifest(`${rolePrefix}${role}`, undefined, ROLE_RULES[role]))),
    ...(holders.length === 0 || !listNamespaces ? []
      : [bindingManifest('vmo-rolebinding-namespace-list', undefined, 'ClusterRole', `${rolePrefix}${VmRole.NAMESPACE_LIST}`, holders)]),
    ...vmNamespaces.flatMap((one) => vmNamespaceManifests(one, rolePrefix)),
    roleManifest(CLONE, goldenImagesNamespace, [{ apiGroups: ['cdi.kubevirt.io'], resources: ['datavolumes/source'], verbs: ['create'] }]),
    // virt-controller clones on behalf of the VM's service account.
    bindingManifest(CLONE, goldenImagesNamespace, 'Role', CLONE, names.map((name) => Subject.serviceAccount('default', name))),
  ];
}

/** Each once, with what any component needs; namespaces of Kubernetes are there already, and those that VMs share are made for them. */
function systemNamespaces(all: readonly PlatformNamespace[], ofVms: readonly string[]): PlatformNamespace[] {
  const names = [...new Set(all.map(({ name }) => name))].filter((name) => name !== 'default' && !/^kube-/.test(name) && !ofVms.includes(name));
  return names.map((name) => {
    const same = all.filter((one) => one.name === name);
    const labels = Object.assign({}, ...same.map((one) => one.labels));
    return { name, podSecurity: mostPrivileged(same.flatMap(({ podSecurity }) => podSecurity ?? [])), labels };
  });
}

/** Whether others run there as well. */
function isShared({ podSecurity }: PlatformNamespace): boolean {
  return podSecurity === undefined;
}

/**
 * On OpenShift, pods that say which user they are need leave to be one that OpenShift did not choose. nonroot-v2 gives no more than that beyond
 * what every pod may. Where pods of others run as well, nothing is said.
 */
function accountsMayBeAnyone(one: PlatformNamespace): object[] {
  const { name } = one;
  return isShared(one) ? []
    : [bindingManifest('vmo-nonroot', name, 'ClusterRole', 'system:openshift:scc:nonroot-v2', [Subject.group(`system:serviceaccounts:${name}`)])];
}

/** Where pods are privileged on purpose, nobody wants to be warned of each. */
function systemLabels(level: PodSecurityLevel | undefined): Record<string, string> {
  if (level === undefined) return {};
  return podSecurityLabels(level === PodSecurityLevel.PRIVILEGED ? { enforce: level, audit: level, warn: level } : { enforce: level });
}

/** The namespaces of the platform, those of its other components among them: what everything else waits for. */
export function namespaces(props: VmoClusterProfileProps, others: readonly Component[]): Component {
  const { vmEnabledNamespaces = DEFAULT_VM_NAMESPACES, vmNamespaces = [], goldenImagesNamespace = DEFAULT_GOLDEN_IMAGES_NAMESPACE } = props;
  return {
    findings: () => [
      ...optionFindings(props),
      ...(vmEnabledNamespaces.length + vmNamespaces.length > 0 ? []
        : [propFinding('vmEnabledNamespaces', 'got an empty list', 'name at least one namespace, such as "virtual-machines"')]),
      ...vmEnabledNamespaces.flatMap((one, index) => nameFindings(`vmEnabledNamespaces[${index}]`, one)),
      ...vmNamespaces.flatMap((one, index) => [
        ...nameFindings(`vmNamespaces[${index}].name`, one?.name),
        ...(vmNamespaces.findIndex((other) => other?.name === one?.name) < index
          ? [propFinding(`vmNamespaces[${index}].name`, `"${one.name}" is in another entry, too`, 'say all of a namespace in one')] : []),
        ...vmNamespaceFindings(`vmNamespaces[${index}]`, one),
        ...restrictedFindings(`vmNamespaces[${index}].podSecurity`, one?.podSecurity, props),
      ]),
      ...nameFindings('goldenImagesNamespace', goldenImagesNamespace, DEFAULT_GOLDEN_IMAGES_NAMESPACE),
    ],
    releases: () => {
      const system = [...others.flatMap((one) => one.namespaces?.() ?? []), { name: SYSTEM_NAMESPACE, podSecurity: PodSecurityLevel.BASELINE }];
      return [{
        id: 'Namespaces',
        name: 'vmo-namespaces',
        namespace: 'default', // the only one that is surely there
        chart: 'vmo-manifests',
        values: { objects: namespaceManifests(props, system), ...set({ takeNamespaces: props.adoptExisting || undefined }) },
        takeOwnership: true, // namespaces may exist. Those that would be deleted with the release, its chart takes only where that is said
      }];
    },
  };
}

function nameFindings(path: string, name: string, example = 'virtual-machines'): Finding[] {
  const isTaken = [KUBEVIRT_NAMESPACE, CDI_NAMESPACE, SYSTEM_NAMESPACE].includes(name) || /^kube-/.test(name);
  return [
    ...labelFindings(path, name, example),
    ...(isTaken ? [propFinding(path, `got "${name}", which is not for VMs`, 'use a namespace of its own, such as "virtual-machines"')] : []),
  ];
}

function optionFindings(props: VmoClusterProfileProps): Finding[] {
  const { namespaces: options } = props;
  if (options === undefined) return [];
  const shape = fieldFindings('namespaces', options, OPTIONS);
  if (shape.length > 0) return shape;
  return [
    ...labelsFindings('namespaces.labels', options.labels ?? {}),
    ...rolePrefixFindings('namespaces.rolePrefix', options.rolePrefix ?? DEFAULT_ROLE_PREFIX),
    ...restrictedFindings('namespaces.podSecurity', options.podSecurity, props),
  ];
}

/** Tried with KubeVirt 1.8.4: the server lets no pod of a VM into such a namespace, as none has a seccomp profile unless KubeVirt is told to. */
function restrictedFindings(path: string, podSecurity: PodSecurity | undefined, { kubevirt }: VmoClusterProfileProps): Finding[] {
  if (podSecurity?.enforce !== PodSecurityLevel.RESTRICTED || kubevirt?.overrides?.configuration?.seccompConfiguration !== undefined) return [];
  return [propFinding(`${path}.enforce`, 'got "restricted", and KubeVirt gives the pods of VMs no seccomp profile, so none would start',
    'use BASELINE, or set seccompConfiguration: { virtualMachineInstanceProfile: { customProfile: { runtimeDefaultProfile: true } } } in kubevirt.overrides.configuration')];
}
