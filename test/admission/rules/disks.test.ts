import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, REFUSED, ROOT } from '../rows/disks';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test.each([
  ['virito', 'use bus "virtio"'],
  ['SCSI', 'use bus "scsi"'],
  ['kvm', 'use bus "virtio"'],
])('the bus "%s" comes with the remedy: %s', (bus, remedy) => {
  expect(findings('DK-5', { [`${ROOT}.disk.bus`]: bus })[0].remedy).toBe(remedy);
});

test('a disk without a volume comes with the volume that was meant', () => {
  expect(findings('DK-14', { [`${ROOT}.name`]: 'rot' })[0].remedy).toBe('use "root"');
});
