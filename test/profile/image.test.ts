import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { KubevirtOptions, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { imageReference, KUBECTL } from '../../src/profile/image';
import { refusalOf, releases, synth } from '../support/synth';

const API = { repository: 'quay.io/kubevirt/virt-api', tag: 'v1.9.0' };
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
  ['a scheme', { imageRegistry: 'https://registry.example.com' }, 'imageRegistry: got "https://registry.example.com", expected a registry and path'],
  ['a slash at the end', { imageRegistry: 'registry.example.com/mirror/' }, 'imageRegistry: got "registry.example.com/mirror/"'],
  ['a pull secret that no Secret can be', { imagePullSecrets: ['Login'] }, 'imagePullSecrets[0]: got "Login"'],
  ['no list of pull secrets', { imagePullSecrets: 'login' as any }, 'imagePullSecrets: got "login"'],
])('%s is refused, once', (_, props, message) => {
  const refusal = refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }));
  expect(refusal).toContain(message);
  expect(refusal).toContain('has a mistake:');
});
