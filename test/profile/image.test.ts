import { readFileSync } from 'fs';
import { join } from 'path';
import { Lazy, TerraformVariable } from 'cdktf';
import { parse } from 'yaml';
import { ImageOptions, KubevirtOptions, SnapshotController, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { imageReference, KUBECTL } from '../../src/profile/image';
import { chartImage } from '../../src/profile/public-chart';
import { refusalOf, releases, synth } from '../support/synth';

const API = { repository: 'quay.io/kubevirt/virt-api', tag: 'v1.9.0' };
const OTHER = `sha256:${'a'.repeat(64)}`;
const DIGEST = 'sha256:42341b1d52699f4bb87f3996151bafe2e3fe065e9146cc64a15959ddf7bf2c69';

function profile(props: Partial<VmoClusterProfileProps>) {
  return releases(synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props })).stack);
}

test('an image is named by its digest where that is known, else by its tag', () => {
  expect(imageReference(API)).toBe('quay.io/kubevirt/virt-api:v1.9.0');
  expect(imageReference({ ...API, digest: DIGEST })).toBe(`quay.io/kubevirt/virt-api@${DIGEST}`);
});

test('at a mirror, what it is called below its registry stays', () => {
  expect(imageReference(API, { imageRegistry: 'registry.example.com/mirror' })).toBe('registry.example.com/mirror/kubevirt/virt-api:v1.9.0');
  expect(imageReference(KUBECTL, { imageRegistry: 'localhost:5000' })).toBe(`localhost:5000/kubectl:${KUBECTL.tag}`);
});

describe('what is pulled from elsewhere', () => {
  const image = { ...API, digest: DIGEST };
  const api = 'quay.io/kubevirt/virt-api';

  test.each<[string, ImageOptions, string]>([
    ['registry and path: tag and digest stay', { imageOverrides: { [api]: 'registry.example.com/virt-api' } }, `registry.example.com/virt-api@${DIGEST}`],
    ['a reference with a tag', { imageOverrides: { [api]: 'registry.example.com/virt-api:v1.9.0-fix' } }, 'registry.example.com/virt-api:v1.9.0-fix'],
    ['a reference with a digest', { imageOverrides: { [api]: `registry.example.com/virt-api@${OTHER}` }, imageDigests: false }, `registry.example.com/virt-api@${OTHER}`],
    ['a registry with a port', { imageOverrides: { [api]: 'localhost:5000/virt-api' } }, `localhost:5000/virt-api@${DIGEST}`],
    ['a whole registry', { imageOverrides: { 'quay.io': 'localhost:5000' } }, `localhost:5000/kubevirt/virt-api@${DIGEST}`],
    ['a path', { imageOverrides: { 'quay.io/kubevirt': 'registry.example.com/kv' } }, `registry.example.com/kv/virt-api@${DIGEST}`],
    ['the longest name counts, and before the mirror', {
      imageRegistry: 'mirror.example.com', imageOverrides: { 'quay.io/kubevirt': 'b.example.com', 'quay.io': 'a.example.com', 'quay.io/kube': 'c.example.com' },
    }, `b.example.com/virt-api@${DIGEST}`],
    ['by tag', { imageDigests: false }, 'quay.io/kubevirt/virt-api:v1.9.0'],
    ['by tag, from a mirror', { imageDigests: false, imageRegistry: 'mirror.example.com' }, 'mirror.example.com/kubevirt/virt-api:v1.9.0'],
  ])('%s', (_, from, expected) => {
    expect(imageReference(image, from)).toBe(expected);
    // Charts of others take it apart, and need a tag beside the digest.
    const { repository, tag } = chartImage(image, undefined, from);
    expect(`${repository}:${tag}`.replace(/:v[^:/@]+@/, '@')).toBe(expected);
    expect(tag).toMatch(/^v1\.9\.0/);
  });

  test('it is honoured for KubeVirt, whose own registry counts for what is not named by itself', () => {
    const imageOverrides = { 'quay.io': 'a.example.com', 'quay.io/kubevirt': 'b.example.com', 'quay.io/kubevirt/virt-api': 'c.example.com/api' };
    const { values } = profile({ imageOverrides, kubevirt: { imageRegistry: 'kv.example.com' } })['vmo-kubevirt-operator'];
    expect(values).toMatchObject({ image: 'kv.example.com/virt-operator:v1.8.4', images: { VIRT_API_IMAGE: 'c.example.com/api:v1.8.4' } });
  });

  test('by tag is by tag everywhere', () => {
    const all = profile({ imageDigests: false, kubemacpool: {}, bridgeMarker: {}, cniPlugins: {} });
    expect(JSON.stringify(Object.values(all).map(({ values }) => values))).not.toContain('@sha256');
  });
});

test("the charts' own kubectl is the one that the profile sends", () => {
  const chart = parse(readFileSync(join(__dirname, '../../charts/kubevirt/values.yaml'), 'utf8'));
  expect(chart.hooks.image).toBe(imageReference(KUBECTL));
});

test('KubeVirt and its hooks come from the mirror of the profile, with its pull secrets', () => {
  const all = profile({ imageRegistry: 'registry.example.com/mirror', imagePullSecrets: ['login'] });
  expect(all['vmo-kubevirt-operator'].values).toMatchObject({ image: 'registry.example.com/mirror/kubevirt/virt-operator:v1.8.4', imagePullSecrets: [{ name: 'login' }] });
  expect(all['vmo-kubevirt'].values).toMatchObject({
    spec: { imagePullSecrets: [{ name: 'login' }] },
    hooks: { image: 'registry.example.com/mirror/kubectl:v1.35.4', imagePullSecrets: [{ name: 'login' }] },
  });
});

test('what is said of KubeVirt wins over what is said of the platform', () => {
  const kubevirt: KubevirtOptions = { imageRegistry: 'other.example.com/kv', imagePullSecrets: ['other'], hookImage: 'other.example.com/kubectl:1' };
  const all = profile({ imageRegistry: 'registry.example.com/mirror', imagePullSecrets: ['login'], kubevirt });
  expect(all['vmo-kubevirt-operator'].values).toMatchObject({ image: 'other.example.com/kv/virt-operator:v1.8.4', imagePullSecrets: [{ name: 'other' }] });
  expect(all['vmo-kubevirt'].values.hooks).toMatchObject({ image: 'other.example.com/kubectl:1', imagePullSecrets: [{ name: 'other' }] });
});

test.each<[string, Partial<VmoClusterProfileProps>, string]>([
  ['a scheme', { imageRegistry: 'https://registry.example.com' }, 'imageRegistry: got "https://registry.example.com", expected a registry, with a dot or a port in it, and a path'],
  ['a slash at the end', { imageRegistry: 'registry.example.com/mirror/' }, 'imageRegistry: got "registry.example.com/mirror/"'],
  ['a name that is a path at Docker Hub', { imageRegistry: 'mirror/kubevirt' }, 'imageRegistry: got "mirror/kubevirt", expected a registry, with a dot or a port in it'],
  ['a path with capitals', { imageRegistry: 'registry.example.com/Mirror' }, 'imageRegistry: got "registry.example.com/Mirror"'],
  ['a pull secret that no Secret can be', { imagePullSecrets: ['Login'] }, 'imagePullSecrets[0]: got "Login"'],
  ['an image that is none of the platform', { imageOverrides: { 'quay.io/kubevirt/virt-apj': 'registry.example.com/virt-api' } },
    'imageOverrides["quay.io/kubevirt/virt-apj"]: no image of the platform is published there\n    → did you mean "quay.io/kubevirt/virt-api"?'],
  ['an image with its tag for a name', { imageOverrides: { 'quay.io/kubevirt/virt-api:v1.8.4': 'registry.example.com/virt-api' } }, 'did you mean "quay.io/kubevirt/virt-api"?'],
  ['a registry that is none', { imageOverrides: { 'qay.io': 'registry.example.com' } }, 'did you mean "quay.io"?'],
  ['a replacement with a scheme', { imageOverrides: { 'quay.io/kubevirt/virt-api': 'docker://registry.example.com/virt-api' } },
    'imageOverrides["quay.io/kubevirt/virt-api"]: got "docker://registry.example.com/virt-api"'],
  ['a replacement without a registry', { imageOverrides: { 'quay.io/kubevirt/virt-api': 'virt-api:v1' } }, 'expected a reference to an image, or registry and path'],
  ['one tag for many images', { imageOverrides: { 'quay.io/kubevirt': 'registry.example.com/kv:v1' } }, 'for all that is below quay.io/kubevirt, expected registry and path without a tag'],
  ['a replacement whose tag is only known at apply', { imageOverrides: { 'quay.io/kubevirt/virt-api': Lazy.stringValue({ produce: () => 'x' }) } },
    'got a reference that is only known at apply'],
  ['a repository of charts that is none', { chartRepository: 'charts.example.com' }, 'chartRepository: got "charts.example.com"'],
  ['a repository of charts with a password', { chartRepository: 'https://me:secret@charts.example.com' }, 'chartRepository: got a URL with a user or password in it'],
  ['a repository of charts of a component', { snapshotController: SnapshotController.install({ repository: 'ftp://charts' }) }, 'snapshotController.repository: got "ftp://charts"'],
  ['no list of pull secrets', { imagePullSecrets: 'login' as any }, 'imagePullSecrets: got "login"'],
])('%s is refused, once', (_, props, message) => {
  const refusal = refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }));
  expect(refusal).toContain(message);
  expect(refusal).toContain('has a mistake:');
});

test('what is known only at apply may be part of where images come from', () => {
  const { text } = synth((stack) => {
    const registry = new TerraformVariable(stack, 'registry', { type: 'string' }).stringValue;
    const imageOverrides = { 'quay.io': registry, 'registry.k8s.io/kubectl': `${registry}/kubectl:v1` };
    new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', imageOverrides, chartRepository: registry });
  }).stack;
  expect(text).toMatch(/\$\{[^}]*var\.registry[^}]*\}\/kubevirt\/virt-operator:v1\.8\.4/);
  expect(text).toMatch(/\$\{[^}]*var\.registry[^}]*\}\/kubectl:v1/);
});
