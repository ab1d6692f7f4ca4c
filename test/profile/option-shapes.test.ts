import { readFileSync } from 'fs';
import { Access, BootSource, Cdi, Descheduler, Exposure, Multus, Size, SnapshotController, VirtualMachine, VmoClusterProfile } from '../../src';
import { OPTION_SHAPES, optionShapes } from '../../tools/option-shapes';
import { COMPONENTS } from '../components';
import { refusalOf, synth } from '../support/synth';

function refusal(props: any): string {
  return refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', props && { clusterName: 'prod-east', ...props }));
}

test('the kinds of options are current', () => {
  expect({ hint: 'npm run docs', text: readFileSync(OPTION_SHAPES, 'utf8') }).toEqual({ hint: 'npm run docs', text: optionShapes() });
});

test.each(Object.entries(COMPONENTS))('all options of %s are known', (_, { defaults, full }) => {
  for (const props of [defaults, full]) {
    expect(() => synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }))).not.toThrow();
  }
});

test.each<[string, any, string, string]>([
  ['of the profile', { kubvirt: {} }, 'kubvirt: there is no field "kubvirt" here', 'did you mean "kubevirt"?'],
  ['of KubeVirt', { kubevirt: { useEmulaton: true } }, 'kubevirt.useEmulaton: there is no field "useEmulaton" here', 'did you mean "useEmulation"?'],
  ['of a class', { cdi: Cdi.install({ scratchSpaceClass: 'x' } as any) }, 'cdi.scratchSpaceClass', 'did you mean "scratchSpaceStorageClass"?'],
  ['below', { multus: Multus.install({ resources: { request: {} } } as any) }, 'multus.resources.request', 'did you mean "requests"?'],
  ['of a list', { volumeSnapshotClasses: [{ name: 'a', driver: 'b', delPolicy: 'Retain' }] }, 'volumeSnapshotClasses[0].delPolicy', 'the fields here are'],
  ['of an exposure', { access: Access.custom({ uploadProxy: Exposure.loadBalancer({ sourceRange: [] } as any) }) }, 'access.uploadProxy.sourceRange', 'did you mean "sourceRanges"?'],
  ['of access', { access: Access.direct({ uplaodProxy: {} } as any) }, 'access.uplaodProxy', 'did you mean "uploadProxy"?'],
])('a misspelt option %s is refused, and not dropped in silence', (_, props, message, remedy) => {
  expect(refusal(props)).toContain(message);
  expect(refusal(props)).toContain(remedy);
});

test.each<[any, string]>([
  [undefined, 'props: got nothing'],
  [{ storageProfiles: 'ceph' }, 'storageProfiles: got "ceph"'],
  [{ storageProfiles: [null] }, 'storageProfiles[0]: got null'],
  [{ kubevirt: { featureGates: [7] } }, 'kubevirt.featureGates[0]: got 7'],
  [{ kubevirt: null }, 'kubevirt: got null'],
  [{ dashboard: { oidc: { issuerUrl: 'https://id.example.com', clientId: 'a', clientSecretName: 'b', scopes: 'email' } } }, 'dashboard.oidc.scopes: got "email"'],
  [{ bridgeMarker: true }, 'bridgeMarker: got true'],
  [{ descheduler: Descheduler.install({ evictionLimits: 3 } as any) }, 'descheduler.evictionLimits: got 3'],
  [{ snapshotController: SnapshotController.install(null as any) }, 'snapshotController: got null'],
  [{ access: (Access as any).proxied() }, 'access: got no options'],
  [{ access: Access.custom({ reverseProxy: 'frps.example.com' } as any) }, 'access.reverseProxy: got "frps.example.com"'],
  [{ vmNamespaces: [{ name: 'a', quotas: [{ requests: null }] }] }, 'vmNamespaces[0].quotas[0].requests: got null'],
])('another kind than declared is refused, and breaks nothing: %j', (props, message) => {
  expect(refusal(props)).toContain(message);
});

test('all of them are said at once, and what is in a map is not shown', () => {
  const text = refusal({ kubvirt: {}, cdi: 'none', proxy: { httpProxy: { password: 'hunter2' } } });
  expect(text).toContain('has 3 mistakes');
  expect(text).not.toContain('hunter2');
});

test('values of `overrides` may be null', () => {
  const kubevirt = { overrides: { configuration: { vmRolloutStrategy: null } } };
  expect(() => synth((stack) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubevirt });
    new VirtualMachine(stack, 'web', { cluster, size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/a:1') });
  })).not.toThrow();
});
