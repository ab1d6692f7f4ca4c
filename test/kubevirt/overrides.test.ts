import { mergeOverrides } from '../../src/kubevirt/overrides';

test('maps merge by key, scalars and plain lists are replaced, null takes a field out', () => {
  expect(mergeOverrides({ a: { b: 1, c: 2 }, list: [1, 2], gone: 1 }, { a: { c: 3 }, list: [3], gone: null, added: { x: 1 } }))
    .toEqual({ a: { b: 1, c: 3 }, list: [3], added: { x: 1 } });
});

test('lists of named things merge by name and keep their order', () => {
  expect(mergeOverrides({ disks: [{ name: 'boot', bus: 'virtio' }, { name: 'data' }] }, { disks: [{ name: 'extra' }, { name: 'boot', cache: 'none' }] }))
    .toEqual({ disks: [{ name: 'boot', bus: 'virtio', cache: 'none' }, { name: 'data' }, { name: 'extra' }] });
});

test('null in what is new to the manifest is not sent', () => {
  expect(mergeOverrides({}, { affinity: { nodeAffinity: null, podAffinity: {} } })).toEqual({ affinity: { podAffinity: {} } });
});

test('two sets of overrides combine with their nulls kept', () => {
  expect(mergeOverrides({ a: 1 }, { a: null, b: null }, 'keep')).toEqual({ a: null, b: null });
});

test('neither side is changed', () => {
  const base = { a: { b: 1 } };
  mergeOverrides(base, { a: { b: 2 } });
  expect(base).toEqual({ a: { b: 1 } });
});
