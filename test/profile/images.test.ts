import { SnapshotController, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { imagesIn, pulledImages } from '../../src/profile/images';
import { COMPONENTS } from '../components';
import { synth } from '../support/synth';

const DIGEST = `sha256:${'a'.repeat(64)}`;

function references(value: unknown): string[] {
  return [...imagesIn(value)].map(({ reference }) => reference);
}

function profile(props: Partial<VmoClusterProfileProps> = {}): VmoClusterProfile {
  let made: VmoClusterProfile;
  synth((stack) => { made = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }); });
  return made!;
}

describe('where an image stands', () => {
  test.each<[string, unknown, string[]]>([
    ['a reference', { hooks: { image: 'registry.k8s.io/kubectl:v1.35.4' } }, ['registry.k8s.io/kubectl:v1.35.4']],
    ['a map of references', { images: { VIRT_API_IMAGE: 'quay.io/kubevirt/virt-api:v1.8.4', other: 'quay.io/other:1' } }, ['quay.io/kubevirt/virt-api:v1.8.4', 'quay.io/other:1']],
    ['repository and tag', { controller: { image: { repository: 'registry.k8s.io/sig-storage/snapshot-controller', tag: 'v8.6.0' } } }, ['registry.k8s.io/sig-storage/snapshot-controller:v8.6.0']],
    ['registry, repository and tag', { image: { registry: 'ghcr.io', repository: 'headlamp-k8s/headlamp', tag: 'v0.40.0' } }, ['ghcr.io/headlamp-k8s/headlamp:v0.40.0']],
    ['a tag with a digest', { image: { repository: 'registry.k8s.io/descheduler', tag: `v0.36.0@${DIGEST}` } }, [`registry.k8s.io/descheduler@${DIGEST}`]],
    ['a digest beside the tag', { image: { repository: 'quay.io/cdi', tag: '', digest: DIGEST } }, [`quay.io/cdi@${DIGEST}`]],
    ['no tag: the chart has one', { image: { repository: 'quay.io/cdi', pullPolicy: 'Always' } }, ['quay.io/cdi']],
    ['no image at all', { image: { registry: '', pullPolicy: 'Always' } }, []],
    ['the containers of a pod', { spec: { initContainers: [{ image: 'quay.io/a:1' }], containers: [{ image: 'quay.io/b:2' }] } }, ['quay.io/a:1', 'quay.io/b:2']],
    ['a container disk', { volumes: [{ name: 'boot', containerDisk: { image: 'quay.io/containerdisks/fedora:42' } }] }, ['quay.io/containerdisks/fedora:42']],
    ['a kernel', { firmware: { kernelBoot: { container: { image: 'quay.io/kernel:1', kernelPath: '/k' } } } }, ['quay.io/kernel:1']],
    ['an image volume', { volumes: [{ name: 'tools', image: { reference: 'quay.io/tools:1' } }] }, ['quay.io/tools:1']],
    ['the source of a disk', { source: { registry: { url: 'docker://quay.io/containerdisks/ubuntu:24.04' } } }, ['quay.io/containerdisks/ubuntu:24.04']],
    ['a sidecar', { metadata: { annotations: { 'hooks.kubevirt.io/hookSidecars': '[{"image":"quay.io/sidecar:1","args":["-v"]}]' } } }, ['quay.io/sidecar:1']],
  ])('%s', (_, value, expected) => {
    expect(references(value)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['labels', { metadata: { labels: { image: 'ubuntu' } } }],
    ['annotations', { metadata: { annotations: { image: 'ubuntu' } } }],
    ['what a ConfigMap holds', { kind: 'ConfigMap', data: { image: 'ubuntu' } }],
    ['labels of nodes', { spec: { nodeSelector: { image: 'ubuntu' } } }],
    ['a disk from the web', { source: { http: { url: 'https://example.com/image.qcow2' } } }],
    ['an archive', { source: { registry: { url: 'oci-archive:///tmp/image' } } }],
    ['a sidecar that is no JSON', { metadata: { annotations: { 'hooks.kubevirt.io/hookSidecars': 'image' } } }],
  ])('%s: none', (_, value) => {
    expect(references(value)).toEqual([]);
  });
});

test.each([
  ['alpine', { reference: 'docker.io/library/alpine:latest', image: 'docker.io/library/alpine', tag: 'latest' }],
  ['fatedier/frpc:v0.70.1', { reference: 'docker.io/fatedier/frpc:v0.70.1', image: 'docker.io/fatedier/frpc', tag: 'v0.70.1' }],
  ['localhost:5000/a/b', { reference: 'localhost:5000/a/b:latest', image: 'localhost:5000/a/b', tag: 'latest' }],
  [`quay.io/a:1@${DIGEST}`, { reference: `quay.io/a@${DIGEST}`, image: 'quay.io/a', tag: '1', digest: DIGEST }],
  [`quay.io/a@${DIGEST}`, { reference: `quay.io/a@${DIGEST}`, image: 'quay.io/a', digest: DIGEST }],
])('%s in full', (image, expected) => {
  expect([...imagesIn({ image })]).toEqual([expected]);
});

test('an image that several need is listed once, with all of them, in order', () => {
  const [one, two] = [...imagesIn({ images: { two: 'quay.io/b:1', one: 'quay.io/a:1' } })].reverse();
  const pulled = pulledImages([{ what: two, by: 'z' }, { what: one, by: 'y' }, { what: two, by: 'x' }]);
  expect(pulled.map(({ reference, usedBy }) => [reference, usedBy])).toEqual([['quay.io/a:1', ['y']], ['quay.io/b:1', ['x', 'z']]]);
});

test('a profile lists the images that its releases name, and who needs them', () => {
  expect(profile().images()).toContainEqual(
    { reference: 'registry.k8s.io/kubectl:v1.35.4', image: 'registry.k8s.io/kubectl', tag: 'v1.35.4', usedBy: expect.arrayContaining(['test/vmo/Resource']) });
});

test.each(Object.entries(COMPONENTS))('%s: every image is pinned, and comes from the mirror of the profile', (_, { defaults, full }) => {
  const images = profile({ ...defaults, imageRegistry: 'registry.example.com/mirror' }).images();
  expect(images.length).toBeGreaterThan(0);
  expect(images.filter(({ image }) => !image.startsWith('registry.example.com/mirror/'))).toEqual([]);
  // From a mirror, it is known what each is a copy of, and under which tag.
  const published = profile(defaults).images();
  expect(images.map(({ source }) => source).sort()).toEqual(published.map(({ reference }) => reference).sort());
  expect([...images, ...published].filter(({ tag }) => !tag)).toEqual([]);
  for (const { reference } of [...images, ...profile(full).images()]) expect(reference).toMatch(/(:v?\d[\w.-]*|@sha256:[0-9a-f]{64})$/);
});

test('what takes the place of an image is no copy of it; a copy elsewhere is', () => {
  const images = profile({
    imageOverrides: {
      'quay.io/kubevirt/virt-api': 'registry.example.com/patched/virt-api:v1.8.4-1',
      'quay.io/kubevirt/virt-handler': 'registry.example.com/handler:v1.8.4',
      'quay.io/kubevirt/cdi-importer': 'registry.example.com/importer',
    },
  }).images().filter(({ image }) => image.startsWith('registry.example.com/'));
  expect(images.map(({ image, tag, source }) => [image, tag, source])).toEqual([
    ['registry.example.com/handler', 'v1.8.4', 'quay.io/kubevirt/virt-handler:v1.8.4'],
    ['registry.example.com/importer', 'v1.66.0', expect.stringMatching(/^quay\.io\/kubevirt\/cdi-importer@sha256:/)],
    ['registry.example.com/patched/virt-api', 'v1.8.4-1', undefined],
  ]);
});

test('a profile lists the charts that it pulls, at the repository they are pulled from', () => {
  const chart = { repository: 'https://piraeus.io/helm-charts/', name: 'snapshot-controller', version: '5.2.0', usedBy: ['test/vmo/SnapshotController'] };
  expect(profile().charts()).toContainEqual(chart);
  const snapshotController = SnapshotController.install({ repository: 'https://charts.example.com' });
  const source = chart.repository;
  expect(profile({ snapshotController }).charts()).toContainEqual({ ...chart, repository: 'https://charts.example.com', source });
  const chartRepository = 'oci://registry.example.com/charts';
  expect(new Set(profile({ chartRepository, dashboard: {} }).charts().map(({ repository }) => repository))).toEqual(new Set([chartRepository]));
  expect(profile({ chartRepository, snapshotController }).charts()).toContainEqual({ ...chart, repository: 'https://charts.example.com', source });
  expect(profile({ snapshotController: SnapshotController.none() }).charts().map(({ name }) => name)).not.toContain('snapshot-controller');
});
