import { TerraformVariable } from 'cdktf';
import { KubevirtVersion, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { clusterFacts } from '../../src/profile/cluster';
import { refusalOf, synth } from '../support/synth';

/** What is checked against a profile, and against the cluster that another app makes of its attributes. */
function bothFacts(props: Partial<VmoClusterProfileProps>) {
  let given!: string;
  let facts!: ReturnType<typeof clusterFacts>;
  synth((stack) => {
    const profile = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props });
    given = JSON.stringify(profile.attributes());
    facts = clusterFacts(profile);
  });
  let others!: ReturnType<typeof clusterFacts>;
  synth((stack) => { others = clusterFacts(VmoClusterProfile.fromExisting(stack, 'vmo', JSON.parse(given))); });
  return [others, facts];
}

test.each<[string, Partial<VmoClusterProfileProps>]>([
  ['as it comes', {}],
  ['with gates of its own, on and off', { kubevirt: { version: KubevirtVersion.V1_9_0, featureGates: ['HostDevices'], disabledFeatureGates: ['Snapshot'] } }],
  ['with devices, VLANs, quotas and golden images', {
    kubevirt: { permittedHostDevices: { pciHostDevices: [{ pciVendorSelector: '10DE:2342', resourceName: 'nvidia.com/H100' }] }, vmStateStorageClass: 'fs' },
    vlanFiltering: { bridge: 'br1', allowedVlans: ['10', '20-25'] },
    vmNamespaces: [{ name: 'team-a', quotas: [{ requests: { cpu: '8' } }] }],
    inventory: { storageClasses: [{ name: 'fs' }], goldenImages: [{ name: 'ubuntu2404' }] },
    goldenImagesNamespace: 'images',
  }],
])('a cluster that another app makes of the attributes of a profile, by JSON, is the same to its checks: %s', (_, props) => {
  const [others, own] = bothFacts(props);
  expect(others).toEqual(own);
});

test('what is known only at apply is no attribute', () => {
  synth((stack) => {
    const storageClass = new TerraformVariable(stack, 'class', { type: 'string' }).stringValue;
    const profile = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubevirt: { vmStateStorageClass: storageClass } });
    expect(profile.attributes()).not.toHaveProperty('vmStateStorageClass');
  });
});

test('refused: VLANs of a bridge that are none', () => {
  expect(refusalOf((stack) => VmoClusterProfile.fromExisting(stack, 'vmo', {
    clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, filteredVlans: { br0: ['25', '5000'] },
  }))).toContain('filteredVlans.br0[1]: got "5000"');
});
