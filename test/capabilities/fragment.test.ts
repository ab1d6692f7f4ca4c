import { partLike } from './fragment';

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
