import { ComponentCase } from './component';
import { TrustedCa } from '../../src';
import { CA } from '../support/certificates';

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
