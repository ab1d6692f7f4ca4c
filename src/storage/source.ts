import { DATA_VOLUME_FIELDS, VolumePlace } from './backing';
import { BootSource, Origin } from './boot-source';
import { Finding } from '../admission/finding';
import { literalFindings, objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding, PropOf } from '../construct/report';
import { IVmoCluster } from '../profile/cluster';

/** What is wrong with the name and namespace of what VMs are made from. */
export function namedFindings(name: string, namespace: string): Finding[] {
  return [
    ...literalFindings([['name', name], ['namespace', namespace]], 'VMs that use it are checked'),
    ...objectNameFindings('name', name, 'fedora'),
    ...objectNameFindings('namespace', namespace, 'default'),
  ];
}

/** What is wrong with something that is used from another cluster. */
export function elsewhereFindings(prop: string, from: Origin | undefined, { clusterName }: IVmoCluster, user: string): Finding[] {
  if (!from || from.cluster.clusterName === clusterName) return [];
  return [propFinding(prop, `"${from.node.path}" is on cluster "${from.cluster.clusterName}", and ${user} is on "${clusterName}"`, 'make one on the same cluster')];
}

/** What is wrong with a source of which CDI is to make a volume. */
export function sourceFindings(source: BootSource, place: VolumePlace, cluster: IVmoCluster, user: string): Finding[] {
  const given: any = source;
  const unlike = shapeFindings('source', given, typeof given?._backing === 'function', 'a BootSource, such as BootSource.http("https://…", { size: "20Gi" })');
  if (unlike.length > 0) return unlike;
  if (source._backing(place).kind === 'dataVolume') return elsewhereFindings('source', source._from, cluster, user);
  return [propFinding('source', 'got a source that is no disk of its own, so there is nothing to make',
    'use one that makes a disk: BootSource.registry(), http(), blank(), clonePvc(), …')];
}

/** Which prop makes what stands in the spec of a DataVolume, or its template. */
export function sourcePropOf(spec: string): PropOf {
  return (path) => {
    if (/\.(?:checkpoints|finalCheckpoint)\b/.test(path)) return path.slice(spec.length + 1);
    if (path !== spec && !path.startsWith(`${spec}.`)) return undefined;
    const option = path.split(/[.[\]]+/).reverse().find((segment) => Object.hasOwn(DATA_VOLUME_FIELDS, segment));
    if (path.startsWith(`${spec}.storage.resources`)) return 'source.size';
    return option === undefined ? 'source' : `source.${(DATA_VOLUME_FIELDS as Record<string, string>)[option]}`;
  };
}
