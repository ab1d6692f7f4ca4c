import { TerraformVariable } from 'cdktf';
import { Cdi, TrustedCa, VmoClusterProfile } from '../../src';
import { CA } from '../support/certificates';
import { objects, refusalOf, releases, synth } from '../support/synth';

/** Made for these tests; its key was thrown away. */
const LEAF = `-----BEGIN CERTIFICATE-----
MIIBjzCCATSgAwIBAgIUFeUV2OMI89cXwl6IBn802ZbhbOcwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSaW1hZ2VzLmV4YW1wbGUuY29tMCAXDTI2MTEyMjAzMzE1NloY
DzIxMjYxMDI5MDMzMTU2WjAdMRswGQYDVQQDDBJpbWFnZXMuZXhhbXBsZS5jb20w
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQQI58++XuQWhxUoMgyUan9EO9kkwzQ
IXd/Jrq5xe8dVBFqAy3QrBhyV+3lypzFcYciO+4MHM7rwvGedc+wU4cBo1AwTjAd
BgNVHQ4EFgQU2kWrRQSNQcZ9h96rEdk7Ux48ozQwHwYDVR0jBBgwFoAU2kWrRQSN
QcZ9h96rEdk7Ux48ozQwDAYDVR0TAQH/BAIwADAKBggqhkjOPQQDAgNJADBGAiEA
l+mn7H5KAKXxPvoMB8XDb1OhcLwcE/5zf1kiS/TKFWoCIQCjUpy+BOhaNOfHmGSc
UQg0kLs5doyGXsUyeOGorpvu9g==
-----END CERTIFICATE-----
`;

function profile(trustedCa: TrustedCa) {
  return synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', trustedCa })).stack;
}

test('text becomes a ConfigMap where CDI looks for it', () => {
  const { metadata, data } = objects(profile(TrustedCa.pem(CA)), 'ConfigMap')['vmo-trusted-ca'];
  expect(metadata.namespace).toBe('cdi');
  expect(data).toEqual({ 'ca.pem': CA });
});

test('a ConfigMap that is there is not made', () => {
  expect(Object.keys(releases(profile(TrustedCa.configMap('company-ca'))))).not.toContain('vmo-trusted-ca');
});

test('is there before CDI is told', () => {
  expect(releases(profile(TrustedCa.pem(CA)))['vmo-cdi'].dependsOn).toContain('vmo-trusted-ca');
});

test('needs a CDI that can be told', () => {
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', trustedCa: TrustedCa.pem(CA), cdi: Cdi.existing() })))
    .toContain('trustedCa: got CAs for CDI, which is not installed here');
});

test('several CAs go one below the other', () => {
  const pem = `Example CA, from our handbook\n${CA}\n${CA}`;
  expect(objects(profile(TrustedCa.pem(pem)), 'ConfigMap')['vmo-trusted-ca'].data).toEqual({ 'ca.pem': pem });
  expect(profile(TrustedCa.pem(pem)).warnings).toEqual([]);
});

test('text that is only known at apply passes', () => {
  synth((stack) => {
    const variable = new TerraformVariable(stack, 'ca', {});
    new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', trustedCa: TrustedCa.pem(variable.stringValue) });
  });
});

test('the certificate of a server is warned of', () => {
  expect(profile(TrustedCa.pem(`${CA}${LEAF}`)).warnings).toEqual([expect.stringContaining('got a certificate as number 2 that is not a CA\'s ("CN=images.example.com")')]);
});

test.each<[string, any, string]>([
  ['a private key', TrustedCa.pem(`${CA}-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----\n`), 'trustedCa: got a private key'],
  ['a public key', TrustedCa.pem('-----BEGIN PUBLIC KEY-----\nMFkwEwYH\n-----END PUBLIC KEY-----\n'), 'trustedCa: got a PUBLIC KEY, expected certificates alone'],
  ['a file name', TrustedCa.pem('/etc/ssl/ca.crt'), 'trustedCa: got text without a certificate in PEM'],
  ['half a certificate', TrustedCa.pem(CA.split('\n').filter((_, line) => line !== 3).join('\n')), 'trustedCa: got a certificate that cannot be read'],
  ['a bad name', TrustedCa.configMap('Company CA'), 'trustedCa: got "Company CA"'],
  ['text alone', CA, 'write TrustedCa.pem("…") or TrustedCa.configMap("…")'],
])('is refused: %s', (_, trustedCa, message) => {
  const text = refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', trustedCa }));
  expect(text).toContain(message);
  expect(text).not.toContain('MIGHAgEAMBMG');
});
