import { Release } from '@cdktf/provider-helm/lib/release';
import { Deployment } from '@cdktf/provider-kubernetes/lib/deployment';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { parse, parseAllDocuments } from 'yaml';
import { vmo } from './run-vmo';
import { BootSource, DataImportCron, DataVolume, Delivery, IVmoCluster, Size, VirtualMachine, VmSnapshotSchedule, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { pulledBy } from '../../src/cli/images';
import { existingCluster, synth } from '../support/synth';

const size = Size.of({ cpu: 2, memory: '4Gi' });

function app(build: (stack: TerraformStack, cluster: IVmoCluster) => void): string {
  return synth((stack) => build(stack, existingCluster(stack))).outdir;
}

test('VMs, data volumes, golden images and schedules are looked at, however they are delivered', () => {
  const { images, unknown } = pulledBy(app((stack, cluster) => {
    const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');
    const web = new VirtualMachine(stack, 'web', { cluster, size, boot });
    new VirtualMachine(stack, 'db', { cluster, size, boot, delivery: Delivery.manifest() });
    new VirtualMachine(stack, 'own', { cluster, size, boot: BootSource.registry('docker://quay.io/containerdisks/ubuntu:24.04', { size: '20Gi' }) });
    new DataVolume(stack, 'disk', { cluster, source: BootSource.registry('docker://quay.io/containerdisks/debian:12', { size: '20Gi' }) });
    new DataImportCron(stack, 'golden', { cluster, source: BootSource.registry('docker://quay.io/containerdisks/centos:9', { size: '20Gi' }), schedule: '0 3 * * 0' });
    new VmSnapshotSchedule(stack, 'nightly', { vms: [web], schedule: '0 2 * * *' });
  }));
  expect(images.map(({ reference, usedBy }) => [reference, usedBy])).toEqual([
    [expect.stringMatching(/^docker\.io\/alpine\/kubectl[:@]/), ['test/nightly']],
    ['quay.io/containerdisks/centos:9', ['test/golden']],
    ['quay.io/containerdisks/debian:12', ['test/disk']],
    ['quay.io/containerdisks/fedora:42', ['test/db', 'test/web']],
    ['quay.io/containerdisks/ubuntu:24.04', ['test/own']],
  ]);
  expect(unknown).toEqual([]);
});

test('a platform is looked at: what its profile lists is in the list, charts included', () => {
  let profile: VmoClusterProfile;
  const { outdir } = synth((stack) => { profile = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' }); });
  const { images, charts } = pulledBy(outdir);
  expect(images.map(({ reference }) => reference)).toEqual(profile!.images().map(({ reference }) => reference));
  expect(charts).toEqual(profile!.charts());
});

test('what others write in the same app is looked at as far as it names images', () => {
  const { images, charts, unknown } = pulledBy(app((stack) => {
    const chart = { chart: 'grafana', repository: 'https://charts.example.com', version: '9.0.0' };
    new Release(stack, 'yaml', { ...chart, name: 'yaml', values: ['image:\n  repository: docker.io/grafana/grafana\n  tag: "12.0"\n'] });
    new Release(stack, 'silent', { ...chart, name: 'silent' });
    new Deployment(stack, 'pods', {
      metadata: { name: 'pods' },
      spec: { template: { metadata: {}, spec: { container: [{ name: 'one', image: 'docker.io/library/nginx:1.29' }] } } },
    });
  }));
  expect(images.map(({ reference }) => reference)).toEqual(['docker.io/grafana/grafana:12.0', 'docker.io/library/nginx:1.29']);
  expect(charts).toEqual([{ repository: 'https://charts.example.com', name: 'grafana', version: '9.0.0', usedBy: ['test/silent', 'test/yaml'] }]);
  expect(unknown).toEqual(['test/silent: what chart grafana has for images; its values name none']);
});

test('what only an apply or the cluster knows is said, and not in the list', () => {
  const outdir = app((stack, cluster) => {
    const registry = new TerraformVariable(stack, 'registry', { type: 'string' }).stringValue;
    new VirtualMachine(stack, 'web', { cluster, size, boot: BootSource.containerDisk(`${registry}/fedora:42`) });
    new VirtualMachine(stack, 'db', { cluster, size, boot: BootSource.imageStream('rhel9', { size: '20Gi' }) });
  });
  expect(pulledBy(outdir)).toEqual({
    images: [],
    charts: [],
    unknown: ['test/db: what image stream rhel9 of the cluster leads to', 'test/web: (known after apply)/fedora:42'],
  });
  const { out, err } = vmo('images', outdir, '--format', 'plain');
  expect(out).toBe('');
  expect(err).toContain('vmo: not in the list: test/web: (known after apply)/fedora:42\n');
});

test('the list is printed for people, for tools that copy images, and for programs', () => {
  const outdir = app((stack, cluster) => new VirtualMachine(stack, 'web', { cluster, size, boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') }));
  expect(vmo('images', outdir)).toEqual({
    code: 0, out: 'Images:\n  quay.io/containerdisks/fedora:42\n      test/web\n\nCharts from repositories: none\n', err: '',
  });
  expect(vmo('images', outdir, '--format', 'plain').out).toBe('quay.io/containerdisks/fedora:42\n');
  expect(JSON.parse(vmo('images', outdir, '--json').out)).toEqual(pulledBy(outdir));
  expect(vmo('images', outdir, '--format', 'json').out).toBe(vmo('images', outdir, '--json').out);
});

describe('what brings it to a mirror', () => {
  const MIRROR = 'registry.example.com/mirror';
  let mirrored: string;
  let direct: string;

  beforeAll(() => {
    const platform = (props: Partial<VmoClusterProfileProps>, disk: string) => synth((stack) => {
      const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props });
      new VirtualMachine(stack, 'web', { cluster, size, boot: BootSource.containerDisk(disk) });
    }).outdir;
    mirrored = platform({ imageRegistry: MIRROR, chartRepository: `oci://${MIRROR}/charts` }, `${MIRROR}/containerdisks/fedora:42`);
    direct = platform({}, 'quay.io/containerdisks/fedora:42');
  });

  const DISKS = ['--source', `${MIRROR}/containerdisks=quay.io/containerdisks`];
  const lines = (text: string) => text.trimEnd().split('\n');

  test.each([['crane', /^crane copy (\S+) (\S+)$/], ['skopeo', /^skopeo copy --all(?: --preserve-digests)? docker:\/\/(\S+) docker:\/\/(\S+)$/]])(
    '%s copies from where it is published to where the app pulls it', (tool, line) => {
      const { out, err, code } = vmo('images', mirrored, '--format', tool, ...DISKS);
      expect([err, code]).toEqual(['', 0]);
      const copies = lines(out).flatMap((text) => line.exec(text) ?? []).filter((_, index) => index % 3 !== 0);
      const pairs = copies.flatMap((from, index) => index % 2 === 0 ? [[from, copies[index + 1]]] : []);
      expect(pairs.map(([from]) => from).sort()).toEqual(pulledBy(direct).images.map(({ reference }) => reference).sort());
      // A tag keeps an image from being taken for forgotten; the digest by which it is pulled is that of its content.
      expect(pairs.map(([, to]) => to)).toEqual(pulledBy(mirrored).images.map(({ image, tag }) => `${image}:${tag}`));
      // The charts go to the same registry.
      expect(lines(out).filter((text) => text.startsWith('helm'))).toEqual([
        'helm pull descheduler --repo https://kubernetes-sigs.github.io/descheduler/ --version 0.36.0',
        `helm push descheduler-0.36.0.tgz oci://${MIRROR}/charts`,
        'helm pull snapshot-controller --repo https://piraeus.io/helm-charts/ --version 5.2.0',
        `helm push snapshot-controller-5.2.0.tgz oci://${MIRROR}/charts`,
      ]);
    });

  test('an app that knows of no mirror is told of one, and laid out the same', () => {
    const commands = (...args: string[]) => lines(vmo('images', ...args).out).filter((line) => line.startsWith('crane'));
    expect(commands(direct, '--format', 'crane', '--to', MIRROR).sort()).toEqual(commands(mirrored, '--format', 'crane', ...DISKS).sort());
    expect(vmo('images', direct, '--format', 'crane', '--to', MIRROR).err).toContain('vmo: not in the list: chart descheduler 0.36.0 of https://');
    const { code, err } = vmo('images', direct, '--format', 'crane');
    expect([code, err]).toEqual([1, expect.stringContaining('say where they go: --to registry.example.com/mirror')]);
  });

  test('hauler gets manifests of images and charts, as they are published', () => {
    const of = (folder: string, ...args: string[]) => parseAllDocuments(vmo('images', folder, '--format', 'hauler', ...args).out).map((one) => one.toJS());
    const [images, charts] = of(mirrored, ...DISKS);
    expect(images).toMatchObject({ apiVersion: 'content.hauler.cattle.io/v1', kind: 'Images' });
    expect(images.spec.images.map(({ name }: any) => name).sort()).toEqual(pulledBy(direct).images.map(({ reference }) => reference).sort());
    expect(charts).toMatchObject({
      apiVersion: 'content.hauler.cattle.io/v1',
      kind: 'Charts',
      spec: {
        charts: [
          { name: 'descheduler', repoURL: 'https://kubernetes-sigs.github.io/descheduler/', version: '0.36.0' },
          { name: 'snapshot-controller', repoURL: 'https://piraeus.io/helm-charts/', version: '5.2.0' },
        ],
      },
    });
    const names = ([document]: any[]) => document.spec.images.map(({ name }: any) => name).sort();
    expect(names(of(direct))).toEqual(names([images]));
  });

  test('skopeo sync gets a file of registries, their images and of those the tags or digests', () => {
    const { out, err } = vmo('images', mirrored, '--format', 'skopeo-sync', ...DISKS);
    const listed = Object.entries<any>(parse(out)).flatMap(([registry, { images }]) => Object.entries<string[]>(images).flatMap(([path, all]) =>
      all.map((one) => `${registry}/${path}${one.startsWith('sha256:') ? '@' : ':'}${one}`)));
    expect(listed.sort()).toEqual(pulledBy(direct).images.map(({ reference }) => reference).sort());
    expect(err).toContain('vmo: not in the list: chart snapshot-controller 5.2.0 of https://piraeus.io/helm-charts/\n');
  });

  test('by tag, what is pulled by tag', () => {
    const { outdir } = synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', imageRegistry: MIRROR, imageDigests: false }));
    expect(vmo('images', outdir, '--format', 'hauler').out).toContain('name: quay.io/kubevirt/cdi-operator:v1.66.0\n');
    expect(vmo('images', outdir, '--format', 'crane').out).toMatch(new RegExp(`^crane copy quay.io/kubevirt/cdi-operator@sha256:\\w+ ${MIRROR}/kubevirt/cdi-operator:v1.66.0$`, 'm'));
  });

  test('what lies at the mirror and comes from nobody knows where is said, and not in the list', () => {
    const { out, err } = vmo('images', mirrored, '--format', 'hauler');
    expect(out).not.toContain('containerdisks');
    expect(err).toBe(`vmo: not in the list: ${MIRROR}/containerdisks/fedora:42, of the mirror itself; ` +
      `where it is published says --source ${MIRROR}/containerdisks/fedora=REGISTRY/PATH\n`);
  });

  test.each([
    [['--format', 'json', '--to', MIRROR], 'got --to with --format json, which says nothing of where images go'],
    [['--format', 'crane', '--to', `https://${MIRROR}`], `got --to https://${MIRROR}, expected a registry and path`],
    [['--source', MIRROR], `got --source ${MIRROR}, expected what the app names, and where it is published`],
    [['--source', `${MIRROR}/containerdisks=https://quay.io`], 'expected what the app names, and where it is published: registry.example.com/disks=quay.io/containerdisks'],
    [['--source', `${MIRROR}/containerdisk=quay.io/containerdisks`], `and the app pulls nothing from ${MIRROR}/containerdisk; `],
  ])('%j is refused', (args, message) => {
    expect(vmo('images', mirrored, ...args)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(message) });
  });

  test('people see what is a copy of what', () => {
    const { out } = vmo('images', mirrored);
    expect(out).toContain(`  ${MIRROR}/kubectl:v1.35.4\n      from registry.k8s.io/kubectl:v1.35.4\n      test/`);
    expect(out).toContain(`  oci://${MIRROR}/charts descheduler 0.36.0\n      from https://kubernetes-sigs.github.io/descheduler/\n`);
    expect(out).toMatch(/kubevirt\/cdi-operator@sha256:\w+ \(v1\.66\.0\)\n/);
  });
});

test('a folder without an app, and arguments that mean nothing, are refused', () => {
  expect(vmo('images', '/nonexistent').err).toContain('there is no synthesized app in "/nonexistent"');
  expect(vmo('images', 'a', 'b').err).toContain('got "b" too, expected one folder: vmo images [folder]');
  expect(vmo('images', '--format', 'csv').err).toContain('got --format csv');
});
