import { compareReleases, faultsOf, knownOfMinor, KubevirtVersion, releaseOf, TESTED_KUBERNETES, upgradePath } from '../../src/kubevirt/version';

const release = (text: string) => releaseOf(text)!;

test('a release is three numbers, as a user and as a cluster writes it', () => {
  expect([releaseOf('1.8.4'), releaseOf('v1.10.0')]).toEqual([[1, 8, 4], [1, 10, 0]]);
  for (const other of ['1.8', '1.8.4-rc.0', 'latest', '', undefined, 1.8]) expect(releaseOf(other)).toBeUndefined();
});

test('releases are compared as numbers, not as text', () => {
  expect(['1.10.0', '1.9.1', '1.9.0', '2.0.0'].sort((one, other) => compareReleases(release(one), release(other)))).toEqual(['1.9.0', '1.9.1', '1.10.0', '2.0.0']);
});

test('what is wrong with a release is known from the first to the last that has it', () => {
  const faulty = (text: string) => faultsOf(release(text)).length > 0;
  expect(['1.6.0', '1.6.2', '1.7.0', '1.7.9', '1.8.0', '1.8.3'].map(faulty)).toEqual(Array(6).fill(true));
  expect(['1.5.9', '1.6.3', '1.8.4', '1.9.0'].map(faulty)).toEqual(Array(4).fill(false));
});

test('no version that can be chosen has a fault, and each is tested with three Kubernetes versions', () => {
  for (const version of Object.values(KubevirtVersion)) {
    expect([version, faultsOf(release(version))]).toEqual([version, []]);
    expect(TESTED_KUBERNETES[version].newest - TESTED_KUBERNETES[version].oldest).toBe(2);
  }
});

test('what is known of a release is what is known of its minor version', () => {
  expect(['1.8.0', '1.9.7', '1.7.4', '2.8.4'].map((text) => knownOfMinor(release(text)))).toEqual(['1.8.4', '1.9.0', undefined, undefined]);
});

test.each([
  ['1.8.4', '1.9.0', ['1.9.0']],
  ['1.8.0', '1.8.4', ['1.8.4']],
  ['1.6.6', '1.8.4', ['1.8.4']],
  ['1.7.4', '1.8.4', ['1.8.4']],
  ['1.5.3', '1.8.4', ['1.6.6', '1.8.4']],
  ['1.6.0', '1.9.0', ['1.8.4', '1.9.0']],
  ['1.3.1', '1.8.4', ['1.4', '1.5.3', '1.6.6', '1.8.4']],
  ['0.59.2', '1.8.4', ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5.3', '1.6.6', '1.8.4']],
])('from %s to %s goes by %j: no minor version is left out but 1.7', (from, to, steps) => {
  expect(upgradePath(release(from), release(to))).toEqual(steps);
});
