import { SnapshotController, SnapshotControllerOptions, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { objects, refusalOf, releases, synth } from '../support/synth';

const profile = (options: SnapshotControllerOptions, props: Partial<VmoClusterProfileProps> = {}) => synth((stack) => void new VmoClusterProfile(stack, 'vmo', {
  clusterName: 'prod-east', snapshotController: SnapshotController.install(options), ...props,
})).stack;

const controller = (options: SnapshotControllerOptions = {}, props?: Partial<VmoClusterProfileProps>) =>
  releases(profile(options, props))['vmo-snapshot-controller'].values.controller;

const refusal = (options: SnapshotControllerOptions) =>
  refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', snapshotController: SnapshotController.install(options) }));

test('its pods ask for something, and may do as little as they need', () => {
  expect(controller()).toEqual({
    replicaCount: 2,
    args: { featureGates: 'CSIVolumeGroupSnapshot=true' },
    image: { repository: 'registry.k8s.io/sig-storage/snapshot-controller', tag: 'v8.6.0' },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: { allowPrivilegeEscalation: false },
    resources: { requests: { cpu: '10m', memory: '64Mi' } },
  });
});

test('image and pull secrets are those of the platform, or the image is one of its own', () => {
  expect(controller({}, { imageRegistry: 'mirror.example.com', imagePullSecrets: ['login'] })).toMatchObject({
    image: { repository: 'mirror.example.com/sig-storage/snapshot-controller', tag: 'v8.6.0' }, imagePullSecrets: [{ name: 'login' }],
  });
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(controller({ image: `example.com:5000/snapshots:v9@${digest}` }).image).toEqual({ repository: 'example.com:5000/snapshots', tag: `v9@${digest}` });
});

test('every option reaches the chart', () => {
  expect(controller({
    groupSnapshots: false,
    args: { retryIntervalMax: '10m' },
    podDisruptionBudget: true,
    serviceMonitor: true,
    pods: { nodeSelector: { disk: 'fast' } },
    overrides: { controller: { args: { httpEndpoint: ':9090' } } },
  })).toMatchObject({
    args: { featureGates: 'CSIVolumeGroupSnapshot=false', retryIntervalMax: '10m', httpEndpoint: ':9090' },
    pdb: { maxUnavailable: 1 },
    serviceMonitor: { create: true },
    nodeSelector: { disk: 'fast' },
  });
});

test('where a driver brings the CRDs, only the controller is installed', () => {
  const made = releases(profile({ installCrds: false }));
  expect(Object.keys(made)).not.toContain('vmo-snapshot-crds');
  expect(made['vmo-kubevirt'].dependsOn).toContain('vmo-snapshot-controller');
});

test('a class for Velero has the label that it looks for, beside others', () => {
  const volumeSnapshotClasses = [{ name: 'ceph', driver: 'd.example.com', velero: true, labels: { team: 'storage' } }];
  expect(objects(profile({}, { volumeSnapshotClasses }), 'VolumeSnapshotClass').ceph.metadata.labels)
    .toEqual({ 'team': 'storage', 'velero.io/csi-volumesnapshot-class': 'true' });
});

test.each<[SnapshotControllerOptions, string]>([
  [{ replicas: 0 }, 'snapshotController.replicas: got 0'],
  [{ image: 'snapshot-controller' }, 'snapshotController.image: got "snapshot-controller"'],
  [{ pods: { resources: { limits: { memory: '1 GB' } } } }, 'snapshotController.pods.resources.limits.memory: got "1 GB"'],
  [{ overrides: { controller: { replicas: 3 } } }, 'snapshotController.overrides.controller.replicas: chart snapshot-controller 5.2.0 has no such value'],
  [{ groupSnapshots: true, args: { featureGates: 'A=true' } }, 'snapshotController.args.featureGates: got gates beside groupSnapshots'],
])('%j is refused', (options, message) => {
  expect(refusal(options)).toContain(message);
});
