import { Around } from './around';
import { Blueprint, Edit } from '../../../testbed/blueprint';
import { temporaryFolder } from '../../support/synth';
import { Cluster, eventually } from '../support/cluster';
import { actions, Engine, harness } from '../support/engine';
import { configureKubevirt } from '../support/plain-kubevirt';

/** A blueprint whose stack `store` holds these resources, in the namespace `store`, which is that of golden images too. */
const blueprint = (delivery: 'helm' | 'manifest', resources: string) => new Blueprint(`
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AccessMode, BootSource, DataImportCron, DataSource, DataSourceOrigin, DataVolume, Delivery, Disk, ImportRetentionPolicy, KubevirtVersion, Preference, Size,
  VirtualMachine, VirtualMachineInstancetype, VirtualMachinePreference, VmoClusterProfile, VolumeMode, VolumeSnapshotClass,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'store');
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });
new KubernetesProvider(stack, 'kubernetes', { configPath: '~/.kube/config' });
const cluster = VmoClusterProfile.fromExisting(stack, 'cluster', {
  clusterName: 'store', kubevirtVersion: KubevirtVersion.V1_8_4, goldenImagesNamespace: 'store', delivery: Delivery.${delivery}(),
});
const namespace = 'store';
const vm = (name: string, boot: BootSource, options: object = {}) =>
  new VirtualMachine(stack, name, { cluster, namespace, boot, size: Size.of({ cpu: 1, memory: '1Gi' }), ...options });
${resources}
app.synth();
`, temporaryFolder());

/** One of each, and VMs that use them. */
const EVERYTHING = (prefix: string) => `
const claim = { storageClass: 'local', accessModes: [AccessMode.READ_WRITE_MANY], volumeMode: VolumeMode.BLOCK };
const root = new DataVolume(stack, '${prefix}-root', {
  cluster, namespace, source: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '2048Mi', ...claim }), bindImmediately: true,
});
const shared = new DataVolume(stack, '${prefix}-shared', { cluster, namespace, source: BootSource.blank('1Gi', claim) });
const copy = new DataVolume(stack, '${prefix}-copy', { cluster, namespace, source: BootSource.clonePvc('${prefix}-root', { ...claim, preallocation: true }) });
new DataVolume(stack, '${prefix}-warm', {
  cluster,
  namespace,
  source: BootSource.vddk('https://vcenter.example.com/sdk', {
    size: '1Gi', backingFile: '[store] a.vmdk', uuid: 'f1f0b1a7-0f4a-4b1c-8a58-2f0f5e0f0f0f', thumbprint: '20:6C', secretRef: 'vcenter', ...claim,
  }),
  checkpoints: [{ previous: '', current: 'first' }],
  finalCheckpoint: false,
});
const image = new DataSource(stack, '${prefix}-image', { cluster, origin: DataSourceOrigin.dataVolume(root) });
// Whom it stands for, CDI says in its status, and there is none here: no VM of it would start.
new DataSource(stack, '${prefix}-alias', { cluster, origin: DataSourceOrigin.dataSource(image), labels: { team: 'a' } });
const cron = new DataImportCron(stack, '${prefix}-cron', {
  cluster,
  source: BootSource.registry('docker://quay.io/containerdisks/fedora:latest', { size: '2Gi', ...claim }),
  schedule: '0 4 * * *',
  managedDataSource: '${prefix}-newest',
  importsToKeep: 2,
  retentionPolicy: ImportRetentionPolicy.NONE,
});
new VolumeSnapshotClass(stack, '${prefix}-class', { cluster, driver: 'local.csi.example.com', parameters: { pool: 'a' } });
const small = new VirtualMachineInstancetype(stack, '${prefix}-small', { cluster, namespace, cpu: 1, memory: '1024Mi' });
const tidy = new VirtualMachinePreference(stack, '${prefix}-tidy', { cluster, spec: { requirements: { cpu: { guest: 1 } } } });
vm('${prefix}-a', BootSource.fromDataVolume(root), { disks: [Disk.fromDataVolume('shared', shared, { shareable: true })] });
vm('${prefix}-b', BootSource.fromDataVolume(copy), { size: Size.fromInstancetype(small), preference: Preference.fromPreference(tidy), disks: [Disk.fromDataVolume('shared', shared, { shareable: true })] });
vm('${prefix}-c', BootSource.fromDataSource(image, { ...claim, size: '2Gi' }));
vm('${prefix}-d', BootSource.fromDataSource(cron.dataSource, { ...claim, size: '2Gi' }));
`;

const OURS = 'datavolumes.cdi.kubevirt.io,datasources.cdi.kubevirt.io,dataimportcrons.cdi.kubevirt.io,volumesnapshotclasses.snapshot.storage.k8s.io,vm';

/** What stands in the namespace `store` of the kinds of this room. CDI's webhooks are not in the testbed; its CRDs are. */
export function describeStore(around: () => Around): void {
  describe('store', () => {
    let cluster: Cluster;
    let engine: Engine;
    const names = async () => (await cluster.get(OURS, '-n', 'store')).map(({ kind, metadata }: any) => `${kind} ${metadata.name}`).sort();
    const phases = async () => Object.fromEntries((await cluster.get('vmi', '-n', 'store')).map((vmi: any) => [vmi.metadata.name, vmi.status.phase]));

    beforeAll(async () => {
      ({ cluster } = around());
      engine = harness(around().bed);
      await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'store' } });
      await cluster.create({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'local' }, provisioner: 'local.csi.example.com' });
    });

    test.each(['helm', 'manifest'] as const)('each object is taken, is not changed by a second apply, and its VMs start: Delivery.%s()', async (delivery) => {
      const ours = blueprint(delivery, EVERYTHING(delivery));
      // What CDI makes of a DataImportCron once it has imported.
      await cluster.apply([{
        apiVersion: 'cdi.kubevirt.io/v1beta1',
        kind: 'DataSource',
        metadata: { name: `${delivery}-newest` },
        spec: { source: { pvc: { name: `${delivery}-root`, namespace: 'store' } } },
      }], 'store');
      await engine.apply(ours);
      expect(actions(await engine.plan(ours))).toEqual([]);
      await eventually(async () => expect(await phases()).toEqual(Object.fromEntries(['a', 'b', 'c', 'd'].map((vm) => [`${delivery}-${vm}`, 'Running']))));
      ours.edit(["'0 4 * * *'", "'0 5 * * *'"], ["{ team: 'a' }", "{ team: 'b' }"], ["{ pool: 'a' }", "{ pool: 'b' }"]);
      const changed = actions(await engine.apply(ours));
      expect(changed).toHaveLength(3);
      expect(changed.filter((change) => !change.startsWith('update'))).toEqual([]);
      expect((await cluster.get('dataimportcron', `${delivery}-cron`, '-n', 'store')).spec.schedule).toBe('0 5 * * *');
      await engine.destroy(ours);
      await eventually(async () => expect(await names()).toEqual([`DataSource ${delivery}-newest`]));
      await cluster.kubectl('delete', 'datasource', '--all', '-n', 'store');
    }, 120_000);

    test('a DataVolume that is retained stays with its claim, and is the same one when it comes back', async () => {
      const ours = blueprint('helm', `
        const data = new DataVolume(stack, 'kept', { cluster, namespace, source: BootSource.blank('1Gi'), retain: true });
        new DataVolume(stack, 'lost', { cluster, namespace, source: BootSource.blank('1Gi') });
        vm('owner', BootSource.fromDataVolume(data));`);
      await engine.apply(ours);
      const { metadata: { uid } } = await cluster.get('dv', 'kept', '-n', 'store');
      await engine.destroy(ours);
      await eventually(async () => expect(await names()).toEqual(['DataVolume kept']));
      await engine.apply(ours);
      expect((await cluster.get('dv', 'kept', '-n', 'store')).metadata.uid).toBe(uid);
      await engine.destroy(ours);
      await cluster.kubectl('delete', 'dv', 'kept', '-n', 'store');
    }, 60_000);

    test('VMs find instancetype and preference by the labels of their disk', async () => {
      const ours = blueprint('helm', `
        const defaults = {
          defaultInstancetype: new VirtualMachineInstancetype(stack, 'store-small', { cluster, cpu: 1, memory: '1Gi' }),
          defaultPreference: new VirtualMachinePreference(stack, 'tidy', { cluster, namespace, spec: {} }),
        };
        const inferred = { size: Size.inferredFrom('boot'), preference: Preference.inferredFrom('boot') };
        const root = new DataVolume(stack, 'root', { cluster, namespace, source: BootSource.blank('1Gi'), ...defaults });
        const image = new DataSource(stack, 'image', { cluster, origin: DataSourceOrigin.dataVolume(root), ...defaults });
        vm('by-volume', BootSource.fromDataVolume(root), inferred);
        vm('by-image', BootSource.fromDataSource(image, { size: '1Gi' }), inferred);`);
      await engine.apply(ours);
      for (const { spec } of Object.values(await cluster.vms('store'))) {
        expect(spec.instancetype).toMatchObject({ name: 'store-small' });
        expect(spec.preference).toMatchObject({ name: 'tidy', kind: 'VirtualMachinePreference' });
      }
      await eventually(async () => expect(await phases()).toEqual({ 'by-volume': 'Running', 'by-image': 'Running' }));
      expect(actions(await engine.plan(ours))).toEqual([]);
      await engine.destroy(ours);
    }, 60_000);

    describe('disks that come and go while a VM runs', () => {
      const plugged = (name: string, delivery: 'helm' | 'manifest' = 'helm') => blueprint(delivery, `
        const extra = new DataVolume(stack, '${name}-extra', { cluster, namespace, source: BootSource.blank('1Gi') });
        new DataVolume(stack, '${name}-by-hand', { cluster, namespace, source: BootSource.blank('1Gi') });
        vm('${name}', BootSource.containerDisk('quay.io/containerdisks/fedora:42'), { labels: { team: 'a' }, disks: [/* more */] });`);
      const EXTRA: Edit = ['/* more */', "Disk.fromDataVolume('extra', extra, { hotpluggable: true })"];
      const volumesOf = async (kind: string, name: string) => {
        const { spec } = await cluster.get(kind, name, '-n', 'store');
        return (kind === 'vm' ? spec.template.spec : spec).volumes.map((volume: any) => volume.name);
      };
      const restartRequired = async (name: string) =>
        (await cluster.vms('store'))[name].status.conditions.some(({ type, status }: any) => type === 'RestartRequired' && status === 'True');

      test('what was plugged in by hand stays until the blueprint changes the disks of its VM', async () => {
        const ours = plugged('hand');
        await engine.apply(ours);
        await eventually(async () => expect(await phases()).toMatchObject({ hand: 'Running' }));
        await cluster.addVolume('hand', 'hand-by-hand', 'store');
        await eventually(async () => expect(await volumesOf('vm', 'hand')).toEqual(['boot', 'hand-by-hand']));
        expect(actions(await engine.plan(ours))).toEqual([]);
        ours.edit(["{ team: 'a' }", "{ team: 'b' }"]);
        expect(actions(await engine.apply(ours))).toEqual(['update vm-hand']);
        expect(await volumesOf('vm', 'hand')).toEqual(['boot', 'hand-by-hand']);
        ours.edit(EXTRA);
        expect(actions(await engine.apply(ours))).toEqual(['update vm-hand']);
        expect(await volumesOf('vm', 'hand')).toEqual(['boot', 'extra']);
        await eventually(async () => expect(await volumesOf('vmi', 'hand')).toEqual(['boot', 'extra']));
        await engine.destroy(ours);
      }, 120_000);

      test('with Delivery.manifest(), what was plugged in by hand is taken out by the next apply', async () => {
        const ours = plugged('seen', 'manifest');
        await engine.apply(ours);
        await eventually(async () => expect(await phases()).toMatchObject({ seen: 'Running' }));
        await cluster.addVolume('seen', 'seen-by-hand', 'store');
        await eventually(async () => expect(await volumesOf('vm', 'seen')).toEqual(['boot', 'seen-by-hand']));
        expect(actions(await engine.apply(ours))).toEqual(['update seen']);
        expect(await volumesOf('vm', 'seen')).toEqual(['boot']);
        await engine.destroy(ours);
      }, 60_000);

      test('a hotpluggable disk of the blueprint is plugged in while the VM runs, and out again', async () => {
        const ours = plugged('declared');
        await engine.apply(ours);
        await eventually(async () => expect(await phases()).toMatchObject({ declared: 'Running' }));
        ours.edit(EXTRA);
        await engine.apply(ours);
        await eventually(async () => expect(await volumesOf('vmi', 'declared')).toEqual(['boot', 'extra']));
        ours.edit([EXTRA[1], EXTRA[0]]);
        await engine.apply(ours);
        await eventually(async () => expect(await volumesOf('vmi', 'declared')).toEqual(['boot']));
        expect(await restartRequired('declared')).toBe(false);
        await engine.destroy(ours);
      }, 60_000);

      test('where HotplugVolumes is listed, too, it is not, and nothing says so', async () => {
        const { spec: { configuration } } = await cluster.get('kubevirt', 'kubevirt', '-n', 'kubevirt');
        const { featureGates } = configuration.developerConfiguration;
        await configureKubevirt(cluster, { ...configuration, developerConfiguration: { featureGates: [...featureGates, 'HotplugVolumes'] } });
        try {
          const ours = plugged('older');
          await engine.apply(ours);
          await eventually(async () => expect(await phases()).toMatchObject({ older: 'Running' }));
          await expect(cluster.addVolume('older', 'older-by-hand', 'store', 'sata')).rejects.toThrow(/requires bus to be 'scsi' or 'virtio'/);
          ours.edit(EXTRA);
          await engine.apply(ours);
          // KubeVirt looks at each volume of a VM; of this one, it does no more.
          await eventually(async () => expect((await cluster.vms('store')).older.status.volumeSnapshotStatuses).toContainEqual(expect.objectContaining({ name: 'extra' })));
          expect(await volumesOf('vmi', 'older')).not.toContain('extra');
          expect(await restartRequired('older')).toBe(false);
          await engine.destroy(ours);
        } finally {
          await configureKubevirt(cluster, configuration);
        }
      }, 180_000);
    });
  });
}
