import { KubemacpoolOptions, VmoClusterProfile } from '../../src';
import { macAddress, MacForm } from '../../src/network/mac/scheme';
import { refusalOf, releases, synth } from '../support/synth';

function values(kubemacpool: KubemacpoolOptions) {
  return releases(synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubemacpool })).stack)['vmo-kubemacpool'].values;
}

function refusal(kubemacpool: any): string {
  return refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubemacpool }));
}

test('no style of the scheme makes an address of its range', () => {
  const { rangeStart, rangeEnd } = values({});
  const styles: MacForm[] = [{ style: 'palette' }, { style: 'aai' }, { style: 'laa' }];
  const made = styles.flatMap((style) => Array.from({ length: 5000 }, (_, index) => macAddress({ scope: 'lab', namespace: 'vms', vm: `vm-${index}`, nic: 'default' }, style)));
  expect(made.filter((address) => rangeStart <= address && address <= rangeEnd)).toEqual([]);
});

test.each([
  [{ start: '52:54:00:00:00:00', end: '52:54:00:ff:ff:ff' }],
  [{ start: '00:1A:4A:00:00:00', end: '00:1A:4A:FF:FF:FF' }], // an OUI
  [{ start: '02:00:10:00:00:00', end: '02:00:1f:ff:ff:ff' }],
])('another range that the scheme leaves alone: %j', (range) => {
  expect(values({ range })).toMatchObject({ rangeStart: range.start, rangeEnd: range.end });
});

test.each<[any, string]>([
  [{ range: { start: '02:00:00:00:00:00', end: '02:ff:ff:ff:ff:ff' } }, 'got "02:00:00:00:00:00" to "02:ff:ff:ff:ff:ff", which VMs of this library may have, too'],
  [{ range: { start: '0e:00:00:00:00:00', end: '0e:00:00:00:00:ff' } }, 'may have, too\n    → use { start: "02:00:01:00:00:00"'],
  [{ range: { start: 'fe:00:00:00:00:00', end: 'fe:00:00:00:00:ff' } }, 'may have, too'],
  [{ range: { start: '02:00:10:00:00:00', end: '02:00:01:00:00:00' } }, 'expected the lower one first'],
  [{ range: { start: '00:00:10:00:00:00', end: '04:00:01:00:00:00' } }, 'expected one first octet'],
  [{ range: { start: '01:00:5e:00:00:00', end: '01:00:5e:7f:ff:ff' } }, 'which are addresses of groups'],
  [{ range: { start: '02-00-01-00-00-00', end: '02:00' } }, 'kubemacpool.range.start: got "02-00-01-00-00-00"'],
  [{ vmMode: 'out' }, 'kubemacpool.vmMode: got "out"'],
  [{ waitTime: 0 }, 'kubemacpool.waitTime: got 0'],
])('refused: %j', (options, message) => {
  expect(refusal(options)).toContain(message);
});
