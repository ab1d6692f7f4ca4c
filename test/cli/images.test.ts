import { Release } from '@cdktf/provider-helm/lib/release';
import { Deployment } from '@cdktf/provider-kubernetes/lib/deployment';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { vmo } from './run-vmo';
import { BootSource, DataImportCron, DataVolume, Delivery, IVmoCluster, Size, VirtualMachine, VmSnapshotSchedule, VmoClusterProfile } from '../../src';
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

test('a folder without an app, and arguments that mean nothing, are refused', () => {
  expect(vmo('images', '/nonexistent').err).toContain('there is no synthesized app in "/nonexistent"');
  expect(vmo('images', 'a', 'b').err).toContain('got "b" too, expected one folder: vmo images [folder]');
  expect(vmo('images', '--format', 'csv').err).toContain('got --format csv');
});
