import { Capability, domain, template } from './capability';
import { Architecture, Guest, NicModel, Preference, Size } from '../../src';

export const guest: Capability[] = [
  {
    title: 'Linux guest',
    vm: () => ({ guest: Guest.linux({ secureBoot: true }) }),
    spec: domain({
      firmware: { bootloader: { efi: { secureBoot: true } } },
      features: { acpi: {}, smm: { enabled: true } },
      clock: { utc: {} },
      devices: { disks: [{ name: 'boot', disk: { bus: 'virtio' } }], interfaces: [{ name: 'default', model: 'virtio' }], rng: {} },
    }),
  },
  {
    title: 'Windows guest',
    vm: () => ({ guest: Guest.windows() }),
    spec: template({
      domain: {
        firmware: { bootloader: { efi: { secureBoot: true, persistent: true } } },
        features: {
          acpi: {},
          apic: {},
          smm: { enabled: true },
          hyperv: {
            relaxed: { enabled: true },
            vapic: { enabled: true },
            spinlocks: { spinlocks: 8191 },
            vpindex: { enabled: true },
            runtime: { enabled: true },
            synic: { enabled: true },
            synictimer: { enabled: true, direct: { enabled: true } },
            reset: { enabled: true },
            frequencies: { enabled: true },
            reenlightenment: { enabled: true },
            tlbflush: { enabled: true },
            ipi: { enabled: true },
          },
        },
        clock: { utc: {}, timer: { hpet: { present: false }, pit: { tickPolicy: 'delay' }, rtc: { tickPolicy: 'catchup' }, hyperv: {} } },
        devices: {
          disks: [{ name: 'boot', disk: { bus: 'sata' } }, { name: 'virtio-win', cdrom: { bus: 'sata' } }],
          interfaces: [{ name: 'default', model: 'e1000e' }],
          inputs: [{ name: 'tablet', type: 'tablet' }],
          tpm: { persistent: true },
        },
      },
      terminationGracePeriodSeconds: 3600,
      volumes: [{ name: 'virtio-win', containerDisk: { image: 'quay.io/kubevirt/virtio-container-disk:v1.8.4' } }],
    }),
  },
  {
    title: 'Windows guest with its drivers, at local time',
    vm: () => ({ guest: Guest.windows({ virtio: true, drivers: false, timezone: 'Europe/Berlin' }) }),
    spec: domain({
      clock: { timezone: 'Europe/Berlin' },
      devices: { disks: [{ name: 'boot', disk: { bus: 'virtio' } }], interfaces: [{ name: 'default', model: 'virtio' }] },
    }),
  },
  {
    title: 'Windows guest with other drivers, unsigned ones',
    vm: () => ({ guest: Guest.windows({ driversImage: 'registry.example.com/virtio-win:1.9', secureBoot: false }) }),
    spec: template({
      domain: { firmware: { bootloader: { efi: { secureBoot: false, persistent: true } } } },
      volumes: [{ name: 'virtio-win', containerDisk: { image: 'registry.example.com/virtio-win:1.9' } }],
    }),
  },
  {
    title: 'Windows guest with a preference for the rest',
    vm: () => ({ guest: Guest.windows(), preference: Preference.cluster('windows.2k22'), size: Size.of({ cpu: 2, memory: '4Gi' }) }),
    spec: {
      preference: { name: 'windows.2k22', kind: 'VirtualMachineClusterPreference' },
      ...domain({ devices: { disks: [{ name: 'boot', disk: {} }], tpm: { persistent: true } } }),
    },
  },
  {
    title: 'Realtime guest',
    vm: () => ({ guest: Guest.realtime({ mask: '1-3' }), size: Size.of({ cpu: 4, memory: '4Gi' }) }),
    spec: domain({
      cpu: {
        sockets: 4,
        dedicatedCpuPlacement: true,
        isolateEmulatorThread: true,
        numa: { guestMappingPassthrough: {} },
        realtime: { mask: '1-3' },
      },
      memory: { guest: '4Gi', hugepages: { pageSize: '1Gi' } },
      devices: { autoattachGraphicsDevice: false, autoattachSerialConsole: true, autoattachMemBalloon: false },
    }),
  },
  {
    title: 'Realtime guest on small huge pages',
    vm: () => ({ guest: Guest.realtime({ hugepages: '2Mi' }), size: Size.of({ cpu: 2, memory: '1Gi' }) }),
    spec: domain({ memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' } } }),
  },
  {
    title: 'Guest that handles packets itself',
    vm: () => ({ guest: Guest.dpdk({ hugepages: '2Mi' }), size: Size.of({ cpu: 4, memory: '8Gi' }) }),
    spec: domain({
      cpu: { sockets: 4, dedicatedCpuPlacement: true, isolateEmulatorThread: true, numa: { guestMappingPassthrough: {} } },
      memory: { guest: '8Gi', hugepages: { pageSize: '2Mi' } },
      devices: { autoattachGraphicsDevice: false, autoattachMemBalloon: false, networkInterfaceMultiqueue: true },
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
    spec: domain({ firmware: { bootloader: { efi: { secureBoot: false } } } }),
  },
  {
    title: 'Linux guest on IBM Z',
    vm: () => ({ architecture: Architecture.S390X, guest: Guest.linux() }),
    spec: domain({ clock: { utc: {} }, devices: { disks: [{ name: 'boot', disk: { bus: 'virtio' } }] } }),
  },
  {
    title: 'What the guest\'s OS likes',
    vm: () => ({ preference: Preference.cluster('windows.2k22'), size: Size.of({ cpu: 2, memory: '4Gi' }) }),
    spec: { preference: { name: 'windows.2k22', kind: 'VirtualMachineClusterPreference' } },
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
    spec: domain({ firmware: { uuid: 'd58ae09f-6f76-5b34-b5dd-64fb789953e9', serial: 'c9d6c75b-9053-5b01-8b7f-25d01c466474' } }),
  },
];
