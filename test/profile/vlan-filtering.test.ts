import { KubevirtVersion, Multus, Nic, BootSource, Size, VirtualMachine, VlanFilteringOptions, VmNetwork, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { refusalOf, releases, synth, waitsFor } from '../support/synth';

const ALLOWED = { allowedVlans: ['10', '20-25'] };

function stack(props: Partial<VmoClusterProfileProps>) {
  return synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...props })).stack;
}

function values(vlanFiltering: VlanFilteringOptions, props: Partial<VmoClusterProfileProps> = {}) {
  return releases(stack({ ...props, vlanFiltering }))['vmo-vlan-filtering'].values;
}

function refusal(vlanFiltering: any): string {
  return refusalOf((scope) => new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', vlanFiltering }));
}

test('it is there only where asked for, on the nodes, and before KubeVirt', () => {
  expect(releases(stack({}))['vmo-vlan-filtering']).toBeUndefined();
  const all = stack({ vlanFiltering: ALLOWED });
  expect(releases(all)['vmo-vlan-filtering']).toMatchObject({ namespace: 'kube-system', chart: 'vlan-filtering', values: { bridge: 'br0', ...ALLOWED } });
  expect(waitsFor(all, 'vmo-kubevirt')).toContain('vmo-vlan-filtering');
});

test('its image is the virt-handler of the platform', () => {
  expect(values(ALLOWED).image).toBe('quay.io/kubevirt/virt-handler:v1.8.4');
  const newer = stack({ vlanFiltering: ALLOWED, kubevirt: { version: KubevirtVersion.V1_9_0 } });
  expect(releases(newer)['vmo-vlan-filtering'].values.image).toBe(releases(newer)['vmo-kubevirt-operator'].values.images.VIRT_HANDLER_IMAGE);
  expect(values(ALLOWED, { imageRegistry: 'registry.example.com/mirror' }).image).toBe('registry.example.com/mirror/kubevirt/virt-handler:v1.8.4');
  expect(values(ALLOWED, { imageRegistry: 'registry.example.com/mirror', kubevirt: { imageRegistry: 'kv.example.com' } }).image).toBe('kv.example.com/virt-handler:v1.8.4');
  expect(values({ ...ALLOWED, image: 'registry.example.com/iproute2:6' }).image).toBe('registry.example.com/iproute2:6');
});

test.each<[any, string]>([
  [{ allowedVlans: [] }, 'vlanFiltering.allowedVlans: got no VLAN'],
  [{}, 'vlanFiltering.allowedVlans: got no VLAN'],
  [{ allowedVlans: '10,20' }, 'vlanFiltering.allowedVlans: got "10,20"'],
  [{ allowedVlans: ['10', '4095'] }, 'vlanFiltering.allowedVlans[1]: got "4095", expected a number from 1 to 4094'],
  [{ allowedVlans: ['25-20'] }, 'vlanFiltering.allowedVlans[0]: got "25-20"'],
  [{ allowedVlans: ['0'] }, 'vlanFiltering.allowedVlans[0]: got "0"'],
  [{ ...ALLOWED, allowedOnSelf: ['x'] }, 'vlanFiltering.allowedOnSelf[0]: got "x"'],
  [{ ...ALLOWED, bridge: 'a-bridge-too-far' }, 'vlanFiltering.bridge: got "a-bridge-too-far"'],
  [{ ...ALLOWED, interval: 0 }, 'vlanFiltering.interval: got 0'],
  [{ ...ALLOWED, overrides: { vlans: ['10'] } }, 'vlanFiltering.overrides.vlans: there is no field'],
])('refused: %j', (options, message) => {
  expect(refusal(options)).toContain(message);
});

const network = (props: Partial<VmoClusterProfileProps>, vlan: number, bridge?: string) => refusalOf((scope) =>
  new VmNetwork(scope, `vlan${vlan}`, { cluster: new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...props }), vlan, bridge }));

test('a network with a VLAN that is not let through is refused, with what to write', () => {
  expect(network({ vlanFiltering: ALLOWED }, 30)).toContain('got 30, VLAN filtering lets 10, 20-25 through br0\n    → add "30" to vlanFiltering.allowedVlans of the profile');
  expect(() => network({ vlanFiltering: ALLOWED }, 25)).toThrow('nothing was refused');
  expect(() => network({ vlanFiltering: ALLOWED }, 30, 'br1')).toThrow('nothing was refused');
});

test('without Multus, networks and VMs on them are refused, with what to write', () => {
  expect(network({ multus: Multus.none() }, 25)).toMatch(/got a network on a cluster without Multus\n {4}→ take it out, or let the cluster have Multus: Multus\.install\(\)/);
  const machine = refusalOf((scope) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', multus: Multus.none() });
    const vlan25 = VmNetwork.fromNetworkAttachmentDefinition(scope, 'vlan25', { name: 'vlan25' });
    new VirtualMachine(scope, 'db-0', { cluster, size: Size.of({ cpu: 1, memory: '2Gi' }), boot: BootSource.containerDisk('fedora:42'), nics: [Nic.on(vlan25)] });
  });
  expect(machine).toContain('[R-120]');
  expect(refusalOf((scope) => {
    const cluster = VmoClusterProfile.fromExisting(scope, 'lab', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, multus: false });
    new VmNetwork(scope, 'vlan25', { cluster, vlan: 25 });
  })).toContain('[NAD-12]');
});
