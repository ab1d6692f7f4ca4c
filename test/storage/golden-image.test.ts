import { TerraformStack } from 'cdktf';
import {
  BootSource, DataImportCron, DataImportCronProps, DataSource, DataSourceOrigin, DataVolume, ImportGarbageCollection, ImportRetentionPolicy,
  IVmoCluster, KubevirtVersion, Size, VirtualMachine, VmoClusterProfile,
} from '../../src';
import { existingCluster, objects, refusalOf, releases, synth } from '../support/synth';

const image = BootSource.registry('docker://quay.io/containerdisks/fedora:latest', { size: '10Gi' });
const cron = (stack: TerraformStack, props: Partial<DataImportCronProps> = {}) =>
  new DataImportCron(stack, 'fedora', { cluster: props.cluster ?? existingCluster(stack), source: image, schedule: '0 4 * * *', ...props });
const vm = (stack: TerraformStack, cluster: IVmoCluster, boot: BootSource) =>
  new VirtualMachine(stack, 'web', { cluster, size: Size.of({ cpu: 1, memory: '1Gi' }), boot });
const stocked = (stack: TerraformStack) => VmoClusterProfile.fromExisting(stack, 'lab', {
  clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, inventory: { goldenImages: [{ name: 'ubuntu', size: '20Gi' }] },
});

test('a DataImportCron is in the namespace of golden images, and its DataSource has its name', () => {
  expect(objects(synth((stack) => void cron(stack)).stack, 'DataImportCron').fedora).toEqual({
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataImportCron',
    metadata: { name: 'fedora', namespace: 'vmo-golden-images' },
    spec: {
      schedule: '0 4 * * *',
      managedDataSource: 'fedora',
      template: {
        spec: {
          source: { registry: { url: 'docker://quay.io/containerdisks/fedora:latest' } },
          storage: { resources: { requests: { storage: '10Gi' } } },
        },
      },
    },
  });
});

test('every prop of a DataImportCron has its field', () => {
  const { stack } = synth((scope) => void cron(scope, {
    namespace: 'images',
    managedDataSource: 'newest',
    garbageCollect: ImportGarbageCollection.NEVER,
    importsToKeep: 2,
    retentionPolicy: ImportRetentionPolicy.NONE,
    labels: { team: 'a' },
    annotations: { note: 'b' },
  }));
  expect(objects(stack, 'DataImportCron').fedora).toMatchObject({
    metadata: { namespace: 'images', labels: { team: 'a' }, annotations: { note: 'b' } },
    spec: { managedDataSource: 'newest', garbageCollect: 'Never', importsToKeep: 2, retentionPolicy: 'None' },
  });
});

test('a VM is made of the DataSource of a DataImportCron, and waits for it', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    vm(scope, cluster, BootSource.fromDataSource(cron(scope, { cluster, managedDataSource: 'newest' }).dataSource));
  });
  expect(releases(stack)['vm-web'].dependsOn).toEqual(['dic-fedora']);
  expect(objects(stack, 'VirtualMachine').web.spec.dataVolumeTemplates[0].spec.sourceRef)
    .toEqual({ kind: 'DataSource', name: 'newest', namespace: 'vmo-golden-images' });
});

test('mistakes in a DataImportCron are told by the prop that makes them', () => {
  const refusal = refusalOf((stack) => cron(stack, {
    source: BootSource.http('https://images.example.com/fedora.qcow2', { size: '10Gi' }),
    schedule: 'daily',
    importsToKeep: -1,
    retentionPolicy: 'Some' as ImportRetentionPolicy,
  }));
  for (const prop of ['source (spec.template.spec.source)', 'schedule (spec.schedule)', 'importsToKeep (spec.importsToKeep)', 'retentionPolicy (spec.retentionPolicy)']) {
    expect(refusal).toContain(`  - ${prop}: got`);
  }
});

test('one DataSource has one owner', () => {
  expect(refusalOf((stack) => {
    const cluster = existingCluster(stack);
    new DataSource(stack, 'newest', { cluster, origin: DataSourceOrigin.claim('fedora') });
    cron(stack, { cluster, managedDataSource: 'newest' });
  })).toContain('managedDataSource: "vmo-golden-images/newest" on cluster "lab" is "test/newest" already');
});

test.each<[string, DataSourceOrigin, object]>([
  ['a claim of its namespace', DataSourceOrigin.claim('fedora'), { pvc: { name: 'fedora', namespace: 'vmo-golden-images' } }],
  ['a claim of another', DataSourceOrigin.claim('fedora', 'vms'), { pvc: { name: 'fedora', namespace: 'vms' } }],
  ['a snapshot', DataSourceOrigin.snapshot('fedora'), { snapshot: { name: 'fedora', namespace: 'vmo-golden-images' } }],
])('a DataSource stands for %s', (_, origin, source) => {
  const { stack } = synth((scope) => void new DataSource(scope, 'image', { cluster: existingCluster(scope), origin }));
  expect(objects(stack, 'DataSource').image).toEqual({
    apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataSource', metadata: { name: 'image', namespace: 'vmo-golden-images' }, spec: { source },
  });
});

test('a DataSource waits for the DataVolume or DataSource that it stands for', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const volume = new DataVolume(scope, 'disk', { cluster, source: image });
    const first = new DataSource(scope, 'first', { cluster, origin: DataSourceOrigin.dataVolume(volume) });
    new DataSource(scope, 'second', { cluster, origin: DataSourceOrigin.dataSource(first) });
  });
  expect(releases(stack)['ds-first'].dependsOn).toEqual(['dv-disk']);
  expect(releases(stack)['ds-second'].dependsOn).toEqual(['ds-first']);
  expect(objects(stack, 'DataSource')).toMatchObject({
    first: { spec: { source: { pvc: { name: 'disk', namespace: 'default' } } } },
    second: { spec: { source: { dataSource: { name: 'first', namespace: 'vmo-golden-images' } } } },
  });
});

test('what a DataSource stands for is on its cluster, and another DataSource in its namespace', () => {
  const refusal = refusalOf((stack) => new DataSource(stack, 'image', {
    cluster: existingCluster(stack),
    origin: DataSourceOrigin.dataVolume(new DataVolume(stack, 'disk', { cluster: existingCluster(stack, 'west'), source: image })),
  }));
  expect(refusal).toContain('origin: "test/disk" is on cluster "west", and the DataSource is on "lab"');
  expect(refusalOf((stack) => {
    const cluster = existingCluster(stack);
    const other = DataSource.fromDataSourceName(stack, 'other', { cluster, name: 'other', namespace: 'vms' });
    return new DataSource(stack, 'image', { cluster, origin: DataSourceOrigin.dataSource(other) });
  })).toMatch(/origin \(spec\.source\.dataSource\.namespace\): got "vms".*\[DS-2\]/s);
});

test('golden images of this app are known beside those of the inventory, with their size', () => {
  const bootFrom = (boot: (stack: TerraformStack, cluster: IVmoCluster) => BootSource) => (stack: TerraformStack) => {
    const cluster = stocked(stack);
    vm(stack, cluster, boot(stack, cluster));
  };
  const made = (size?: string) => bootFrom((stack, cluster) => BootSource.fromDataSource(cron(stack, { cluster }).dataSource, { size }));
  expect(synth(made()).stack.warnings).toEqual([]);
  expect(refusalOf(made('5Gi'))).toMatch(/boot \(.*\): got "5Gi", the golden image "fedora" has 10Gi/);
  expect(refusalOf(bootFrom(() => BootSource.dataSource('debian')))).toContain('the cluster has no DataSource of this name');
  expect(synth(bootFrom((stack, cluster) => BootSource.fromDataSource(DataSource.fromDataSourceName(stack, 'debian', { cluster, name: 'debian' })))).stack.warnings)
    .toEqual([]);
  expect(refusalOf(bootFrom((stack, cluster) =>
    BootSource.fromDataSource(DataSource.fromDataSourceName(stack, 'ubuntu', { cluster, name: 'ubuntu' }), { size: '5Gi' })))).toContain('has 20Gi');
});

test('a VM is not made of a golden image of another cluster', () => {
  expect(refusalOf((stack) => vm(stack, existingCluster(stack, 'west'), BootSource.fromDataSource(cron(stack).dataSource))))
    .toContain('boot: "test/fedora/DataSource" is on cluster "lab", and the VM is on "west"');
});
