import { writeFileSync } from 'fs';
import { join } from 'path';
import { Cluster, eventually } from './support/cluster';
import { AccessMode, Cdi, VmoClusterProfile, VolumeMode } from '../../src';
import { run } from '../../testbed/apply/command';
import { Bed } from '../../testbed/bed';
import { ROOT } from '../support/run-app';
import { releases, synth, SynthesizedRelease, temporaryFolder } from '../support/synth';

/*
 * CDI's releases by themselves, in a cluster that plays its operator: what they wait for, what they leave alone, and when they go.
 */
let bed: Bed;
let cluster: Cluster;

const all = releases(synth((stack) => void new VmoClusterProfile(stack, 'vmo', {
  clusterName: 'prod-east',
  cdi: Cdi.install(),
  storageProfiles: [{ storageClass: 'san', claimPropertySets: [{ accessModes: [AccessMode.READ_WRITE_MANY], volumeMode: VolumeMode.BLOCK }] }],
})).stack);

beforeAll(async () => {
  bed = await Bed.start({ name: 'cdi' });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  for (const name of ['vmo-system', 'elsewhere']) await cluster.kubectl('create', 'namespace', name);
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cdi', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
  for (const name of ['san', 'other']) {
    await cluster.create({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name }, provisioner: 'testbed' });
  }
});

afterAll(async () => bed?.stop());

const helm = (...args: string[]) => run([...bed.helm, ...args], { KUBECONFIG: bed.kubeconfig });

function install({ name, namespace, chart, values, resource }: SynthesizedRelease): Promise<string> {
  const file = join(temporaryFolder(), 'values.json');
  writeFileSync(file, JSON.stringify(values));
  return helm('upgrade', '--install', name, join(ROOT, 'charts', chart), '-n', namespace, '-f', file, '--wait', '--timeout', '90s',
    ...resource.take_ownership ? ['--take-ownership'] : []);
}

const uninstall = (name: string, namespace = 'cdi') => helm('uninstall', name, '-n', namespace, '--wait', '--timeout', '60s');
const dataVolume = (name: string, namespace: string, labels = {}) => ({
  apiVersion: 'cdi.kubevirt.io/v1beta1',
  kind: 'DataVolume',
  metadata: { name, namespace, labels },
  spec: { source: { blank: {} }, storage: { resources: { requests: { storage: '1Gi' } } } },
});
const profileOf = async (name: string) => (await cluster.get('storageprofile')).find(({ metadata }: any) => metadata.name === name);

test('the releases are there when CDI is: the API server takes a DataVolume', async () => {
  await install(all['vmo-cdi-operator']);
  await install(all['vmo-cdi']);
  const [{ status }] = await cluster.get('cdi');
  expect(status).toMatchObject({ phase: 'Deployed', observedVersion: 'v1.66.0' });
  await cluster.apply([dataVolume('left', 'default')]);
});

test('a storage profile that CDI has made is taken over, and stays ours and its', async () => {
  await eventually(async () => expect(await profileOf('san')).toMatchObject({ spec: {} }));
  await install(all['vmo-storage-profiles']);
  const ours = [{ accessModes: ['ReadWriteMany'], volumeMode: 'Block' }];
  await eventually(async () => expect(await profileOf('san')).toMatchObject({
    metadata: { labels: { 'app.kubernetes.io/managed-by': 'cdi-controller' } }, spec: { claimPropertySets: ours }, status: { claimPropertySets: ours },
  }));
  await install(all['vmo-storage-profiles']);
  expect((await profileOf('other')).spec).toEqual({});
});

test('when its release goes, CDI makes it anew', async () => {
  await uninstall('vmo-storage-profiles', 'vmo-system');
  await eventually(async () => expect((await profileOf('san'))?.spec).toEqual({}));
});

test('CDI does not go while there is a DataVolume, wherever it is', async () => {
  await expect(uninstall('vmo-cdi')).rejects.toThrow('delete-data-volumes-first failed');
  await cluster.apply([dataVolume('hidden', 'elsewhere')]);
  await cluster.kubectl('delete', 'datavolume', 'left', '-n', 'default');
  await expect(uninstall('vmo-cdi')).rejects.toThrow('delete-data-volumes-first failed');
  const [{ metadata }] = await cluster.get('cdi');
  expect(metadata.deletionTimestamp).toBeUndefined();
});

test('it goes when nothing but imports of a DataImportCron is left, with the CRDs that it served; its own stays', async () => {
  await cluster.kubectl('delete', 'datavolume', 'hidden', '-n', 'elsewhere');
  await cluster.apply([dataVolume('ubuntu-1', 'default', { 'cdi.kubevirt.io/dataImportCron': 'ubuntu' })]);
  await eventually(async () => expect(await cluster.get('validatingadmissionpolicy')).not.toContainEqual(expect.objectContaining({
    metadata: expect.objectContaining({ name: 'testbed-cdi-refuses' }),
  })));
  await uninstall('vmo-cdi');
  await uninstall('vmo-cdi-operator');
  const left = (await cluster.get('crd')).map(({ metadata }: any) => metadata.name).filter((name: string) => name.endsWith('cdi.kubevirt.io'));
  expect(left).toEqual(['cdis.cdi.kubevirt.io']);
});
