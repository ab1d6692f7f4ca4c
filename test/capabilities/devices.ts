import { Capability, devices, template } from './capability';
import {
  Architecture, Gpu, HostDevice, Input, InputBus, PanicDeviceModel, ResourceClaim, SoundModel, VideoType, WatchdogAction,
} from '../../src';

const GPU_CLAIM_TEMPLATE = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaimTemplate',
  metadata: { name: 'two-devices' },
  spec: {
    spec: { devices: { requests: [{ name: 'first', exactly: { deviceClassName: 'gpu' } }, { name: 'second', exactly: { deviceClassName: 'gpu' } }] } },
  },
};

const S390X = { architecture: 's390x', domain: { machine: { type: 's390-ccw-virtio' } } };

export const devicesOf: Capability[] = [
  {
    title: 'No screen',
    vm: () => ({ autoattachGraphicsDevice: false }),
    spec: devices({ autoattachGraphicsDevice: false }),
  },
  {
    title: 'Graphics card',
    vm: () => ({ video: VideoType.VIRTIO }),
    spec: devices({ video: { type: 'virtio' } }),
    gates: ['VideoConfig'],
  },
  {
    title: 'No serial console',
    vm: () => ({ autoattachSerialConsole: false }),
    spec: devices({ autoattachSerialConsole: false }),
  },
  {
    title: 'Log of the serial console',
    vm: () => ({ logSerialConsole: true }),
    spec: devices({ logSerialConsole: true }),
  },
  {
    title: 'Tablet, so that the pointer is where yours is',
    vm: () => ({ inputs: [Input.tablet({ name: 'pointer', bus: InputBus.VIRTIO })] }),
    spec: devices({ inputs: [{ name: 'pointer', type: 'tablet', bus: 'virtio' }] }),
  },
  {
    title: 'Tablet that KubeVirt adds',
    vm: () => ({ autoattachInputDevice: true }),
    spec: devices({ autoattachInputDevice: true }),
  },
  {
    title: 'Watchdog that restarts a guest that hangs',
    vm: () => ({ watchdog: WatchdogAction.RESET }),
    spec: devices({ watchdog: { name: 'watchdog', i6300esb: { action: 'reset' } } }),
  },
  {
    title: 'Watchdog of IBM Z',
    vm: () => ({ architecture: Architecture.S390X, watchdog: WatchdogAction.POWEROFF }),
    spec: template({ ...S390X, domain: { ...S390X.domain, devices: { watchdog: { name: 'watchdog', diag288: { action: 'poweroff' } } } } }),
  },
  {
    title: 'Random numbers from the host',
    vm: () => ({ rng: true }),
    spec: devices({ rng: {} }),
  },
  {
    title: 'Memory that the host cannot take back',
    vm: () => ({ autoattachMemBalloon: false }),
    spec: devices({ autoattachMemBalloon: false }),
  },
  {
    title: 'Sound card',
    vm: () => ({ sound: SoundModel.ICH9 }),
    spec: devices({ sound: { name: 'sound', model: 'ich9' } }),
  },
  {
    title: 'Word of a guest that crashes',
    vm: () => ({ panicDevices: [{ model: PanicDeviceModel.PVPANIC }] }),
    spec: devices({ panicDevices: [{ model: 'pvpanic' }] }),
    gates: ['PanicDevices'],
  },
  {
    title: 'USB devices of the person at the console',
    vm: () => ({ clientPassthrough: true }),
    spec: devices({ clientPassthrough: {} }),
  },
  {
    title: 'Socket between guest and host',
    vm: () => ({ autoattachVsock: true }),
    spec: devices({ autoattachVSOCK: true }),
    gates: ['VSOCK'],
  },
  {
    title: 'Figures of the host in the guest',
    vm: () => ({ downwardMetrics: true }),
    spec: devices({ downwardMetrics: {} }),
    gates: ['DownwardMetrics'],
  },
  {
    title: 'Virtio of old guests',
    vm: () => ({ useVirtioTransitional: true }),
    spec: devices({ useVirtioTransitional: true }),
  },
  {
    title: 'Virtual GPU',
    vm: () => ({ gpus: [Gpu.device('gpu', 'nvidia.com/GRID_T4-2Q', { display: true, ramFb: false, tag: 'gpu0' })] }),
    spec: devices({
      gpus: [{
        name: 'gpu', deviceName: 'nvidia.com/GRID_T4-2Q', virtualGPUOptions: { display: { enabled: true, ramFB: { enabled: false } } }, tag: 'gpu0',
      }],
    }),
    configuration: {
      permittedHostDevices: {
        mediatedDevices: [{ mdevNameSelector: 'GRID T4-2Q', resourceName: 'nvidia.com/GRID_T4-2Q', externalResourceProvider: true }],
      },
    },
  },
  {
    title: 'PCI device of the node',
    vm: () => ({ hostDevices: [HostDevice.device('card', 'nvidia.com/TU104GL_Tesla_T4', { tag: 'card0' })] }),
    spec: devices({ hostDevices: [{ name: 'card', deviceName: 'nvidia.com/TU104GL_Tesla_T4', tag: 'card0' }] }),
    gates: ['HostDevices'],
    configuration: {
      permittedHostDevices: {
        pciHostDevices: [{ pciVendorSelector: '10DE:1EB8', resourceName: 'nvidia.com/TU104GL_Tesla_T4', externalResourceProvider: true }],
      },
    },
  },
  {
    title: 'USB device of the node',
    vm: () => ({ hostDevices: [HostDevice.device('stick', 'kubevirt.io/storage')] }),
    spec: devices({ hostDevices: [{ name: 'stick', deviceName: 'kubevirt.io/storage' }] }),
    gates: ['HostDevices'],
    configuration: {
      permittedHostDevices: { usb: [{ resourceName: 'kubevirt.io/storage', selectors: [{ vendor: '46f4', product: '0001' }] }] },
    },
  },
  {
    title: 'GPUs from a claim',
    vm: () => ({
      gpus: [Gpu.claim('gpu', { claim: 'devices', request: 'first' }), Gpu.claim('gpu-2', { claim: 'devices', request: 'second' }, { ramFb: false })],
      resourceClaims: [ResourceClaim.fromTemplate('devices', 'two-devices')],
    }),
    spec: template({
      domain: {
        devices: {
          gpus: [
            { name: 'gpu', claimName: 'devices', requestName: 'first' },
            { name: 'gpu-2', claimName: 'devices', requestName: 'second', virtualGPUOptions: { display: { ramFB: { enabled: false } } } },
          ],
        },
      },
      resourceClaims: [{ name: 'devices', resourceClaimTemplateName: 'two-devices' }],
    }),
    gates: ['GPUsWithDRA'],
    needs: [GPU_CLAIM_TEMPLATE],
  },
  {
    title: 'Host device from a claim that exists',
    vm: () => ({
      hostDevices: [HostDevice.claim('card', { claim: 'mine', request: 'card' })],
      resourceClaims: [ResourceClaim.existing('mine', 'one-device')],
    }),
    spec: template({
      domain: { devices: { hostDevices: [{ name: 'card', claimName: 'mine', requestName: 'card' }] } },
      resourceClaims: [{ name: 'mine', resourceClaimName: 'one-device' }],
    }),
    gates: ['HostDevices', 'HostDevicesWithDRA'],
    notStarted: 'where any host device is permitted, as here, virt-controller 1.8.4 looks for a permission of this one, which can have none',
    needs: [{
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaim',
      metadata: { name: 'one-device' },
      spec: { devices: { requests: [{ name: 'card', exactly: { deviceClassName: 'gpu' } }] } },
    }],
  },
  {
    title: 'Devices on arm64',
    vm: () => ({ architecture: Architecture.ARM64, video: VideoType.RAMFB, inputs: [Input.tablet()] }),
    spec: template({
      architecture: 'arm64', domain: { machine: { type: 'virt' }, devices: { video: { type: 'ramfb' }, inputs: [{ name: 'tablet', type: 'tablet' }] } },
    }),
    gates: ['VideoConfig'],
  },
  {
    title: 'Devices on IBM Z',
    vm: () => ({ architecture: Architecture.S390X, video: VideoType.VIRTIO, inputs: [Input.tablet()] }),
    spec: template({
      ...S390X, domain: { ...S390X.domain, devices: { video: { type: 'virtio' }, inputs: [{ name: 'tablet', type: 'tablet', bus: 'virtio' }] } },
    }),
    gates: ['VideoConfig'],
  },
];
