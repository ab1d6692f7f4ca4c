import { Distribution, Multus, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { refusalOf, releases, synth, waitsFor } from '../support/synth';

function stack(props: Partial<VmoClusterProfileProps>) {
  return synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...props })).stack;
}

function refusal(props: Partial<VmoClusterProfileProps>): string {
  return refusalOf((scope) => new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...props }));
}

test.each<[string, Partial<VmoClusterProfileProps>, string]>([
  ['vmo-cni-plugins', { cniPlugins: {} }, 'kube-system'],
  ['vmo-bridge-marker', { bridgeMarker: {} }, 'kube-system'],
  ['vmo-kubemacpool', { kubemacpool: {} }, 'vmo-system'],
])('%s is there only where asked for, pinned by digest, and before VMs', (name, props, namespace) => {
  expect(releases(stack({}))[name]).toBeUndefined();
  const all = stack(props);
  expect(releases(all)[name]).toMatchObject({ namespace, values: { image: expect.stringMatching(/^quay\.io\/kubevirt\/\S+@sha256:[0-9a-f]{64}$/) } });
  expect(waitsFor(all, 'vmo-kubevirt')).toContain(name);
});

test('plugins go where Multus looks for them, unless told otherwise', () => {
  const distribution = Distribution.K3S;
  const dir = (props: Partial<VmoClusterProfileProps>) => releases(stack(props))['vmo-cni-plugins'].values.cniBinDir;
  expect(dir({ cniPlugins: {} })).toBe('/opt/cni/bin');
  expect(dir({ cniPlugins: {}, distribution })).toBe('/var/lib/rancher/k3s/data/cni');
  expect(dir({ cniPlugins: { cniBinDir: '/srv/cni' }, distribution })).toBe('/srv/cni');
  expect(dir({ cniPlugins: {}, multus: Multus.existing() })).toBe('/opt/cni/bin');
});

test.each<[Partial<VmoClusterProfileProps>, string]>([
  [{ cniPlugins: { plugins: [] } }, 'cniPlugins.plugins: got no plugin'],
  [{ cniPlugins: { plugins: ['../bridge'] } }, 'cniPlugins.plugins[0]: got "../bridge"'],
  [{ cniPlugins: { plugins: 'bridge' as any } }, 'cniPlugins.plugins: got "bridge"'],
  [{ cniPlugins: { cniBinDir: 'opt' } }, 'cniPlugins.cniBinDir: got "opt"'],
  [{ cniPlugins: { overrides: { images: [] } } }, 'cniPlugins.overrides.images: there is no field'],
  [{ vlanFiltering: { allowedVlans: ['10'], image: 3 as any } }, 'vlanFiltering.image: got 3'],
  [{ bridgeMarker: { updateInterval: 0 } }, 'bridgeMarker.updateInterval: got 0'],
  [{ bridgeMarker: {}, kubevirt: { featureGates: ['ExternalNetResourceInjection'] } }, 'kubevirt.featureGates[0]: got "ExternalNetResourceInjection" with bridgeMarker'],
])('refused: %j', (props, message) => {
  expect(refusal(props)).toContain(message);
});
