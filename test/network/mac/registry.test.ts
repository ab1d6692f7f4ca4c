import { MacClaim, MacRegistry } from '../../../src/network/mac/registry';

const claim = (over: Partial<MacClaim>): MacClaim =>
  ({ mac: '02:00:5e:10:00:01', l2: 'VLAN 25', owner: 'app/a', nic: 'vlan25', pair: 'a', ...over });

const registryWith = (...claims: MacClaim[]) => {
  const registry = new MacRegistry();
  claims.forEach((one) => registry.claim(one));
  return registry;
};

test('one address twice on one L2 network is an error that knows the other NIC', () => {
  const first = claim({});
  expect(registryWith(first).conflict(claim({ owner: 'app/b', pair: 'b' }))).toEqual({ severity: 'error', with: first });
});

test('one address on two L2 networks is a warning', () => {
  expect(registryWith(claim({})).conflict(claim({ owner: 'app/b', pair: 'b', l2: 'VLAN 26' }))?.severity).toBe('warning');
});

test('another address is fine', () => {
  expect(registryWith(claim({})).conflict(claim({ owner: 'app/b', pair: 'b', mac: '02:00:5e:10:00:02' }))).toBeUndefined();
});

test('a VM and its standby may share an address; two NICs of one VM may not', () => {
  const registry = registryWith(claim({ pair: 'pair' }));
  expect(registry.conflict(claim({ owner: 'app/standby', pair: 'pair' }))).toBeUndefined();
  expect(registry.conflict(claim({ owner: 'app/a', pair: 'pair', nic: 'second' }))?.severity).toBe('error');
});
