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
  await cluster.kubectl('patch', 'kubevirt', 'kubevirt', '-n', 'kubevirt', '--type=json', '-p', patch);
  // virt-api and virt-controller watch the object; virt-operator says first whether it must put others in their place, as with some gates.
  await new Promise((wake) => setTimeout(wake, 2000));
  await untilDeployed(cluster);
}

async function untilDeployed(cluster: Cluster): Promise<void> {
  await eventually(async () => {
    const { status } = await cluster.get('kubevirt', 'kubevirt', '-n', 'kubevirt');
    if (status?.phase !== 'Deployed' || status.observedDeploymentID !== status.targetDeploymentID) throw new Error(`KubeVirt is ${JSON.stringify(status)}`);
  }, 180);
}
