import { KEPT_BY_HELM } from '../delivery/chart';

/** Namespace of KubeVirt. virt-operator assumes it in places, so it is no option. */
export const KUBEVIRT_NAMESPACE = 'kubevirt';

/** Namespace of what else the profile runs. */
export const SYSTEM_NAMESPACE = 'vmo-system';

/** What the namespaces release is made from. */
export interface NamespacesInput {
  readonly vmEnabledNamespaces: string[];
  readonly goldenImagesNamespace: string;
}

/**
 * The namespaces of a platform, and the permission to clone golden images from every namespace VMs live in.
 * Namespaces stay when the release goes: with them would go every VM. `default` is on every cluster already.
 */
export function namespaceManifests({ vmEnabledNamespaces, goldenImagesNamespace }: NamespacesInput): object[] {
  // virt-handler needs the host's network and devices.
  const privileged = Object.fromEntries(['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'privileged']));
  const baseline = { 'pod-security.kubernetes.io/enforce': 'baseline' };
  const others = [...new Set([...vmEnabledNamespaces, goldenImagesNamespace])].filter((name) => name !== 'default').sort();
  return [
    namespace(KUBEVIRT_NAMESPACE, { 'kubevirt.io': '', ...privileged }),
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
