import { Cluster } from './cluster';

/** What a destroy keeps on purpose, and what Kubernetes makes by itself, some of it late. */
const KEPT = [
  /^CustomResourceDefinition (\S+\.)?(kubevirt\.io|snapshot\.storage\.k8s\.io|groupsnapshot\.storage\.k8s\.io|k8s\.cni\.cncf\.io)$/,
  /^Namespace (virtual-machines|vmo-golden-images|vmo-system|kubevirt|cdi|monitoring)$/,
  /^ServiceAccount \S+\/default$|^ConfigMap \S+\/kube-root-ca\.crt$|^ServiceAccount kube-system\//,
];

/** What is in a cluster that was not there before, and is not kept on purpose. */
export async function leftovers(cluster: Cluster, before: Record<string, any>): Promise<string[]> {
  return Object.keys(await cluster.everything()).filter((object) => !(object in before) && !KEPT.some((kept) => kept.test(object)));
}

/** What is declared of the things blueprints are made of, by `Kind namespace/name`: the same text is the same object, unchanged. */
export async function declared(cluster: Cluster): Promise<Record<string, string>> {
  const objects: any[] = await cluster.get('vm,kubevirt,net-attach-def,deployment,clusterrole,role,rolebinding,crd,ns', '-A');
  return Object.fromEntries(objects.map(({ kind, metadata, spec, rules, roleRef }) =>
    [`${kind} ${[metadata.namespace, metadata.name].filter(Boolean).join('/')}`, JSON.stringify([metadata.uid, spec, rules, roleRef])]));
}

/** The objects that differ, as `Kind namespace/name`. */
export function changed(before: Record<string, string>, after: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((object) => before[object] !== after[object]).sort();
}
