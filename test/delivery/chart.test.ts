import { releaseName } from '../../src/delivery/chart';

test('a release is named after its object', () => {
  expect(releaseName('vm', 'web-0')).toBe('vm-web-0');
});

test('a name of 63 characters becomes one of 53, the same every time, and another for another object', () => {
  const long = 'a'.repeat(63);
  expect(releaseName('vm', long)).toBe(`vm-${'a'.repeat(41)}-ac7ce5b6`);
  expect(releaseName('vm', `${'a'.repeat(62)}b`)).not.toBe(releaseName('vm', long));
  expect(releaseName('vm', long)).toHaveLength(53);
});

test('a name is never cut so that a dash or dot stands before the hash', () => {
  expect(releaseName('vm', `${'a'.repeat(40)}-${'b'.repeat(20)}`)).toMatch(/^vm-a{40}-[0-9a-f]{8}$/);
});
