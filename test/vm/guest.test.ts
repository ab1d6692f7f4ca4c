import { TerraformStack } from 'cdktf';
import {
  Architecture, BootSource, DiskBus, Firmware, Guest, HyperV, KubevirtVersion, LaunchSecurity, Nic, NicModel, Preference, Size, Tpm, VirtualMachine,
  VirtualMachineProps, VmoClusterProfile, VmTemplate,
} from '../../src';
import { manifests, synth } from '../support/synth';

const props = { size: Size.of({ cpu: 2, memory: '4Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };
const clusterIn = (stack: TerraformStack) => VmoClusterProfile.fromExisting(stack, 'cluster', {
  clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: ['WorkloadEncryptionSEV', 'WorkloadEncryptionTDX'],
});

/** `spec.template.spec` of a VM. */
function template(options: Partial<VirtualMachineProps>): any {
  const app = synth((stack) => new VirtualMachine(stack, 'vm', { ...props, ...options, cluster: clusterIn(stack) }));
  return manifests(app.stack).find(({ kind }) => kind === 'VirtualMachine').spec.template.spec;
}
const domain = (options: Partial<VirtualMachineProps>) => template(options).domain;

describe('Guest', () => {
  test('what the VM says itself wins, prop by prop', () => {
    const vm = domain({
      guest: Guest.windows(), firmware: Firmware.bios(), tpm: Tpm.none(), diskBus: DiskBus.SCSI, nics: [Nic.pod({ model: NicModel.E1000 })],
    });
    expect(vm.firmware.bootloader).toEqual({ bios: {} });
    expect(vm.features).not.toHaveProperty('smm');
    expect(vm.features.hyperv.vpindex).toEqual({ enabled: true });
    expect(vm.devices.tpm).toEqual({ enabled: false });
    expect(vm.devices.disks[0]).toEqual({ name: 'boot', disk: { bus: 'scsi' } });
    expect(vm.devices.interfaces[0].model).toBe('e1000');
  });

  test('a prop that is there and undefined says nothing', () => {
    expect(domain({ guest: Guest.windows(), tpm: undefined }).devices.tpm).toEqual({ persistent: true });
  });

  test('a preference decides on disks, NICs and entropy', () => {
    const { devices } = domain({ guest: Guest.windows(), preference: Preference.cluster('windows.2k22') });
    expect(devices.disks[0]).toEqual({ name: 'boot', disk: {} });
    expect(devices.interfaces[0]).not.toHaveProperty('model');
    expect(devices).not.toHaveProperty('rng');
  });

  test('identity is that of the VM without a guest', () => {
    const [plain, windows] = [domain({}), domain({ guest: Guest.windows() })];
    expect(windows.firmware).toMatchObject(plain.firmware);
    expect(windows.devices.interfaces[0].macAddress).toBe(plain.devices.interfaces[0].macAddress);
  });

  test('what the size says wins over what the guest wants of it', () => {
    const { cpu, memory } = domain({ guest: Guest.dpdk(), size: Size.of({ cpu: 4, memory: '4Gi', hugepages: '2Mi', isolateEmulatorThread: false }) });
    expect(cpu).toEqual({ sockets: 4, cores: 1, threads: 1, dedicatedCpuPlacement: true, numa: { guestMappingPassthrough: {} } });
    expect(memory.hugepages).toEqual({ pageSize: '2Mi' });
  });

  test('an instancetype must have what the guest wants of the size', () => {
    const realtime = (name: string) => domain({ guest: Guest.realtime(), size: Size.instancetype(name), preference: Preference.cluster('fedora') });
    expect(() => realtime('u1.large')).toThrow(/size: got the instancetype "u1.large" without dedicated CPUs and huge pages and realtime tuning.*\n.*rt1\.large/);
    expect(() => realtime('rt1.large')).not.toThrow();
  });

  test('the guest of a template is that of its VMs', () => {
    const app = synth((stack) => {
      const windows = new VmTemplate(stack, 'windows', { displayName: 'Windows', vm: { ...props, guest: Guest.windows() } });
      windows.instantiate(stack, 'a', { cluster: clusterIn(stack), tpm: Tpm.ephemeral() });
    });
    const { devices } = manifests(app.stack).find(({ kind }) => kind === 'VirtualMachine').spec.template.spec.domain;
    expect(devices).toMatchObject({ tpm: {}, inputs: [{ name: 'tablet', type: 'tablet' }] });
  });

  test('plain JavaScript that gives another kind of value is told what to write', () => {
    expect(() => domain({ guest: 'windows' as any })).toThrow(/guest: got "windows"\n.*Guest\.linux\(\) or Guest\.windows\(\)/);
  });
});

describe('architectures', () => {
  test.each(Object.values(Architecture))('Guest.linux() fits %s', (architecture) => {
    expect(() => template({ architecture, guest: Guest.linux() })).not.toThrow();
  });

  test.each([Architecture.ARM64, Architecture.S390X])('Windows is refused on %s', (architecture) => {
    expect(() => template({ architecture, guest: Guest.windows() })).toThrow(`guest: got one that runs on amd64, and the VM is ${architecture}`);
  });

  test('EFI has secure boot where there is one', () => {
    const efi = (options: Partial<VirtualMachineProps>) => domain({ firmware: Firmware.efi(), ...options }).firmware.bootloader.efi;
    expect(efi({})).toEqual({ secureBoot: true });
    expect(efi({ architecture: Architecture.ARM64 })).toEqual({ secureBoot: false });
    expect(efi({ launchSecurity: LaunchSecurity.snp() })).toEqual({ secureBoot: false });
  });
});

describe('Hyper-V', () => {
  test('what features need comes with them, unless it is turned off', () => {
    expect(HyperV.of({ synictimerDirect: true })._features).toEqual({ vpindex: true, synic: true, synictimer: true, synictimerDirect: true });
    expect(() => domain({ hyperv: HyperV.of({ synictimer: true, vpindex: false }) })).toThrow('synic needs vpindex');
  });

  test('the recommended ones can be changed one by one', () => {
    expect(HyperV.recommended({ reenlightenment: false, spinlocks: undefined })._features).toMatchObject({ reenlightenment: false, spinlocks: 8191 });
  });
});

test('trust domains have no system management mode, though a preference wants it', () => {
  const { features, firmware } = domain({ launchSecurity: LaunchSecurity.tdx(), preference: Preference.cluster('rhel.9') });
  expect(features.smm).toEqual({ enabled: false });
  expect(firmware.bootloader).toEqual({ efi: { secureBoot: false } });
});

test('what is refused is called by the prop that made it', () => {
  expect(() => domain({ launchSecurity: LaunchSecurity.snp(), firmware: Firmware.efi({ secureBoot: true }) })).toThrow(/firmware \(.*efi\.secureBoot\): got secure boot/);
  expect(() => domain({ architecture: Architecture.ARM64, firmware: Firmware.bios() })).toThrow(/firmware \(.*bios\)/);
});
