import { Capability, domain, template } from './capability';
import { RECOMMENDED_HYPERV } from './features';
import { Architecture, Guest, NicModel, Preference, Size } from '../../src';

const EFI = { bootloader: { efi: { secureBoot: false } } };
const PERSISTENT_EFI = { bootloader: { efi: { secureBoot: true, persistent: true } } };
const WINDOWS_TIMERS = { hpet: { present: false }, pit: { tickPolicy: 'delay' }, rtc: { tickPolicy: 'catchup' }, hyperv: {} };
const WINDOWS_FEATURES = {
  acpi: {},
  apic: {},
  hyperv: RECOMMENDED_HYPERV,
};
const TABLET = [{ name: 'tablet', type: 'tablet' }];

/** What realtime guests and those that handle packets themselves have in common with each other and with any Linux guest. */
const UNDISTURBED_CPU = { dedicatedCpuPlacement: true, isolateEmulatorThread: true, numa: { guestMappingPassthrough: {} } };
const LINUX_DEVICES = { disks: [{ name: 'boot', disk: { bus: 'virtio' } }], interfaces: [{ name: 'default', model: 'virtio' }], rng: {} };
const HEADLESS = {
  firmware: EFI,
  clock: { utc: {} },
  devices: {
    ...LINUX_DEVICES, autoattachGraphicsDevice: false, autoattachSerialConsole: true, autoattachMemBalloon: false, networkInterfaceMultiqueue: true,
  },
};

/** What Windows is given as long as it has no virtio drivers, and the CD that has them. */
const BARE_WINDOWS_DEVICES = {
  disks: [{ name: 'boot', disk: { bus: 'sata' } }, { name: 'virtio-win', cdrom: { bus: 'sata' } }],
  interfaces: [{ name: 'default', model: 'e1000e' }],
  inputs: TABLET,
  tpm: { persistent: true },
  rng: undefined,
};

export const guest: Capability[] = [
  {
    title: 'Linux guest',
    vm: () => ({ guest: Guest.linux({ secureBoot: true }) }),
    spec: domain({
      firmware: { bootloader: { efi: { secureBoot: true } } },
      features: { acpi: {}, smm: { enabled: true } },
      clock: { utc: {} },
      devices: LINUX_DEVICES,
    }),
  },
  {
    title: 'Windows guest',
    vm: () => ({ guest: Guest.windows() }),
    spec: template({
      domain: {
        firmware: PERSISTENT_EFI,
        features: { ...WINDOWS_FEATURES, smm: { enabled: true } },
        clock: { utc: {}, timer: WINDOWS_TIMERS },
        devices: BARE_WINDOWS_DEVICES,
      },
      terminationGracePeriodSeconds: 3600,
      volumes: [{ name: 'virtio-win', containerDisk: { image: 'quay.io/kubevirt/virtio-container-disk:v1.8.4' } }],
    }),
  },
  {
    title: 'Windows guest with its drivers, at local time',
    vm: () => ({ guest: Guest.windows({ virtio: true, drivers: false, timezone: 'Europe/Berlin' }) }),
    spec: template({
      domain: {
        firmware: PERSISTENT_EFI,
        features: { ...WINDOWS_FEATURES, smm: { enabled: true } },
        clock: { timezone: 'Europe/Berlin', timer: WINDOWS_TIMERS },
        devices: { ...LINUX_DEVICES, inputs: TABLET, tpm: { persistent: true } },
      },
      terminationGracePeriodSeconds: 3600,
    }),
  },
  {
    title: 'Windows guest with other drivers, unsigned ones',
    vm: () => ({ guest: Guest.windows({ driversImage: 'registry.example.com/virtio-win:1.9', secureBoot: false }) }),
    spec: template({
      domain: {
        firmware: { bootloader: { efi: { secureBoot: false, persistent: true } } },
        features: WINDOWS_FEATURES,
        clock: { utc: {}, timer: WINDOWS_TIMERS },
        devices: BARE_WINDOWS_DEVICES,
      },
      terminationGracePeriodSeconds: 3600,
      volumes: [{ name: 'virtio-win', containerDisk: { image: 'registry.example.com/virtio-win:1.9' } }],
    }),
  },
  {
    title: 'Windows guest with a preference for the rest',
    vm: () => ({ guest: Guest.windows(), preference: Preference.cluster('windows.2k22'), size: Size.of({ cpu: 2, memory: '4Gi' }) }),
    spec: {
      preference: { name: 'windows.2k22', kind: 'VirtualMachineClusterPreference' },
      ...template({
        domain: {
          cpu: { sockets: 2 },
          memory: { guest: '4Gi' },
          firmware: PERSISTENT_EFI,
          features: { ...WINDOWS_FEATURES, smm: { enabled: true } },
          clock: { utc: {}, timer: WINDOWS_TIMERS },
          devices: { disks: [{ name: 'boot', disk: {} }, { name: 'virtio-win', cdrom: {} }], inputs: TABLET, tpm: { persistent: true } },
        },
        terminationGracePeriodSeconds: 3600,
        volumes: [{ name: 'virtio-win', containerDisk: { image: 'quay.io/kubevirt/virtio-container-disk:v1.8.4' } }],
      }),
    },
  },
  {
    title: 'Realtime guest',
    vm: () => ({ guest: Guest.realtime({ mask: '1-3' }), size: Size.of({ cpu: 4, memory: '4Gi' }) }),
    spec: domain({
      cpu: { sockets: 4, ...UNDISTURBED_CPU, realtime: { mask: '1-3' } },
      memory: { guest: '4Gi', hugepages: { pageSize: '1Gi' } },
      ...HEADLESS,
    }),
  },
  {
    title: 'Realtime guest on small huge pages',
    vm: () => ({ guest: Guest.realtime({ hugepages: '2Mi' }), size: Size.of({ cpu: 2, memory: '1Gi' }) }),
    spec: domain({
      cpu: { sockets: 2, ...UNDISTURBED_CPU, realtime: {} }, memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' } }, ...HEADLESS,
    }),
  },
  {
    title: 'Guest that handles packets itself',
    vm: () => ({ guest: Guest.dpdk({ hugepages: '2Mi' }), size: Size.of({ cpu: 4, memory: '8Gi' }) }),
    spec: domain({
      cpu: { sockets: 4, ...UNDISTURBED_CPU },
      memory: { guest: '8Gi', hugepages: { pageSize: '2Mi' } },
      ...HEADLESS,
    }),
  },
  {
    title: 'NICs of the kind that Windows knows',
    vm: () => ({ nicModel: NicModel.E1000E }),
    spec: domain({ devices: { interfaces: [{ name: 'default', model: 'e1000e' }] } }),
  },
  {
    title: 'Linux guest on arm64',
    vm: () => ({ architecture: Architecture.ARM64, guest: Guest.linux() }),
    spec: template({
      architecture: 'arm64', domain: { machine: { type: 'virt' }, firmware: EFI, clock: { utc: {} }, devices: LINUX_DEVICES },
    }),
  },
  {
    title: 'Linux guest on IBM Z',
    vm: () => ({ architecture: Architecture.S390X, guest: Guest.linux() }),
    spec: template({ architecture: 's390x', domain: { machine: { type: 's390-ccw-virtio' }, clock: { utc: {} }, devices: LINUX_DEVICES } }),
  },
  {
    title: 'What the guest\'s OS likes',
    vm: () => ({ preference: Preference.cluster('windows.2k22'), size: Size.of({ cpu: 2, memory: '4Gi' }) }),
    spec: {
      preference: { name: 'windows.2k22', kind: 'VirtualMachineClusterPreference' },
      ...domain({ cpu: { sockets: 2 }, memory: { guest: '4Gi' } }),
    },
  },
  {
    title: 'Host name',
    vm: () => ({ hostname: 'www' }),
    spec: template({ hostname: 'www' }),
  },
  {
    title: 'Arm guest',
    vm: () => ({ architecture: Architecture.ARM64 }),
    spec: template({ architecture: 'arm64', domain: { machine: { type: 'virt' } } }),
  },
  {
    title: 'IBM Z guest',
    vm: () => ({ architecture: Architecture.S390X }),
    spec: template({ architecture: 's390x', domain: { machine: { type: 's390-ccw-virtio' } } }),
  },
  {
    title: 'Firmware UUID that stays when the VM is renamed',
    vm: () => ({ identity: 'web' }),
    spec: domain({
      firmware: { uuid: 'd58ae09f-6f76-5b34-b5dd-64fb789953e9', serial: 'c9d6c75b-9053-5b01-8b7f-25d01c466474' },
      devices: { interfaces: [{ name: 'default', macAddress: '02:90:3c:28:34:74' }] },
    }),
  },
];
