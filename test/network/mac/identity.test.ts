import { diskSerial, firmwareUuid } from '../../../src/network/mac/identity';

const vm = { scope: 'prod-east', namespace: 'default', vm: 'db-0' };

test('firmware UUID and serial are frozen: Windows activation and inventories hang on them', () => {
  expect(firmwareUuid(vm, 'uuid')).toBe('4de5c053-0cc4-58d0-86e4-5bd5d61618ac');
  expect(firmwareUuid(vm, 'serial')).toBe('602dcb1e-9cfb-5c3e-8f67-cd58d6511b63');
});

test('disk serials are frozen, differ by disk, and fit into virtio-blk', () => {
  expect(diskSerial(vm, 'data')).toBe('bd27e21578ce520b9e29');
  expect(diskSerial(vm, 'logs')).toBe('a60b3f496e00d1400b6e');
});

test('VMs of one name in two namespaces or on two clusters are two machines', () => {
  const uuids = [vm, { ...vm, namespace: 'team-a' }, { ...vm, scope: 'prod-west' }].map((one) => firmwareUuid(one, 'uuid'));
  expect(new Set(uuids).size).toBe(3);
});
