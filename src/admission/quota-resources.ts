import { closest } from './finding';

/** All that a quota may grant without a "/" in its name; Kubernetes refuses others. */
const QUOTA_RESOURCES = [
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) => [resource, `requests.${resource}`, `limits.${resource}`]),
  'requests.storage', 'pods', 'persistentvolumeclaims', 'services', 'services.loadbalancers', 'services.nodeports', 'secrets', 'configmaps',
  'replicationcontrollers', 'resourcequotas',
];

/** What is wrong with a resource that a quota names. */
export function quotaResourceFault(resource: string): { readonly message: string; readonly remedy: string } | undefined {
  if (QUOTA_RESOURCES.includes(resource) || /\/|^(requests\.)?hugepages-/.test(resource)) return undefined;
  const meant = closest(resource, QUOTA_RESOURCES);
  return {
    message: 'no quota has this resource',
    remedy: meant ? `did you mean "${meant}"?` : `of resources without a "/" there are ${QUOTA_RESOURCES.join(', ')}`,
  };
}
