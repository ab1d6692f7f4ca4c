import { ComponentCase } from './component';
import { TrustedCa } from '../../src';

/** Made for tests; its key was thrown away. */
const CA = `-----BEGIN CERTIFICATE-----
MIIBgTCCASegAwIBAgIUVkUH6njcgPCXVGWZbdRLqfSwOSEwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKRXhhbXBsZSBDQTAgFw0yNjExMjIwMzMxNTZaGA8yMTI2MTAy
OTAzMzE1NlowFTETMBEGA1UEAwwKRXhhbXBsZSBDQTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABNLlbq/agmPwoJJ4nSZ1oKWdqIBGnNTbX2A6mbrSJSYVXO4mLd8p
rRP1niwg6sRTDAw+gzuXwa5WawsIfSpY+hOjUzBRMB0GA1UdDgQWBBQCafoAWgsq
St2jdRQIQhT171sQBDAfBgNVHSMEGDAWgBQCafoAWgsqSt2jdRQIQhT171sQBDAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIDO58A4a/506LZkGYMe7
6A/yGX3WeJI84jBDjYg5GoUOAiEAjqaZgb2thwS5cqIsDKpELwqa/Yq/T3XcjrcG
dW93Wmg=
-----END CERTIFICATE-----
`;

export const HTTP_PROXY: ComponentCase = {
  defaults: { proxy: { httpsProxy: 'http://proxy.example.com:3128' }, trustedCa: TrustedCa.configMap('company-ca') },
  full: {
    proxy: {
      httpProxy: 'http://proxy.example.com:3128',
      httpsProxy: 'http://proxy.example.com:3129',
      noProxy: ['.example.com', 'images.example.org:8443'],
      clusterNetworks: ['10.96.0.0/12', '10.244.0.0/16'],
    },
    trustedCa: TrustedCa.pem(CA),
  },
};
