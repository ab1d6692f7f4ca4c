import { TerraformVariable } from 'cdktf';
import { Access, Cdi, HttpProxyOptions, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { importProxy } from '../../src/profile/http-proxy';
import { TrustedCa } from '../../src/profile/trusted-ca';
import { refusalOf, releases, synth } from '../support/synth';

const PROXY: HttpProxyOptions = { httpProxy: 'http://proxy.example.com:3128', httpsProxy: 'http://proxy.example.com:3129' };
const INTERNAL = 'localhost,127.0.0.1,::1,.svc,.cluster.local';

test('CDI\'s importers are told it in the words of its resource', () => {
  expect(importProxy(PROXY, undefined)).toEqual({
    HTTPProxy: 'http://proxy.example.com:3128', HTTPSProxy: 'http://proxy.example.com:3129', noProxy: INTERNAL,
  });
});

test('the cluster is reached without it, and what is named', () => {
  const proxy = { ...PROXY, clusterNetworks: ['10.96.0.0/12', '10.244.0.0/16'], noProxy: ['.example.com', '.svc'] };
  expect(importProxy(proxy, undefined)).toMatchObject({ noProxy: `${INTERNAL},10.96.0.0/12,10.244.0.0/16,.example.com` });
});

test('a CA alone is told without a proxy, and nothing where there is neither', () => {
  expect(importProxy(undefined, TrustedCa.configMap('company-ca'))).toEqual({ trustedCAProxy: 'company-ca' });
  expect(importProxy(undefined, undefined)).toBeUndefined();
});

test('they stand in the CDI resource, unless CDI is told otherwise', () => {
  const told = (cdi?: Cdi) => releases(synth((stack) => void new VmoClusterProfile(stack, 'vmo', {
    clusterName: 'prod-east', proxy: PROXY, trustedCa: TrustedCa.configMap('company-ca'), cdi,
  })).stack)['vmo-cdi'].values.spec.config.importProxy;
  expect(told()).toEqual({ HTTPProxy: PROXY.httpProxy, HTTPSProxy: PROXY.httpsProxy, noProxy: INTERNAL, trustedCAProxy: 'company-ca' });
  expect(told(Cdi.install({ importProxy: { httpsProxy: 'http://other.example.com:3128' } }))).toEqual({
    HTTPSProxy: 'http://other.example.com:3128', noProxy: INTERNAL, trustedCAProxy: 'company-ca',
  });
});

test('a proxy that nobody would be told of is refused', () => {
  const text = (props: Partial<VmoClusterProfileProps>) => refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', proxy: PROXY, ...props }));
  expect(text({ cdi: Cdi.existing() })).toContain('proxy: got a proxy for CDI, which is not installed here');
  expect(text({ cdi: Cdi.none() })).toContain('proxy: got a proxy for CDI, which is not installed here');
  const tunnel = Access.proxied({ server: 'frps.example.com', tokenSecret: { name: 'frp' } });
  expect(() => synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', proxy: PROXY, cdi: Cdi.none(), access: tunnel }))).not.toThrow();
});

test('a password for CDI alone is refused, too', () => {
  const cdi = Cdi.install({ importProxy: { httpProxy: 'http://me:secret@proxy:3128' } });
  const text = refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', cdi }));
  expect(text).toContain('cdi.importProxy.httpProxy: got a URL with a user or password in it');
  expect(text).not.toContain('secret@');
});

test('a URL that is only known at apply passes', () => {
  synth((stack) => {
    const variable = new TerraformVariable(stack, 'proxy', {});
    new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', proxy: { httpsProxy: variable.stringValue } });
  });
});

test.each<[any, string]>([
  [{}, 'proxy: got neither httpProxy nor httpsProxy'],
  ['http://proxy:3128', 'proxy: got "http://proxy:3128"'],
  [{ httpProxy: 'proxy.example.com:3128' }, 'proxy.httpProxy: got "proxy.example.com:3128"'],
  [{ httpProxy: 'socks5://proxy:1080' }, 'expected a URL that begins with http:// or https://'],
  [{ httpsProxy: 'http://me:secret@proxy:3128' }, 'proxy.httpsProxy: got a URL with a user or password in it'],
  [{ httpsProxy: 'me:secret@proxy:3128' }, 'proxy.httpsProxy: got a URL with a user or password in it'],
  [{ ...PROXY, noProxy: '.example.com' }, 'proxy.noProxy: got ".example.com"'],
  [{ ...PROXY, noProxy: ['http://images.example.com'] }, 'proxy.noProxy[0]: got "http://images.example.com"'],
  [{ ...PROXY, noProxy: ['a,b'] }, 'proxy.noProxy[0]: got "a,b"'],
  [{ ...PROXY, clusterNetworks: ['10.96.0.0'] }, 'proxy.clusterNetworks[0]: got "10.96.0.0"'],
])('is refused: %j', (proxy, message) => {
  const text = refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', proxy }));
  expect(text).toContain(message);
  expect(text).not.toContain('secret@');
});

test.each(['images.example.com', '.example.com', '10.0.0.0/8', '10.0.0.1', 'images.example.com:8443', '2001:db8::/32'])('%s can be reached without it', (host) => {
  synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', proxy: { ...PROXY, noProxy: [host] } }));
});
