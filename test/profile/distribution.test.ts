import { readFileSync } from 'fs';
import { join } from 'path';
import { Distribution, Multus, PodSecurityLevel, SnapshotController, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { DISTRIBUTIONS } from '../../src/profile/distribution';
import { withDistributions } from '../../tools/distributions';
import { objects, refusalOf, releases, synth, SynthesizedStack } from '../support/synth';

/** Platforms as they come, by distribution. */
const PLAIN = new Map<Distribution, SynthesizedStack>();

function stack(distribution: Distribution, props?: Partial<VmoClusterProfileProps>): SynthesizedStack {
  const known = props === undefined ? PLAIN.get(distribution) : undefined;
  if (known) return known;
  const made = synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', distribution, ...props })).stack;
  if (props === undefined) PLAIN.set(distribution, made);
  return made;
}

function refusal(distribution: Distribution, props: Partial<VmoClusterProfileProps>): string {
  return refusalOf((scope) => new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', distribution, ...props }));
}

/** Distributions of which something holds. */
function those(which: (one: Distribution) => boolean): Distribution[] {
  return Object.values(Distribution).filter(which);
}

/** The `KubeVirt` resource. */
function kubevirtSpec(distribution: Distribution, props?: Partial<VmoClusterProfileProps>) {
  return releases(stack(distribution, props))['vmo-kubevirt'].values.spec;
}

const KUBELET_PODS = { handler: { 'kubelet-pods-dir': '/var/lib/k0s/kubelet/pods' } };

describe('what a distribution brings is not installed', () => {
  test.each(Object.values(Distribution))('%s', (distribution) => {
    const all = Object.keys(releases(stack(distribution)));
    const { brings } = DISTRIBUTIONS[distribution];
    expect(all.includes('vmo-multus')).toBe(!brings.includes('multus'));
    expect(all.includes('vmo-snapshot-controller')).toBe(!brings.includes('snapshotController'));
    expect(all.includes('vmo-snapshot-crds')).toBe(!brings.includes('snapshotController'));
  });

  test('OpenShift brings Multus; it, RKE2, AKS and GKE bring a snapshot controller; nobody else does', () => {
    expect(those((one) => DISTRIBUTIONS[one].brings.includes('multus'))).toEqual([Distribution.OPENSHIFT]);
    expect(those((one) => DISTRIBUTIONS[one].brings.includes('snapshotController')))
      .toEqual([Distribution.RKE2, Distribution.AKS, Distribution.GKE, Distribution.OPENSHIFT]);
  });

  test('classes of snapshots are there all the same', () => {
    const volumeSnapshotClasses = [{ name: 'disk', driver: 'disk.csi.azure.com' }];
    expect(Object.keys(objects(stack(Distribution.AKS, { volumeSnapshotClasses }), 'VolumeSnapshotClass'))).toEqual(['disk']);
  });

  test('what the user says wins', () => {
    const all = releases(stack(Distribution.RKE2, { snapshotController: SnapshotController.install() }));
    expect(Object.keys(all)).toContain('vmo-snapshot-controller');
    expect(Object.keys(releases(stack(Distribution.KUBEADM, { multus: Multus.existing() })))).not.toContain('vmo-multus');
  });
});

describe('what does not go with a distribution', () => {
  test('a second Multus on OpenShift is refused', () => {
    expect(refusal(Distribution.OPENSHIFT, { multus: Multus.install() })).toContain(
      'multus: got Multus.install() on Distribution.OPENSHIFT, which brings one: two of them overwrite each other\'s configuration on the nodes\n'
      + '    → take it out, or write Multus.existing()');
  });

  test.each([Distribution.GKE, Distribution.OPENSHIFT])('a second snapshot controller is refused where the first cannot be switched off: %s', (distribution) => {
    expect(refusal(distribution, { snapshotController: SnapshotController.install() }))
      .toMatch(/snapshotController: got SnapshotController\.install\(\) on Distribution\.\w+, which brings one: two of them make every snapshot twice/);
  });

  test.each([
    [Distribution.RKE2, 'disable: [rke2-snapshot-controller, rke2-snapshot-controller-crd] of RKE2'],
    [Distribution.AKS, '`az aks update --disable-snapshot-controller`'],
  ])('and warned of where it can: %s', (distribution, how) => {
    const { warnings } = stack(distribution, { snapshotController: SnapshotController.install() });
    expect(warnings).toEqual([expect.stringContaining(`leave it only where the other is off, by ${how}`)]);
    expect(stack(distribution).warnings).toEqual([]);
  });

  const required = { kubevirt: { operator: { requireControlPlane: true } } };

  test.each([Distribution.EKS, Distribution.AKS, Distribution.GKE])('nodes of the control plane cannot be required where there are none: %s', (distribution) => {
    expect(refusal(distribution, required)).toContain(`kubevirt.operator.requireControlPlane: got true on Distribution.${distribution.toUpperCase()}`);
  });

  test('elsewhere they can', () => {
    expect(releases(stack(Distribution.KUBEADM, required))['vmo-kubevirt-operator'].values.requireControlPlane).toBe(true);
    expect(releases(stack(Distribution.K0S, required))['vmo-kubevirt-operator'].values.requireControlPlane).toBe(true);
  });
});

test.each(Object.values(Distribution))('nothing asks for a node of the control plane by itself: %s', (distribution) => {
  const all = releases(stack(distribution, { bridgeMarker: {}, kubemacpool: {}, vlanFiltering: { allowedVlans: ['10'] } }));
  for (const { values } of Object.values(all)) {
    expect(values.requireControlPlane ?? false).toBe(false);
    expect(JSON.stringify([values.nodeSelector, values.affinity])).not.toContain('control-plane');
  }
  expect(all['vmo-kubevirt'].values.spec.infra.nodePlacement).toEqual({}); // without it KubeVirt requires one
});

describe('network plugins', () => {
  test('come to the nodes of Talos, which lack them, and to no others unasked', () => {
    expect(those((distribution) => 'vmo-cni-plugins' in releases(stack(distribution)))).toEqual([Distribution.TALOS]);
  });

  test('stay away where there is nothing to plug, and where somebody else brings them', () => {
    expect(releases(stack(Distribution.TALOS, { multus: Multus.none() }))).not.toHaveProperty('vmo-cni-plugins');
    expect(releases(stack(Distribution.TALOS, { cniPlugins: { plugins: [] } }))).not.toHaveProperty('vmo-cni-plugins');
  });

  test('are those that the user names', () => {
    expect(releases(stack(Distribution.TALOS, { cniPlugins: { plugins: ['macvlan'] } }))['vmo-cni-plugins'].values.plugins).toEqual(['macvlan']);
  });

  test('go where GKE and OpenShift look for them', () => {
    expect(releases(stack(Distribution.GKE, { cniPlugins: {} }))['vmo-cni-plugins'].values.cniBinDir).toBe('/home/kubernetes/bin');
    expect(releases(stack(Distribution.OPENSHIFT, { cniPlugins: {} }))['vmo-cni-plugins'].values.cniBinDir).toBe('/var/lib/cni/bin');
  });
});

describe('Pod Security', () => {
  const levels = (distribution: Distribution, props?: Partial<VmoClusterProfileProps>) => {
    const { metadata } = objects(stack(distribution, props), 'Namespace')['virtual-machines'];
    return Object.entries(metadata.labels ?? {}).map(([label, level]) => `${label.replace('pod-security.kubernetes.io/', '')}: ${level}`);
  };

  test('VM namespaces say what Talos and Palette enforce, so that nobody is warned of each VM', () => {
    const within = ['enforce: baseline', 'audit: baseline', 'warn: baseline'];
    expect(those((distribution) => levels(distribution).length > 0)).toEqual([Distribution.TALOS, Distribution.PXK, Distribution.PXK_E]);
    expect(levels(Distribution.TALOS)).toEqual(within);
    expect(levels(Distribution.TALOS, { namespaces: { labels: { team: 'vms' } } })).toEqual(['team: vms', ...within]);
  });

  test('what the user says wins', () => {
    expect(levels(Distribution.TALOS, { namespaces: { podSecurity: { enforce: PodSecurityLevel.PRIVILEGED } } })).toEqual(['enforce: privileged']);
    expect(levels(Distribution.TALOS, { namespaces: { podSecurity: {} } })).toEqual([]);
  });
});

describe('SecurityContextConstraints', () => {
  const agents = { bridgeMarker: {}, cniPlugins: {}, vlanFiltering: { allowedVlans: ['10'] } };

  test('in namespaces of the platform, pods may be the user that they say', () => {
    const bindings = releases(stack(Distribution.OPENSHIFT, { monitoring: { namespace: 'monitoring' } }))['vmo-namespaces'].values.objects
      .filter(({ metadata }: any) => metadata.name === 'vmo-nonroot');
    expect(bindings).toEqual(['cdi', 'kubevirt', 'vmo-system'].map((namespace) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'vmo-nonroot', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:openshift:scc:nonroot-v2' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: `system:serviceaccounts:${namespace}` }],
    })));
  });

  test('agents of the nodes may be more', () => {
    const all = releases(stack(Distribution.OPENSHIFT, agents));
    for (const name of ['vmo-bridge-marker', 'vmo-cni-plugins', 'vmo-vlan-filtering']) expect(all[name].values.securityContextConstraints).toBe('privileged');
  });

  test('are spoken of nowhere else', () => {
    expect(those((distribution) => /openshift|securityContextConstraints/.test(stack(distribution, agents).text))).toEqual([Distribution.OPENSHIFT]);
  });
});

describe('a kubelet that is elsewhere', () => {
  test('KubeVirt is told of it on k0s and MicroK8s alone', () => {
    expect(those((distribution) => kubevirtSpec(distribution).customizeComponents !== undefined)).toEqual([Distribution.MICROK8S, Distribution.K0S]);
  });

  test('virt-handler sees it where it is, and where it thinks that it is; sockets of device plugins are where they always are', () => {
    const { patches: [{ resourceType, resourceName, patch }], flags } = kubevirtSpec(Distribution.K0S).customizeComponents;
    const { volumes, containers: [handler] } = JSON.parse(patch).spec.template.spec;
    expect([resourceType, resourceName, handler.name]).toEqual(['DaemonSet', 'virt-handler', 'virt-handler']);
    expect(flags).toEqual(KUBELET_PODS);
    const on = Object.fromEntries(volumes.map(({ name, hostPath }: any) => [name, hostPath.path]));
    expect(on['kubelet-pods']).toBe('/var/lib/k0s/kubelet/pods');
    expect(handler.volumeMounts.map(({ name, mountPath, mountPropagation }: any) => [on[name], mountPath, mountPropagation])).toEqual([
      ['/var/lib/k0s/kubelet', '/var/lib/kubelet', 'HostToContainer'],
      ['/var/lib/kubelet/device-plugins', '/var/lib/kubelet/device-plugins', undefined],
      ['/var/lib/k0s/kubelet', '/var/lib/k0s/kubelet', 'Bidirectional'],
    ]);
  });

  test('what the user changes besides stays', () => {
    const patch = { resourceType: 'Deployment', resourceName: 'virt-api', patch: '{"spec":{"paused":false}}' };
    const customizeComponents = { patches: [patch], flags: { handler: { v: '5' }, api: { v: '4' } } };
    const { patches, flags } = kubevirtSpec(Distribution.K0S, { kubevirt: { customizeComponents } }).customizeComponents;
    expect(patches.map(({ resourceName }: any) => resourceName)).toEqual(['virt-api', 'virt-handler']);
    expect(flags).toEqual({ handler: { ...KUBELET_PODS.handler, v: '5' }, api: { v: '4' } });
  });

  test('who says it to KubeVirt by themselves is left alone', () => {
    const customizeComponents = { flags: { handler: { 'kubelet-pods-dir': '/srv/pods' } } };
    expect(kubevirtSpec(Distribution.K0S, { kubevirt: { customizeComponents } }).customizeComponents).toEqual(customizeComponents);
  });

  test('a list in the overrides, which would take the place of it, is refused where there is something to tell', () => {
    const patches = [{ resourceType: 'Deployment', resourceName: 'virt-api', type: 'strategic', patch: '{"spec":{"paused":false}}' }];
    const props = { kubevirt: { overrides: { customizeComponents: { patches } } } };
    expect(refusal(Distribution.K0S, props)).toContain('kubevirt.overrides.customizeComponents.patches: got a list, which would take the place of the patch');
    expect(kubevirtSpec(Distribution.KUBEADM, props).customizeComponents).toEqual({ patches });
  });

  test('a directory of the user\'s own is that of Multus and of KubeVirt', () => {
    const props = { multus: Multus.install({ kubeletDir: '/srv/kubelet' }) };
    expect(kubevirtSpec(Distribution.KUBEADM, props).customizeComponents.flags.handler).toEqual({ 'kubelet-pods-dir': '/srv/kubelet/pods' });
    expect(kubevirtSpec(Distribution.K0S, { multus: Multus.install({ kubeletDir: '/var/lib/kubelet' }) })).not.toHaveProperty('customizeComponents');
    expect(refusal(Distribution.KUBEADM, { multus: Multus.install({ kubeletDir: '/srv/Kubelet' }) }))
      .toContain('multus.kubeletDir: got "/srv/Kubelet", and KubeVirt reads its flags in small letters');
  });
});

test('a name that is no distribution is refused, with what there is', () => {
  expect(refusal('rke' as Distribution, {})).toContain('distribution: got "rke"');
  expect(refusal('maas' as Distribution, {})).toMatch(/got "maas", expected one of .*openshift, pxk, pxk-e\n.*→ write one of these/);
});

test('the tables of docs/distributions.md are current', () => {
  const guide = readFileSync(join(__dirname, '../../docs/distributions.md'), 'utf8');
  expect({ hint: 'npm run docs', guide }).toEqual({ hint: 'npm run docs', guide: withDistributions(guide) });
});
