import { FACTS, T, vmWith, withChanges } from './manifests';
import { admitAll, skippedRules } from '../../src/admission/admit-all';
import { Manifest, withManifests } from '../../src/admission/given';

const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'boot', namespace: 'vms' }, stringData: { 'user-data': '#cloud-config\n' } };
const CLOUD_INIT = `${T}.volumes[1].cloudInitNoCloud`;
const FROM_SECRET = { [CLOUD_INIT]: { secretRef: { name: 'boot' } } };
const INSTANCETYPE = {
  apiVersion: 'instancetype.kubevirt.io/v1beta1',
  kind: 'VirtualMachineClusterInstancetype',
  metadata: { name: 'gold' },
  spec: { cpu: { guest: 2, dedicatedCPUPlacement: true }, memory: { guest: '4Gi' } },
};
const SIZED = { 'spec.instancetype': { name: 'gold' }, [`${T}.domain.cpu`]: undefined, [`${T}.domain.memory`]: undefined };

const ids = (manifests: Manifest[], facts = FACTS) => admitAll(manifests, facts).map((findings) => findings.map(({ ruleId }) => ruleId));

test.each<[what: string, manifests: Manifest[], ids: string[][]]>([
  ['a Secret without the key', [vmWith(FROM_SECRET), SECRET], [['R-6'], []]],
  ['a Secret without the key, both in the namespace of the command line', [vmWith({ ...FROM_SECRET, 'metadata.namespace': undefined }), { ...SECRET, metadata: { name: 'boot' } }], [['R-6'], []]],
  ['a claim that is cloned', [
    vmWith({ 'spec.dataVolumeTemplates[0].spec.source': { pvc: { name: 'old', namespace: 'vms' } } }),
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'old', namespace: 'vms' }, spec: { resources: { requests: { storage: '40Gi' } } } },
  ], [['R-103'], []]],
  ['an instancetype', [vmWith(SIZED), INSTANCETYPE], [['CPU-14'], []]],
  ['an instancetype that is not sound: its name is known', [vmWith(SIZED), withChanges({ ...INSTANCETYPE }, { spec: { cpu: 2 } })], [[], expect.arrayContaining(['SCH-2'])] as string[][]],
  ['an object that is given twice', [vmWith({}), vmWith({})], [[], ['R-111']]],
])('manifests know each other: %s', (_, manifests, expected) => {
  expect(ids(manifests)).toEqual(expected);
});

test('findings about several manifests look like those about one', () => {
  const [, [finding]] = admitAll([vmWith({}), vmWith({})], FACTS);
  expect(Object.keys(finding).sort()).toEqual(['message', 'path', 'phase', 'remedy', 'ruleId', 'severity']);
});

test('what is not among the manifests is held against nobody', () => {
  expect(ids([vmWith(FROM_SECRET)])).toEqual([[]]);
});

test('lists that are complete are made longer, those that nobody knows stay unknown', () => {
  const network = { kind: 'NetworkAttachmentDefinition', metadata: { name: 'lan', namespace: 'vms' } };
  expect(withManifests(FACTS, [network]).networks).toBeUndefined();
  expect(withManifests({ ...FACTS, networks: new Set(['vms/old']) }, [network]).networks).toEqual(new Set(['vms/old', 'vms/lan']));
});

test.each(['storageclass.kubernetes.io/is-default-class', 'storageclass.kubevirt.io/is-default-virt-class'])('a storage class is the default one by %s', (annotation) => {
  const storageClass = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast', annotations: { [annotation]: 'true' } } };
  const known = { ...FACTS, storageClasses: new Map([['slow', {}]]) };
  expect(ids([vmWith({}), storageClass], known)).toEqual([[], []]);
  expect(ids([vmWith({})], known)).toEqual([['R-101']]);
});

test('rules that were skipped say what they would have to know, of the kinds that are there', () => {
  const skipped = skippedRules([vmWith({})], FACTS);
  expect(skipped).toContainEqual({ id: 'R-101', title: expect.any(String), missing: ['storageClasses'] });
  expect(skipped.map(({ id }) => id)).toEqual(expect.arrayContaining(['R-21', 'DV-12', 'R-114']));
  expect(skipped.map(({ id }) => id)).not.toContain('NAD-9');
  expect(skippedRules([vmWith({})], { ...FACTS, storageClasses: new Map() }).map(({ id }) => id)).not.toContain('R-101');
});
