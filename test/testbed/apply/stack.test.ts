import { mkdirSync, writeFileSync } from 'fs';
import { isAbsolute, join } from 'path';
import { TerraformVariable } from 'cdktf';
import { BootSource, CloudInit, Delivery, Size, VirtualMachine, VirtualMachineProps } from '../../../src';
import { Manifest, readStacks, Release } from '../../../testbed/apply/stack';
import { runApp } from '../../support/run-app';
import { existingCluster, synth, temporaryFolder } from '../../support/synth';

const VM = { size: Size.of({ cpu: 1, memory: '2Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };
const NASTY = 'echo ${HOME} %{if} $';

function vms(props: { [name: string]: Partial<VirtualMachineProps> }): string {
  return synth((stack) => {
    const cluster = existingCluster(stack);
    Object.entries(props).forEach(([name, own]) => new VirtualMachine(stack, name, { cluster, ...VM, ...own }));
  }).outdir;
}

/** A `cdktf.out` with one stack, written by hand: for what the constructs do not make. */
function written(resource: object, rest: object = {}): string {
  const outdir = temporaryFolder();
  mkdirSync(join(outdir, 'stacks/test/chart'), { recursive: true });
  writeFileSync(join(outdir, 'stacks/test/chart/Chart.yaml'), 'name: chart\nversion: 1.0.0\n');
  writeFileSync(join(outdir, 'stacks/test/cdk.tf.json'), JSON.stringify({ resource, ...rest }));
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify({
    stacks: { test: { name: 'test', synthesizedStackPath: 'stacks/test/cdk.tf.json', dependencies: [] } },
  }));
  return outdir;
}

const configMap = (fields: object) => ({ manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' }, data: fields } });

test('the quickstart is read in the order of its dependencies, with charts that are there', () => {
  const [stack] = readStacks(runApp('examples/quickstart/main.ts').outdir);
  expect(stack.resources.map(({ name }) => name)).toEqual(['vmo-namespaces', 'vmo-cdi-operator', 'vmo-snapshot-crds', 'vmo-snapshot-controller', 'vmo-cdi',
    'vmo-kubevirt-operator', 'vmo-multus', 'vmo-kubevirt', 'net-vlan25', 'vm-db-0', 'vm-gateway', 'vmo-descheduler',
    'vm-web-0']);
  const [namespaces, ...others] = stack.resources as Release[];
  const operator = others.find(({ name }) => name === 'vmo-kubevirt-operator');
  expect(operator).toMatchObject({ namespace: 'kubevirt', timeout: 900, wait: true, takeOwnership: false, maxHistory: 5, createNamespace: false });
  expect(namespaces).toMatchObject({ takeOwnership: true, timeout: 300 });
  expect(others.filter(({ repository }) => !repository).every(({ chart }) => isAbsolute(chart))).toBe(true);
  const controller = others.find(({ name }) => name === 'vmo-snapshot-controller')!;
  expect(controller).toMatchObject({ chart: 'snapshot-controller', repository: expect.stringMatching(/^https:/), version: expect.any(String) });
});

test('stacks come after those they depend on', () => {
  const outdir = written({});
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify({
    stacks: {
      a: { name: 'a', synthesizedStackPath: 'stacks/test/cdk.tf.json', dependencies: ['b'] },
      b: { name: 'b', synthesizedStackPath: 'stacks/test/cdk.tf.json', dependencies: [] },
    },
  }));
  expect(readStacks(outdir).map(({ name }) => name)).toEqual(['b', 'a']);
});

test('text arrives in a release as it was written', () => {
  const [{ resources: [release] }] = readStacks(vms({ a: { cloudInit: CloudInit.of({ commands: [NASTY] }) } }));
  expect(JSON.stringify((release as Release).values)).toContain(JSON.stringify(NASTY).slice(1, -1));
});

test('objects of Delivery.manifest() are read with what the provider takes from the block', () => {
  const [{ resources }] = readStacks(vms({ a: { delivery: Delivery.manifest(), cloudInit: CloudInit.of({ commands: [NASTY, 'x'.repeat(3000)] }) } }));
  expect(resources.map(({ name }) => name)).toEqual(['a-cloud-init', 'a']);
  const [secret, vm] = resources as Manifest[];
  expect(vm.dependsOn).toEqual([secret.address]);
  expect(vm).toMatchObject({
    object: { kind: 'VirtualMachine', spec: { template: { spec: { domain: { memory: { guest: '2Gi' } } } } } },
    computedFields: ['metadata.labels', 'metadata.annotations'],
    fieldManager: { name: 'Terraform', forceConflicts: true },
  });
});

test.each([['Helm', Delivery.helm()], ['manifests', Delivery.manifest()]])('a variable is filled in: %s', (_, delivery) => {
  const { outdir } = synth((stack) => {
    const token = new TerraformVariable(stack, 'token', { type: 'string' });
    new VirtualMachine(stack, 'a', { cluster: existingCluster(stack), ...VM, delivery, cloudInit: CloudInit.of({ commands: [`run ${token.stringValue}`] }) });
  });
  const [{ resources }] = readStacks(outdir, { 'var.token': 'to"ken' });
  const secret = delivery instanceof Delivery && resources[0].kind === 'manifest' ? resources[0].object : (resources[0] as any).values[0].objects[0];
  expect(Buffer.from(secret.data.userdata, 'base64').toString()).toContain('run to\\"ken');
  expect(() => readStacks(outdir)).toThrow(/(helm_release|kubernetes_manifest)\.\S+ refers to var\.token, which is only known to Terraform/);
});

test('a reference to what another resource says is resolved, and waits for it', () => {
  const [{ resources }] = readStacks(written({
    kubernetes_manifest: { a: configMap({ of: '${helm_release.z.name} in ${helm_release.z.namespace}', size: '${var.size}' }) },
    helm_release: { z: { name: 'z-0', namespace: 'n', chart: 'chart' } },
  }, { variable: { size: { default: 'big' } } }));
  expect(resources.map(({ address }) => address)).toEqual(['helm_release.z', 'kubernetes_manifest.a']);
  expect((resources[1] as Manifest).object.data).toEqual({ of: 'z-0 in n', size: 'big' });
});

test('what is not written is the default of the providers', () => {
  const [{ resources: [manifest, release] }] = readStacks(written({
    kubernetes_manifest: { a: configMap({}) }, helm_release: { z: { name: 'z', chart: 'chart', depends_on: ['kubernetes_manifest.a'] } },
  }));
  expect(manifest).toMatchObject({ computedFields: ['metadata.annotations', 'metadata.labels'], fieldManager: { name: 'Terraform', forceConflicts: false } });
  expect(release).toMatchObject({ namespace: 'default', timeout: 300, wait: true, atomic: false, maxHistory: 0, values: [] });
});

test.each([
  ['an attribute nobody has given a meaning', { helm_release: { z: { name: 'z', chart: 'chart', postrender: {} } } }, 'helm_release.z: attribute "postrender"'],
  ['a field of a block', { kubernetes_manifest: { a: { ...configMap({}), field_manager: { nme: 'x' } } } }, 'kubernetes_manifest.a: attribute "field_manager.nme"'],
  ['another type', { kubernetes_secret_v1: { s: {} } }, 'kubernetes_secret_v1.s: a resource type that is not applied here'],
  ['what is only known after apply', {
    kubernetes_manifest: { a: configMap({ of: '${helm_release.z.metadata.revision}' }) },
    helm_release: { z: { name: 'z', chart: 'chart' } },
  }, 'kubernetes_manifest.a refers to helm_release.z.metadata.revision'],
  ['a chart that is not there', { helm_release: { z: { name: 'z', chart: 'other' } } }, 'helm_release.z: no chart in '],
  ['a cycle', { kubernetes_manifest: { a: { ...configMap({}), depends_on: ['kubernetes_manifest.b'] }, b: configMap({ a: '${kubernetes_manifest.a.manifest.kind}' }) } },
    'a cycle: kubernetes_manifest.a → kubernetes_manifest.b → kubernetes_manifest.a'],
])('%s is an error that names it', (_, resource, message) => expect(() => readStacks(written(resource))).toThrow(message));

test('a block that Terraform would apply is not passed over', () => {
  expect(() => readStacks(written({}, { module: {} }))).toThrow('a block "module" is not applied here');
});

