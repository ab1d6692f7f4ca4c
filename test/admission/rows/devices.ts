import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { Allowed, Refused, T } from '../manifests';

const DEVICES = `${T}.domain.devices`;
const CLAIMS = `${T}.resourceClaims`;
const CLAIM = [{ name: 'c', resourceClaimName: 'mine' }];
const ON = { featureGates: new Set(['VideoConfig', 'PanicDevices', 'DownwardMetrics', 'HostDevices', 'GPUsWithDRA', 'HostDevicesWithDRA']) };

const vgpu = (name: string, display?: object) => ({ name, deviceName: 'nvidia.com/GRID_T4-2Q', ...(display && { virtualGPUOptions: { display } }) });
const claimed = (name: string) => ({ name, claimName: 'c', requestName: 'r' });

export const REFUSED: Refused[] = [
  ['DV-1', { [`${T}.domain.devices.inputs`]: [{ name: 'tablet', bus: 'usb' }] }, `${T}.domain.devices.inputs[0].type`, 'nothing'],
  ['DRA-2', { [`${T}.domain.devices.gpus`]: [{ name: 'a', deviceName: 'nvidia.com/A100', requestName: 'gpu' }] }, `${T}.domain.devices.gpus[0]`, 'deviceName and requestName'],
  ['DV-1', { [`${DEVICES}.inputs`]: [{ name: 'tablet', type: 'mouse', bus: 'usb' }] }, `${DEVICES}.inputs[0].type`, '"mouse"'],
  ['DV-1', { [`${DEVICES}.inputs`]: [{ name: 'tablet', type: 'tablet', bus: 'ps2' }] }, `${DEVICES}.inputs[0].bus`, '"ps2"'],
  ['DV-1', { [`${DEVICES}.inputs`]: [{ name: 'tablet', type: '' }] }, `${DEVICES}.inputs[0].type`, '""'],
  ['DV-1', { 'spec.preference': { name: 'fedora' }, [`${T}.domain.cpu.sockets`]: 1, [`${DEVICES}.inputs`]: [{ name: 'tablet', type: '' }] }, `${DEVICES}.inputs[0].type`, '""'],
  ['DV-2', { [`${T}.domain.ioThreadsPolicy`]: 'dedicated' }, `${T}.domain.ioThreadsPolicy`, '"dedicated"'],
  ['DV-2', { [`${T}.domain.ioThreadsPolicy`]: 'supplementalPool' }, `${T}.domain.ioThreads.supplementalPoolThreadCount`, 'nothing'],
  ['DV-3', { [`${DEVICES}.sound`]: { name: 'audio', model: 'hda' } }, `${DEVICES}.sound.model`, '"hda"'],
  ['DV-3', { [`${DEVICES}.sound`]: { name: '' } }, `${DEVICES}.sound.name`, '""'],
  ['DV-5', { [`${DEVICES}.hostDevices`]: [{ name: 'nvme', deviceName: 'vendor.example/nvme' }] }, `${DEVICES}.hostDevices`, 'HostDevices'],
  ['DV-12', { [`${DEVICES}.gpus`]: [vgpu('a')] }, `${DEVICES}.gpus[0].deviceName`, 'it permits "x/y"', { permittedDevices: ['x/y'] }],
  ['DV-12', { [`${DEVICES}.hostDevices`]: [{ name: 'a', deviceName: 'x/y' }] }, `${DEVICES}.hostDevices[0].deviceName`, 'permits none',
    { featureGates: new Set(['HostDevices']), permittedDevices: [] }],
  ['DV-12', { [`${DEVICES}.gpus`]: [vgpu('a')] }, `${DEVICES}.gpus[0].deviceName`, 'permits none', { ...ON, kubevirtVersion: KubevirtVersion.V1_9_0, permittedDevices: [] }],
  ['DV-12', { [CLAIMS]: CLAIM, [`${DEVICES}.hostDevices`]: [claimed('a')] }, `${DEVICES}.hostDevices[0]`, 'got a claim', { ...ON, permittedDevices: ['x/y'] }],
  ['DV-6', { [`${DEVICES}.autoattachVSOCK`]: true }, `${DEVICES}.autoattachVSOCK`, 'VSOCK'],
  ['DV-4', { [`${DEVICES}.gpus`]: [vgpu('a', {}), vgpu('b', { ramFB: { enabled: true } })] }, `${DEVICES}.gpus[1].virtualGPUOptions.display`, '2 GPUs'],
  ['DV-7', { [`${DEVICES}.video`]: { type: 'vga' } }, `${DEVICES}.video`, 'VideoConfig'],
  ['DV-7', { [`${DEVICES}.video`]: { type: 'vga' }, [`${DEVICES}.autoattachGraphicsDevice`]: false }, `${DEVICES}.video`, 'without a screen', ON],
  ['DV-8', { [`${DEVICES}.panicDevices`]: [{}] }, `${DEVICES}.panicDevices`, 'PanicDevices'],
  ['DV-8', { [`${DEVICES}.panicDevices`]: [{ model: 'pci' }] }, `${DEVICES}.panicDevices[0].model`, '"pci"', ON],
  ['DV-11', { [`${DEVICES}.downwardMetrics`]: {} }, `${DEVICES}.downwardMetrics`, 'DownwardMetrics'],
  ['DRA-1', { [CLAIMS]: [{ name: 'a' }] }, `${CLAIMS}[0]`, 'no source'],
  ['DRA-2', { [CLAIMS]: CLAIM, [`${DEVICES}.gpus`]: [claimed('a')] }, `${DEVICES}.gpus`, 'GPUsWithDRA'],
  ['DRA-2', { [`${DEVICES}.gpus`]: [claimed('a')] }, `${DEVICES}.gpus[0].claimName`, '"c"', ON],
  ['DRA-2', { [CLAIMS]: CLAIM, [`${DEVICES}.gpus`]: [claimed('a'), vgpu('b')] }, `${DEVICES}.gpus`, 'only one kind', ON],
  ['DRA-2', { [CLAIMS]: CLAIM, [`${DEVICES}.gpus`]: [{ name: 'a', claimName: 'c' }] }, `${DEVICES}.gpus[0].requestName`, 'nothing', ON],
  ['DRA-2', { [CLAIMS]: CLAIM, [`${DEVICES}.gpus`]: [{ name: 'a', requestName: 'r' }] }, `${DEVICES}.gpus[0].claimName`, 'nothing', ON],
  ['DRA-2', { [`${DEVICES}.gpus`]: [{ name: 'a' }] }, `${DEVICES}.gpus[0]`, 'no source', ON],
  ['DRA-2', { [CLAIMS]: CLAIM, [`${DEVICES}.gpus`]: [{ ...claimed('a'), deviceName: 'x/y' }] }, `${DEVICES}.gpus[0]`, 'deviceName and claimName', ON],
  ['DRA-2', { [CLAIMS]: CLAIM, [`${DEVICES}.gpus`]: [claimed('a')], [`${DEVICES}.hostDevices`]: [claimed('b')] }, `${DEVICES}.hostDevices[0]`, '"r"', ON],
  ['R-60', { [`${DEVICES}.watchdog`]: { name: 'dog', i6300esb: { action: 'reboot' } } }, `${DEVICES}.watchdog.i6300esb.action`, '"reboot"'],
];

export const ALLOWED: Allowed[] = [
  ['DV-1', 'the bus may be left out', { [`${DEVICES}.inputs`]: [{ name: 'tablet', type: 'tablet' }] }],
  ['DV-1', 'a preference may fill in the type', { 'spec.preference': { name: 'windows.11.virtio' }, [`${DEVICES}.inputs`]: [{ name: 'tablet', type: '' }] }],
  ['DV-2', 'the pool has threads', { [`${T}.domain.ioThreadsPolicy`]: 'supplementalPool', [`${T}.domain.ioThreads.supplementalPoolThreadCount`]: 4 }],
  ['DV-2', 'the count is only known at apply',
    { [`${T}.domain.ioThreadsPolicy`]: 'supplementalPool', [`${T}.domain.ioThreads.supplementalPoolThreadCount`]: UNKNOWN }],
  ['DV-5', 'the gate is on', { [`${DEVICES}.hostDevices`]: [{ name: 'nvme', deviceName: 'x/y' }] }, { featureGates: new Set(['HostDevices']) }],
  ['DV-5', 'the list is empty', { [`${DEVICES}.hostDevices`]: [] }],
  ['DV-12', 'the device is permitted', { [`${DEVICES}.gpus`]: [vgpu('a')] }, { permittedDevices: ['nvidia.com/GRID_T4-2Q'] }],
  ['DV-12', 'the cluster says nothing of devices', { [`${DEVICES}.gpus`]: [vgpu('a')] }],
  ['DV-12', 'devices come from claims',
    { [CLAIMS]: CLAIM, [`${DEVICES}.gpus`]: [claimed('a')], [`${DEVICES}.hostDevices`]: [claimed('b')] }, { ...ON, kubevirtVersion: KubevirtVersion.V1_9_0, permittedDevices: [] }],
  ['DV-12', '1.8.4 permits host devices of claims where it permits all', { [CLAIMS]: CLAIM, [`${DEVICES}.hostDevices`]: [claimed('b')] }, ON],
  ['DV-12', '1.8.4 looks at no GPU where they may come from claims', { [`${DEVICES}.gpus`]: [vgpu('a')] }, { ...ON, permittedDevices: [] }],
  ['DV-12', 'the device is only known at apply', { [`${DEVICES}.gpus`]: [{ name: 'a', deviceName: UNKNOWN }] }, { permittedDevices: [] }],
  ['DV-6', 'it is off', { [`${DEVICES}.autoattachVSOCK`]: false }],
  ['DV-4', 'the other has none', { [`${DEVICES}.gpus`]: [vgpu('a', {}), vgpu('b', { ramFB: { enabled: false } }), vgpu('c')] }],
  ['DV-7', 'the gate is on, and so is the screen', { [`${DEVICES}.video`]: { type: 'vga' } }, ON],
  ['DV-8', 'the model may be left out', { [`${DEVICES}.panicDevices`]: [{}] }, ON],
  ['DV-11', 'the gate is on', { [`${DEVICES}.downwardMetrics`]: {} }, ON],
  ['DRA-2', 'host devices may be of both kinds', { [CLAIMS]: CLAIM, [`${DEVICES}.hostDevices`]: [claimed('a'), { name: 'b', deviceName: 'x/y' }] }, ON],
  ['DRA-2', 'the claims are only known at apply', { [CLAIMS]: UNKNOWN, [`${DEVICES}.gpus`]: [claimed('a')] }, ON],
  ['R-60', 'it may be left out', { [`${DEVICES}.watchdog`]: { name: 'dog', i6300esb: {} } }],
];
