import { TerraformVariable } from 'cdktf';
import { Distribution, Multus, MultusOptions, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { DISTRIBUTIONS } from '../../src/profile/distribution';
import { refusalOf, releases, synth, waitsFor } from '../support/synth';

function stack(props: Partial<VmoClusterProfileProps>) {
  return synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...props })).stack;
}

function multus(options: MultusOptions = {}, props: Partial<VmoClusterProfileProps> = {}) {
  return releases(stack({ ...props, multus: Multus.install(options) }))['vmo-multus'];
}

function refusal(options: MultusOptions, props: Partial<VmoClusterProfileProps> = {}): string {
  return refusalOf((scope) => new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...props, multus: Multus.install(options) }));
}

test('it is installed unless told otherwise, with pinned images, and before KubeVirt', () => {
  const all = stack({});
  const { namespace, values, resource } = releases(all)['vmo-multus'];
  expect(namespace).toBe('kube-system');
  expect(Object.values(values.images)).toEqual([
    expect.stringMatching(/^ghcr\.io\/k8snetworkplumbingwg\/multus-cni@sha256:[0-9a-f]{64}$/),
    expect.stringMatching(/^ghcr\.io\/k8snetworkplumbingwg\/multus-dynamic-networks-controller@sha256:[0-9a-f]{64}$/),
  ]);
  expect(resource.take_ownership).toBe(true);
  expect(waitsFor(all, 'vmo-kubevirt')).toContain('vmo-multus');
});

test.each([['existing', Multus.existing()], ['none', Multus.none()]])('%s() installs nothing', (_, given) => {
  const all = stack({ multus: given });
  expect(releases(all)['vmo-multus']).toBeUndefined();
  expect(waitsFor(all, 'vmo-kubevirt')).not.toContain('vmo-multus');
});

test.each([
  [Distribution.KUBEADM, '/etc/cni/net.d', '/opt/cni/bin', '/run/containerd/containerd.sock'],
  [Distribution.K3S, '/var/lib/rancher/k3s/agent/etc/cni/net.d', '/var/lib/rancher/k3s/data/cni', '/run/k3s/containerd/containerd.sock'],
  [Distribution.RKE2, '/etc/cni/net.d', '/opt/cni/bin', '/run/k3s/containerd/containerd.sock'],
  [Distribution.MICROK8S, '/var/snap/microk8s/current/args/cni-network', '/var/snap/microk8s/current/opt/cni/bin', '/var/snap/microk8s/common/run/containerd.sock'],
  [Distribution.GKE, '/etc/cni/net.d', '/home/kubernetes/bin', '/run/containerd/containerd.sock'],
])('the distribution %s says where things lie', (distribution, cniConf, cniBin, criSocket) => {
  expect(multus({}, { distribution }).values.paths).toMatchObject({ cniConf, cniBin, criSocket });
});

test('every distribution has every path', () => {
  expect(Object.keys(DISTRIBUTIONS).sort()).toEqual(Object.values(Distribution).sort());
  for (const { paths: { cniBinRoot, ...paths } } of Object.values(DISTRIBUTIONS)) expect(Object.keys(paths).sort()).toEqual(['cniBin', 'cniConf', 'criSocket', 'kubelet', 'netns']);
});

test('the daemon sees where the links lead that k3s has for network plugins, and elsewhere the plugins alone', () => {
  const { cniBin, cniBinRoot } = multus({}, { distribution: Distribution.K3S }).values.paths;
  expect(cniBin.startsWith(`${cniBinRoot}/`)).toBe(true);
  expect(multus({ cniBinDir: '/srv/cni' }, { distribution: Distribution.K3S }).values.paths).not.toHaveProperty('cniBinRoot');
  expect(multus().values.paths).not.toHaveProperty('cniBinRoot');
});

test('a path that is given wins over that of the distribution', () => {
  expect(multus({ cniBinDir: '/srv/cni' }, { distribution: Distribution.K3S }).values.paths).toMatchObject({
    cniBin: '/srv/cni', cniConf: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
  });
});

test('only what is said is sent, beside images and paths: the rest is in the chart', () => {
  expect(Object.keys(multus().values).sort()).toEqual(['images', 'paths']);
  expect(multus({ connectionLimit: 16, dynamicNetworks: false, installCrd: false, masterCni: '05-cilium.conflist' }).values).toMatchObject({
    connectionLimit: 16, dynamicNetworks: { enabled: false }, installCrd: false, masterCni: '05-cilium.conflist',
  });
});

test('images come from the mirror, with its pull secrets', () => {
  const { values } = multus({}, { imageRegistry: 'registry.example.com/mirror', imagePullSecrets: ['login'] });
  expect(values.images.multus).toMatch(/^registry\.example\.com\/mirror\/k8snetworkplumbingwg\/multus-cni@/);
  expect(values.imagePullSecrets).toEqual([{ name: 'login' }]);
});

test('overrides are merged last, and null takes a value out', () => {
  const { values } = multus({ connectionLimit: 16, overrides: { connectionLimit: null, daemonConfig: { namespaceIsolation: true }, resources: { limits: { memory: '2Gi' } } } });
  expect(values).not.toHaveProperty('connectionLimit');
  expect(values).toMatchObject({ daemonConfig: { namespaceIsolation: true }, resources: { limits: { memory: '2Gi' } } });
});

test.each<[MultusOptions, string]>([
  [{ cniBinDir: 'opt/cni/bin' }, 'multus.cniBinDir: got "opt/cni/bin", expected an absolute path'],
  [{ cniConfDir: '/etc/cni/net.d/' }, 'multus.cniConfDir: got "/etc/cni/net.d/"'],
  [{ masterCni: '/etc/cni/net.d/05-cilium.conflist' }, 'write it without its directory'],
  [{ connectionLimit: 0 }, 'multus.connectionLimit: got 0'],
  [{ namespace: 'Kube' }, 'multus.namespace: got "Kube"'],
  [{ tolerations: [{ operator: 'Exist' }] as any, resources: { requests: { cpu: 'much' } } }, 'multus.resources.requests.cpu: got "much"'],
  [{ overrides: { conectionLimit: 4 } }, 'multus.overrides.conectionLimit: there is no field'],
  [{ overrides: { dynamicNetworks: { verbosity: 10 } } }, 'multus.overrides.dynamicNetworks.verbosity: got 10'],
  [{ overrides: [] as any }, 'multus.overrides: got'],
])('refused: %j', (options, message) => {
  expect(refusal(options)).toContain(message);
});

test('a distribution is one of those that are known, and known at synth', () => {
  expect(refusal({}, { distribution: 'k8s' as any })).toContain('distribution: got "k8s", expected one of kubeadm');
  expect(refusalOf((scope) => new VmoClusterProfile(scope, 'vmo', {
    clusterName: 'prod-east', distribution: new TerraformVariable(scope, 'distribution', {}).stringValue as any,
  }))).toContain('distribution: got a value that is only known at apply');
});

test('another kind than declared is refused', () => {
  expect(refusalOf((scope) => new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', multus: { masterCni: 'x' } as any })))
    .toContain('write Multus.install(), existing() or none()');
});
