import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, expectAllowed, expectRefused, Refused, T } from '../manifests';

const DEVICES = `${T}.domain.devices`;

test.each<Refused>([
  ['DV-1', { [`${DEVICES}.inputs`]: [{ name: 'tablet', type: 'mouse', bus: 'usb' }] }, `${DEVICES}.inputs[0].type`, '"mouse"'],
  ['DV-1', { [`${DEVICES}.inputs`]: [{ name: 'tablet', type: 'tablet', bus: 'ps2' }] }, `${DEVICES}.inputs[0].bus`, '"ps2"'],
  ['DV-1', { [`${DEVICES}.inputs`]: [{ name: 'tablet', type: '' }] }, `${DEVICES}.inputs[0].type`, '""'],
  ['DV-2', { [`${T}.domain.ioThreadsPolicy`]: 'dedicated' }, `${T}.domain.ioThreadsPolicy`, '"dedicated"'],
  ['DV-2', { [`${T}.domain.ioThreadsPolicy`]: 'supplementalPool' }, `${T}.domain.ioThreads.supplementalPoolThreadCount`, 'nothing'],
  ['DV-3', { [`${DEVICES}.sound`]: { name: 'audio', model: 'hda' } }, `${DEVICES}.sound.model`, '"hda"'],
  ['DV-3', { [`${DEVICES}.sound`]: { name: '' } }, `${DEVICES}.sound.name`, '""'],
  ['DV-5', { [`${DEVICES}.hostDevices`]: [{ name: 'nvme', deviceName: 'vendor.example/nvme' }] }, `${DEVICES}.hostDevices`, 'HostDevices'],
  ['DV-6', { [`${DEVICES}.autoattachVSOCK`]: true }, `${DEVICES}.autoattachVSOCK`, 'VSOCK'],
])('%s refuses %j', expectRefused);

test.each<Allowed>([
  ['DV-1', 'the bus may be left out', { [`${DEVICES}.inputs`]: [{ name: 'tablet', type: 'tablet' }] }],
  ['DV-2', 'the pool has threads', { [`${T}.domain.ioThreadsPolicy`]: 'supplementalPool', [`${T}.domain.ioThreads.supplementalPoolThreadCount`]: 4 }],
  ['DV-2', 'the count is only known at apply',
    { [`${T}.domain.ioThreadsPolicy`]: 'supplementalPool', [`${T}.domain.ioThreads.supplementalPoolThreadCount`]: UNKNOWN }],
  ['DV-5', 'the gate is on', { [`${DEVICES}.hostDevices`]: [{ name: 'nvme', deviceName: 'x/y' }] }, { featureGates: new Set(['HostDevices']) }],
  ['DV-5', 'the list is empty', { [`${DEVICES}.hostDevices`]: [] }],
  ['DV-6', 'it is off', { [`${DEVICES}.autoattachVSOCK`]: false }],
])('%s passes where %s', expectAllowed);
