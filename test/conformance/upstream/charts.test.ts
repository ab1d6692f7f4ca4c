import { chartFolder, rendered } from './rendered-chart';
import { BundledChart } from '../../../src/delivery/chart';

const PROXY = { server: { address: 'frps.example.com' }, tokenSecret: { name: 'frp-token' } };
const TARGET = { name: 'api', type: 'https', service: 'kubernetes.default.svc', port: 443 };

test.each<[BundledChart, object, string]>([
  ['vlan-filtering', {}, 'allowedVlans is required'],
  ['vlan-filtering', { allowedVlans: ['25-20'] }, '25-20 is no range of VLANs: write the lower one first'],
  ['vlan-filtering', { allowedVlans: [10], allowedOnSelf: [4095] }, "'/allowedOnSelf/0'"],
  ['vlan-filtering', { allowedVlans: ['0'] }, "'/allowedVlans/0'"],
  ['reverse-proxy', {}, 'server.address is required'],
  ['reverse-proxy', { ...PROXY, tokenSecret: {}, targets: [{ ...TARGET, subdomain: 'a' }] }, 'tokenSecret.name is required, or oidc.clientId'],
  ['reverse-proxy', PROXY, 'targets is required'],
  ['reverse-proxy', { ...PROXY, targets: [TARGET] }, 'targets: api is found by host name and needs a subdomain or customDomains'],
  ['reverse-proxy', { ...PROXY, targets: [{ ...TARGET, name: '../api', subdomain: 'a' }] }, "'/targets/0/name'"],
  [
    'reverse-proxy', { ...PROXY, tokenSecret: {}, oidc: { clientId: 'vmo', tokenEndpointUrl: 'https://id.example.com/token' }, targets: [{ ...TARGET, subdomain: 'a' }] },
    'oidc.clientSecret.name is required',
  ],
  ['kubemacpool', { rangeStart: '02:00:FF:00:00:00', rangeEnd: '02:00:0f:00:00:00' }, 'rangeEnd 02:00:0f:00:00:00 comes before rangeStart 02:00:FF:00:00:00: swap them'],
  ['kubevirt-operator', { version: '1.8.3' }, 'use one of 1.8.4, 1.9.0'],
  ['kubevirt', { hooks: { pullPolicy: 'Always' } }, "additional properties 'pullPolicy' not allowed"],
])('Helm refuses values of %s: %j', (chart, values, message) => {
  expect(() => rendered(chartFolder(chart), values, 'vms')).toThrow(message);
});

test('VLANs are numbers or text', () => {
  const daemonSet = rendered(chartFolder('vlan-filtering'), { allowedVlans: [10, '20-25', 4094] }, 'kube-system').find(({ kind }) => kind === 'DaemonSet');
  expect(daemonSet.spec.template.spec.containers[0].env).toContainEqual({ name: 'ALLOWED', value: '10,20-25,4094' });
});

test('the webhook of kubemacpool stops neither its own pods nor those of kube-system', () => {
  const [configuration] = rendered(chartFolder('kubemacpool'), { podMode: 'opt-out' }, 'vmo-system').filter(({ kind }) => kind === 'MutatingWebhookConfiguration');
  const [pods] = configuration.webhooks;
  expect(pods.namespaceSelector.matchExpressions).toContainEqual({ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'vmo-system'] });
});

test('plugins lie at the same path in the containers of Multus and on the node, and where they are links, the place that these lead to', () => {
  const mounted = (paths: object) => {
    const [daemonSet] = rendered(chartFolder('multus'), { paths }, 'kube-system').filter(({ metadata }) => metadata.name === 'kube-multus-ds');
    const { initContainers, containers, volumes } = daemonSet.spec.template.spec;
    const mounts = [...initContainers, ...containers].map(({ volumeMounts }: any) => volumeMounts.find(({ name }: any) => name === 'cni-bin').mountPath);
    return [...mounts, volumes.find(({ name }: any) => name === 'cni-bin').hostPath.path];
  };
  expect(new Set(mounted({}))).toEqual(new Set(['/opt/cni/bin']));
  expect(new Set(mounted({ cniBin: '/srv/k3s/data/cni', cniBinRoot: '/srv/k3s/data' }))).toEqual(new Set(['/srv/k3s/data']));
});
