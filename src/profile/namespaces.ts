import { DEFAULT_VM_NAMESPACES } from './cluster';
import { Component } from './component';
import { VmoClusterProfileProps } from './props';
import { DEFAULT_GOLDEN_IMAGES_NAMESPACE } from '../admission/inventory';
import { labelFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { KEPT_BY_HELM } from '../delivery/chart';

/** Namespace of KubeVirt. virt-operator assumes it in places, so it is no option. */
export const KUBEVIRT_NAMESPACE = 'kubevirt';

/** Namespace of CDI. */
export const CDI_NAMESPACE = 'cdi';

/** Namespace of what else the profile runs. */
export const SYSTEM_NAMESPACE = 'vmo-system';

/** What the namespaces release is made from. */
export interface NamespacesInput {
  readonly vmEnabledNamespaces: string[];
  readonly goldenImagesNamespace: string;
  /** Whether CDI is installed. */
  readonly cdi: boolean;
}

/**
 * The namespaces of a platform, and the permission to clone golden images from every namespace VMs live in.
 * Namespaces stay when the release goes: with them would go every VM. `default` is on every cluster already.
 */
export function namespaceManifests({ vmEnabledNamespaces, goldenImagesNamespace, cdi }: NamespacesInput): object[] {
  // virt-handler needs the host's network and devices.
  const privileged = Object.fromEntries(['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'privileged']));
  const baseline = { 'pod-security.kubernetes.io/enforce': 'baseline' };
  const others = [...new Set([...vmEnabledNamespaces, goldenImagesNamespace])].filter((name) => name !== 'default').sort();
  return [
    namespace(KUBEVIRT_NAMESPACE, { 'kubevirt.io': '', ...privileged }),
    // All pods that CDI has here are written for it. Those that fill disks run in the namespace of the disk, and are so, too.
    ...(cdi ? [namespace(CDI_NAMESPACE, { 'pod-security.kubernetes.io/enforce': 'restricted' })] : []),
    namespace(SYSTEM_NAMESPACE, baseline),
    ...others.map((name) => namespace(name, {})),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'vmo-clone-golden-images', namespace: goldenImagesNamespace },
      rules: [{ apiGroups: ['cdi.kubevirt.io'], resources: ['datavolumes/source'], verbs: ['create'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'vmo-clone-golden-images', namespace: goldenImagesNamespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'vmo-clone-golden-images' },
      // virt-controller clones on behalf of the VM's service account.
      subjects: [...new Set(vmEnabledNamespaces)].sort().map((name) => ({ kind: 'ServiceAccount', name: 'default', namespace: name })),
    },
  ];
}

function namespace(name: string, labels: Record<string, string>): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...(Object.keys(labels).length > 0 && { labels }), annotations: KEPT_BY_HELM },
  };
}

/** The namespaces of the platform: what everything else waits for. */
export function namespaces(props: VmoClusterProfileProps): Component {
  const vmEnabledNamespaces = props.vmEnabledNamespaces ?? DEFAULT_VM_NAMESPACES;
  const goldenImagesNamespace = props.goldenImagesNamespace ?? DEFAULT_GOLDEN_IMAGES_NAMESPACE;
  const named = [...vmEnabledNamespaces.map((one, index) => [`vmEnabledNamespaces[${index}]`, one]), ['goldenImagesNamespace', goldenImagesNamespace]];
  return {
    findings: () => [
      ...(vmEnabledNamespaces.length > 0 ? [] : [propFinding('vmEnabledNamespaces', 'got an empty list', 'name at least one namespace, such as "virtual-machines"')]),
      ...vmEnabledNamespaces.flatMap((one, index) => labelFindings(`vmEnabledNamespaces[${index}]`, one, 'virtual-machines')),
      ...labelFindings('goldenImagesNamespace', goldenImagesNamespace, DEFAULT_GOLDEN_IMAGES_NAMESPACE),
      ...named.filter(([, one]) => [KUBEVIRT_NAMESPACE, CDI_NAMESPACE, SYSTEM_NAMESPACE].includes(one) || /^kube-/.test(one))
        .map(([path, one]) => propFinding(path, `got "${one}", which is not for VMs`, 'use a namespace of its own, such as "virtual-machines"')),
    ],
    releases: () => [{
      id: 'Namespaces',
      name: 'vmo-namespaces',
      namespace: 'default', // the only one that is surely there
      chart: 'vmo-manifests',
      values: { objects: namespaceManifests({ vmEnabledNamespaces, goldenImagesNamespace, cdi: (props.cdi?._mode ?? 'install') === 'install' }) },
      takeOwnership: true, // namespaces may exist; they are never deleted, so nothing is lost by adopting them
    }],
  };
}
