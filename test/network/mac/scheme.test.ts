import * as fc from 'fast-check';
import { MacForm, macAddress, macPrefixProblem, normalMac } from '../../../src/network/mac/scheme';

const identity = { scope: 'prod-east', namespace: 'default', vm: 'db-0', nic: 'default' };
const of = (path: string) => {
  const [scope, namespace, vm, nic] = path.split('/');
  return { scope, namespace, vm, nic };
};

describe('frozen addresses: a change here breaks DHCP reservations, firewalls and licences of every user', () => {
  test.each<[MacForm['style'], string, string]>([
    ['palette', 'prod-east/default/db-0/default', '0e:01:8e:29:74:33'],
    ['palette', 'prod-east/default/db-0/vlan25', '06:a2:e3:7b:43:49'],
    ['palette', 'prod-east/team-a/db-0/default', '06:53:be:59:b7:88'],
    ['palette', 'prod-west/default/db-0/default', '0a:83:9a:61:c4:57'],
    ['palette', 'a/bc/d/e', '0e:2e:65:d7:77:9c'],
    ['palette', 'ab/c/d/e', '02:58:df:6a:bc:3a'],
    ['aai', 'prod-east/default/db-0/default', '72:65:3c:16:08:cf'],
    ['laa', 'prod-east/default/db-0/default', 'a6:24:96:f4:71:39'],
  ])('%s %s', (style, path, mac) => {
    expect(macAddress(of(path), { style } as MacForm)).toBe(mac);
  });

  test.each([
    ['06', '06:c6:e6:c8:29:99'],
    ['06:ab', '06:ab:7e:99:2a:83'],
    ['06-AB-CD', '06:ab:cd:7b:01:f5'],
  ])('prefix %s', (prefix, mac) => {
    expect(macAddress(identity, { style: 'prefix', prefix })).toBe(mac);
  });

  test.each<[MacForm['style'], string, string]>([
    ['palette', 'vm-933', '0a:28:a8:06:3b:80'], // first hash: 02:00:ce:c4:76:8f, KubeVirt's and kubemacpool's range
    ['aai', 'vm-46', '22:96:e3:77:9f:88'], // first hash: 02:42:84:56:88:f0, Docker's
    ['laa', 'vm-67', 'a6:23:ed:fb:70:f6'], // first hash: fe:11:3f:4e:79:eb, libvirt's
  ])('%s %s is hashed again, because its first address belongs to somebody else', (style, vm, mac) => {
    expect(macAddress({ scope: 's', namespace: 'n', vm, nic: 'default' }, { style } as MacForm)).toBe(mac);
  });

  test('a name is the same name however its accents are encoded', () => {
    expect(macAddress({ ...identity, scope: 'é' })).toBe('0a:5b:1f:f3:3c:5c');
    expect(macAddress({ ...identity, scope: 'e\u0301' })).toBe('0a:5b:1f:f3:3c:5c');
  });
});

test('every address of every style is unicast, locally administered and outside the avoided ranges', () => {
  fc.assert(fc.property(fc.string(), fc.string(), fc.constantFrom('palette', 'aai', 'laa'), (scope, vm, style) => {
    const mac = macAddress({ scope, namespace: 'n', vm, nic: 'nic' }, { style } as MacForm);
    expect(mac).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/);
    expect(mac).not.toMatch(/^(02:00:|02:42:|0a:58:|6a:58:|fe:)/);
  }), { seed: 25 });
});

test('palette addresses begin as Palette\'s do', () => {
  const firsts = new Set(Array.from({ length: 200 }, (_, n) => macAddress({ ...identity, vm: `vm-${n}` }).slice(0, 2)));
  expect([...firsts].sort()).toEqual(['02', '06', '0a', '0e']);
});

test('20,000 VMs of one cluster share no address', () => {
  const macs = new Set(Array.from({ length: 20_000 }, (_, n) => macAddress({ ...identity, vm: `vm-${n}` })));
  expect(macs.size).toBe(20_000);
});

test.each([
  ['05', 'second hex digit'], // multicast
  ['00:16', 'second hex digit'], // somebody's OUI
  ['06:ab:cd:ef', 'one to three octets'],
  ['6:ab', 'one to three octets'],
  ['', 'one to three octets'],
])('prefix "%s" is refused: %s', (prefix, reason) => {
  expect(macPrefixProblem(prefix)).toContain(reason);
  expect(() => macAddress(identity, { style: 'prefix', prefix })).toThrow(reason);
});

test.each([
  ['02-AA-bb-00-11-22', '02:aa:bb:00:11:22'],
  ['02:aa:bb:00:11:22', '02:aa:bb:00:11:22'],
  ['02aabb001122', undefined],
  ['02:aa:bb:00:11', undefined],
  ['02:aa:bb:00:11:22:33:44', undefined],
])('%s reads as %s', (text, mac) => {
  expect(normalMac(text)).toBe(mac);
});
