import { partLike, told, untold } from './fragment';

const devices = { disks: [{ name: 'boot', disk: { bus: 'virtio' } }, { name: 'data', cache: 'none' }], gpus: [], ports: [{ port: 22 }, { port: 80 }] };

test('a part is what a fragment names: fields by key, items by name', () => {
  expect(partLike(devices, { disks: [{ name: 'data', cache: 'x' }] })).toEqual({ disks: [{ name: 'data', cache: 'none' }] });
  expect(partLike(devices, { disks: [{ name: 'boot', disk: {} }] })).toEqual({ disks: [{ name: 'boot', disk: {} }] });
});

test('what is not there, is not in the part', () => {
  expect(partLike(devices, { disks: [{ name: 'other' }], rng: {} })).toEqual({ disks: [undefined] });
  expect(partLike(devices, { disks: [{ name: 'data', shareable: true }] })).toEqual({ disks: [{ name: 'data' }] });
});

test('a list of items without names is whole', () => {
  expect(partLike(devices, { ports: [{ port: 22 }] })).toEqual({ ports: [{ port: 22 }, { port: 80 }] });
});

describe('what a fragment does not say', () => {
  const before = { devices: { disks: [{ name: 'boot', disk: { bus: 'virtio' } }], rng: {} }, cpu: { sockets: 1 } };
  const after = { devices: { disks: [{ name: 'data', cache: 'none' }, { name: 'boot', disk: { bus: 'sata' } }], hotplug: false }, cpu: { sockets: 2, cores: 1 } };

  test('each path at which two values differ, items by their names, wherever they stand', () => {
    expect(untold(after, before, {})).toEqual(['devices.disks[data]', 'devices.disks[boot].disk.bus', 'devices.hotplug', 'devices.rng', 'cpu.sockets', 'cpu.cores']);
    expect(untold(after, after, {})).toEqual([]);
  });

  test('what it says, and what is below, is left out; an empty map says nothing of what is in it', () => {
    const fragment = { devices: { disks: [{ name: 'data', cache: 'none' }], rng: undefined }, cpu: {} };
    expect(untold(after, before, fragment)).toEqual(['devices.disks[boot].disk.bus', 'devices.hotplug', 'cpu.sockets', 'cpu.cores']);
    expect(told(fragment)).toEqual(['devices.disks[data].cache', 'devices.rng', 'cpu']);
  });

  test('of items without names, and of lists whose fragment has no names, by their places', () => {
    expect(untold({ ports: [{ port: 22, name: 'ssh' }] }, {}, { ports: [{ port: 22 }] })).toEqual(['ports[0].name']);
  });
});
