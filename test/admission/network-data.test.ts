import { addressesAtAGlance, networkConfig } from '../../src/admission/network-data';

test.each<[what: string, text: string, nics: object[]]>([
  ['version 2', 'version: 2\nethernets:\n  a:\n    match: {macaddress: "02-00-5E-00-00-01"}\n    addresses: [10.0.0.5/24, "2001:db8::0:5/64"]\n',
    [{ mac: '02:00:5e:00:00:01', addresses: ['10.0.0.5', '2001:db8::5'] }]],
  ['version 2 below network', 'network: {version: 2, ethernets: {a: {dhcp4: true}}}', [{ mac: undefined, addresses: [] }]],
  ['version 2 with options of an address', 'version: 2\nethernets: {a: {addresses: [{10.0.0.5/24: {lifetime: 0}}]}}', [{ mac: undefined, addresses: ['10.0.0.5'] }]],
  ['version 1', 'version: 1\nconfig: [{type: physical, mac_address: "02:00:5e:00:00:01", subnets: [{type: static, address: 10.0.0.5, netmask: 255.255.255.0}, {type: dhcp}]}]',
    [{ mac: '02:00:5e:00:00:01', addresses: ['10.0.0.5'] }]],
  ['JSON', '{"version":2,"ethernets":{"a":{"addresses":["10.0.0.5/24"]}}}', [{ mac: undefined, addresses: ['10.0.0.5'] }]],
  ['text that is none', 'a: [', []],
  ['a list', '- a', []],
  ['NICs that are none', 'version: 2\nethernets: {a: null, b: 1}', []],
])('reads %s', (_, text, nics) => {
  expect(networkConfig(text)).toEqual(nics);
});

test('at a glance, static addresses are seen, routers and routes are not', () => {
  const text = 'addresses: [10.0.0.5/24, "2001:DB8:0::5/64"]\ngateway4: 10.0.0.1\nroutes:\n- to: 10.1.0.0/16\n  via: 10.0.0.2\n- {to: "fd00::/8"}\nmac_address: 02:00:5e:00:00:01\naddress: 10.0.0.6\n';
  expect(addressesAtAGlance(text)).toEqual(['10.0.0.5', '2001:db8::5', '10.0.0.6']);
});
