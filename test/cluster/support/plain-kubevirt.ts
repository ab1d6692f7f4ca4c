import { Cluster, eventually } from './cluster';
import { run } from '../../../testbed/apply/command';
import { Bed } from '../../../testbed/bed';

/** Installs KubeVirt as its own release does, without our charts: its manifests, its operator, its resource. */
export async function installPlainKubevirt(bed: Bed, version: string, configuration: object = {}): Promise<void> {
  const cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  const image = `quay.io/kubevirt/virt-operator:v${version}`;
  await cluster.kubectl('create', 'namespace', 'kubevirt');
  const manifests = await run([bed.programs.kubevirt[version], 'manifests', 'kubevirt'], {});
  await run([...bed.kubectl, 'apply', '--server-side', '-f', '-'], { KUBECONFIG: bed.kubeconfig }, manifests);
  await cluster.create({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'kubevirt-cluster-critical' }, value: 1_000_000_000 });
  await cluster.create({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'virt-operator', namespace: 'kubevirt', labels: { 'kubevirt.io': 'virt-operator' } },
    spec: {
      selector: { matchLabels: { 'kubevirt.io': 'virt-operator' } },
      template: {
        metadata: { labels: { 'kubevirt.io': 'virt-operator' } },
        spec: {
          serviceAccountName: 'kubevirt-operator',
          containers: [{
            name: 'virt-operator',
            image,
            command: ['virt-operator'],
            args: ['--port', '8443', '-v', '2'],
            ports: [{ name: 'metrics', containerPort: 8443 }, { name: 'webhooks', containerPort: 8444 }],
            env: [{ name: 'VIRT_OPERATOR_IMAGE', value: image }, { name: 'KUBEVIRT_VERSION', value: `v${version}` }],
          }],
        },
      },
    },
  });
  await cluster.create({ apiVersion: 'kubevirt.io/v1', kind: 'KubeVirt', metadata: { name: 'kubevirt', namespace: 'kubevirt' }, spec: { configuration } });
  await untilDeployed(cluster);
}

/** Gives KubeVirt this configuration and no other, and waits until its programs have it. */
export async function configureKubevirt(cluster: Cluster, configuration: object): Promise<void> {
  const patch = JSON.stringify([{ op: 'add', path: '/spec/configuration', value: configuration }]);
  const patched = JSON.parse(await cluster.kubectl('patch', 'kubevirt', 'kubevirt', '-n', 'kubevirt', '--type=json', '-p', patch, '-o', 'json'));
  await untilDeployed(cluster, patched.metadata.resourceVersion);
}

/**
 * virt-api and virt-controller watch the object. virt-operator looks at it five seconds later, and the first that it writes says whether
 * it must put others in their place, as with some gates; that it has nothing else to do, it says only half a minute later.
 */
async function untilDeployed(cluster: Cluster, unseen?: string): Promise<void> {
  await eventually(async () => {
    const { metadata: { generation, resourceVersion }, status } = await cluster.get('kubevirt', 'kubevirt', '-n', 'kubevirt');
    const seen = resourceVersion !== unseen || status?.observedGeneration === generation;
    const deployed = status?.phase === 'Deployed' && status.observedDeploymentID === status.targetDeploymentID;
    if (!seen || !deployed) throw new Error(`KubeVirt is ${JSON.stringify(status)}`);
  }, 180);
}
