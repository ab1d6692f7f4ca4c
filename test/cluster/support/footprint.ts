import { readFileSync } from 'fs';
import { join } from 'path';
import { Cluster } from './cluster';

/** What Kubernetes makes by itself, some of it late. */
const OF_KUBERNETES = [/^ServiceAccount \S+\/default$|^ConfigMap \S+\/kube-root-ca\.crt$|^ServiceAccount kube-system\//];

/** What a destroy keeps on purpose, unless removalPolicy says otherwise. */
export const RETAINED = [
  /^CustomResourceDefinition (\S+\.)?(kubevirt\.io|snapshot\.storage\.k8s\.io|groupsnapshot\.storage\.k8s\.io|k8s\.cni\.cncf\.io)$/,
  /^Namespace (virtual-machines|vmo-golden-images|vmo-system|kubevirt|cdi|monitoring)$/,
];

/** What is left of the quickstart, as the guide says. */
export function documentedLeftovers(): string[] {
  const guide = readFileSync(join(__dirname, '../../../docs/life-cycle.md'), 'utf8');
  return /^```text\n(.*?)^```/ms.exec(guide)![1].trim().split('\n');
}

/** What is in a cluster that was not there before, and is not kept on purpose. */
export async function leftovers(cluster: Cluster, before: Record<string, any>, retained = RETAINED): Promise<string[]> {
  const kept = [...retained, ...OF_KUBERNETES];
  return Object.keys(await cluster.everything()).filter((object) => !(object in before) && !kept.some((pattern) => pattern.test(object)));
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
