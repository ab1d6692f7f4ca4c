import { PackKey, TEXT_MAP } from './key';

/** Labels of a namespace that a component runs in: what its pods may do is known here. */
export function clusterNamespaceKeys(component: string): PackKey[] {
  return [{
    path: `${component}.namespaceLabels`,
    kind: TEXT_MAP,
    default: {
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/enforce-version': 'v{{ .spectro.system.kubernetes.version | substr 0 4 }}',
    },
    reason: 'namespaces of the platform get the Pod Security labels that their pods need; further labels for all of them: `namespaces.labels`',
  }];
}
