import { Cluster, eventually } from './support/cluster';
import { TestCa } from './support/frp';
import { installPlainKubevirt } from './support/plain-kubevirt';
import { Access, Exposure, IngressController, VmoClusterProfile } from '../../src';
import { Bed } from '../../testbed/bed';
import { upstreamProgram } from '../../testbed/upstream';
import { KUBEVIRT } from '../../testbed/versions';
import { releases, synth } from '../support/synth';

/*
 * What the exposures of a profile make of VM exports: the real virt-controller writes the links.
 */
const HOST = 'exports.example.com';

let bed: Bed;
let cluster: Cluster;
let ca: TestCa;

beforeAll(async () => {
  ca = await TestCa.of(await upstreamProgram('frp'), HOST);
  bed = await Bed.start({ name: 'exposure' });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  await installPlainKubevirt(bed, KUBEVIRT, { developerConfiguration: { featureGates: ['VMExport'] } });
  const { 'tls.crt': certificate, 'tls.key': key } = ca.pair(HOST);
  await cluster.create({ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name: 'exports-tls', namespace: 'kubevirt' }, stringData: { 'tls.crt': certificate, 'tls.key': key } });
  await cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token', namespace: 'default' }, stringData: { token: 'a-token' } });
  await cluster.create({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'disk', namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
}, 900_000);

afterAll(async () => bed?.stop());

/** The objects of an exposure of exports, without those of kinds that this cluster does not have. */
function objectsOf(exportProxy: Exposure): any[] {
  const { stack } = synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', access: Access.custom({ exportProxy }) }));
  return releases(stack)['vmo-exposure'].values.objects.filter(({ kind }: any) => !/^(TLSRoute|ServersTransport)$/.test(kind));
}

let made = 0;

/** The links for outside of a new export, once those for inside are there. */
async function linksWith(exposure?: Exposure): Promise<any> {
  const objects = exposure ? objectsOf(exposure) : [];
  await cluster.apply(objects);
  const name = `export-${++made}`;
  await cluster.create({
    apiVersion: 'export.kubevirt.io/v1beta1',
    kind: 'VirtualMachineExport',
    metadata: { name, namespace: 'default' },
    spec: { tokenSecretRef: 'token', source: { apiGroup: '', kind: 'PersistentVolumeClaim', name: 'disk' } },
  });
  try {
    return await eventually(async () => {
      const { status } = await cluster.get('vmexport', name, '-n', 'default');
      expect(status?.links?.internal).toBeDefined();
      return status.links.external;
    }, 90);
  } finally {
    await cluster.kubectl('delete', 'vmexport', name, '-n', 'default');
    await cluster.remove(objects);
  }
}

const host = { host: HOST, tlsSecretName: 'exports-tls' };

test('without an Ingress there is no link for outside, whatever load balancer leads there', async () => {
  expect(await linksWith()).toBeUndefined();
  expect(await linksWith(Exposure.nodePort({ nodePort: 30_443 }))).toBeUndefined();
});

test.each([
  ['an Ingress', Exposure.ingress({ ...host, controller: IngressController.NGINX })],
  ['Traefik, whose Ingress leads to another Service', Exposure.ingress({ ...host, controller: IngressController.TRAEFIK })],
])('by %s, it has the host and its certificate', async (_, exposure) => {
  const { volumes, cert } = await linksWith(exposure);
  expect(volumes[0].formats[0].url).toMatch(new RegExp(`^https://${HOST}/api/export.kubevirt.io/`));
  expect(cert.trim()).toContain(ca.pair(HOST)['tls.crt'].trim());
});

test.each([
  ['a Gateway', Exposure.gateway({ host: HOST, gateway: { name: 'public' } })],
  ['a load balancer', Exposure.loadBalancer({ host: HOST })],
])('by %s, it has the host', async (_, exposure) => {
  const { volumes } = await linksWith(exposure);
  expect(volumes[0].formats[0].url).toMatch(new RegExp(`^https://${HOST}/`));
});
