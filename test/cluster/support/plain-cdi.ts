import { Cluster, eventually } from './cluster';

/** Installs CDI as its own release does, without our charts: its operator under its names, and its resource. The bed has its CRDs. */
export async function installPlainCdi(cluster: Cluster, version: string): Promise<void> {
  const labels = { 'name': 'cdi-operator', 'operator.cdi.kubevirt.io': '' };
  const subjects = [{ kind: 'ServiceAccount', name: 'cdi-operator', namespace: 'cdi' }];
  const group = 'rbac.authorization.k8s.io';
  await cluster.kubectl('create', 'namespace', 'cdi');
  const objects = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'cdi-operator', namespace: 'cdi' } },
    ...[['Role', 'cdi-operator', 'cdi'], ['ClusterRole', 'cdi-operator-cluster', undefined]].flatMap(([kind, name, namespace]) => [
      { apiVersion: `${group}/v1`, kind, metadata: { name, namespace }, rules: [{ apiGroups: ['cdi.kubevirt.io'], resources: ['*'], verbs: ['*'] }] },
      { apiVersion: `${group}/v1`, kind: `${kind}Binding`, metadata: { name: 'cdi-operator', namespace }, roleRef: { apiGroup: group, kind, name }, subjects },
    ]),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'cdi-operator', namespace: 'cdi', labels: { ...labels, 'cdi.kubevirt.io': 'cdi-operator' } },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: { ...labels, 'cdi.kubevirt.io': 'cdi-operator' } },
          spec: {
            serviceAccountName: 'cdi-operator',
            containers: [{ name: 'cdi-operator', image: `quay.io/kubevirt/cdi-operator:v${version}`, env: [{ name: 'OPERATOR_VERSION', value: `v${version}` }] }],
          },
        },
      },
    },
    { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'CDI', metadata: { name: 'cdi' }, spec: { config: { featureGates: ['HonorWaitForFirstConsumer'] } } },
  ];
  for (const object of objects) await cluster.create(object);
  await eventually(async () => {
    const { status } = await cluster.get('cdi', 'cdi');
    if (status?.phase !== 'Deployed') throw new Error(`CDI is ${JSON.stringify(status)}`);
  });
}
