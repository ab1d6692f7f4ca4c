import { Capability, devices, domain, template } from './capability';
import { Firmware, ImagePullPolicy, Tpm } from '../../src';

export const firmware: Capability[] = [
  {
    title: 'EFI with secure boot',
    vm: () => ({ firmware: Firmware.efi() }),
    spec: domain({ firmware: { bootloader: { efi: { secureBoot: true } } }, features: { acpi: {}, smm: { enabled: true } } }),
  },
  {
    title: 'EFI without secure boot, that keeps its settings',
    vm: () => ({ firmware: Firmware.efi({ secureBoot: false, persistent: true }) }),
    spec: domain({ firmware: { bootloader: { efi: { secureBoot: false, persistent: true } } } }),
  },
  {
    title: 'BIOS that talks to the serial console',
    vm: () => ({ firmware: Firmware.bios({ useSerial: true }) }),
    spec: domain({ firmware: { bootloader: { bios: { useSerial: true } } } }),
  },
  {
    title: 'Kernel from a container image',
    vm: () => ({
      kernelBoot: {
        image: 'quay.io/kubevirt/alpine-ext-kernel-boot-demo:v1.8.4',
        kernelPath: '/boot/vmlinuz-virt',
        initrdPath: '/boot/initramfs-virt',
        kernelArgs: 'console=ttyS0',
        imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
        imagePullSecret: 'registry',
      },
    }),
    spec: domain({
      firmware: {
        kernelBoot: {
          kernelArgs: 'console=ttyS0',
          container: {
            image: 'quay.io/kubevirt/alpine-ext-kernel-boot-demo:v1.8.4',
            kernelPath: '/boot/vmlinuz-virt',
            initrdPath: '/boot/initramfs-virt',
            imagePullPolicy: 'IfNotPresent',
            imagePullSecret: 'registry',
          },
        },
      },
    }),
  },
  {
    title: 'Windows licence in ACPI tables',
    vm: () => ({ acpiTables: { slicSecret: 'windows-slic', msdmSecret: 'windows-msdm' } }),
    spec: template({
      domain: { firmware: { acpi: { slicNameRef: 'slic', msdmNameRef: 'msdm' } } },
      volumes: [{ name: 'slic', secret: { secretName: 'windows-slic' } }, { name: 'msdm', secret: { secretName: 'windows-msdm' } }],
    }),
    needs: [
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'windows-slic' }, stringData: { 'slic.bin': 'table' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'windows-msdm' }, stringData: { 'msdm.bin': 'table' } },
    ],
  },
  {
    title: 'TPM that keeps its keys',
    vm: () => ({ tpm: Tpm.persistent() }),
    spec: devices({ tpm: { persistent: true } }),
  },
  {
    title: 'TPM that forgets its keys',
    vm: () => ({ tpm: Tpm.ephemeral() }),
    spec: devices({ tpm: {} }),
  },
  {
    title: 'No TPM, whatever the preference says',
    vm: () => ({ tpm: Tpm.none() }),
    spec: devices({ tpm: { enabled: false } }),
  },
  {
    title: 'Machine type',
    vm: () => ({ machineType: 'pc-q35-rhel9.6.0' }),
    spec: domain({ machine: { type: 'pc-q35-rhel9.6.0' } }),
  },
  {
    title: 'What the case of the machine says',
    vm: () => ({ chassis: { manufacturer: 'Example', version: '2', serial: 'C-17', asset: 'A-42', sku: 'VM-S' } }),
    spec: domain({ chassis: { manufacturer: 'Example', version: '2', serial: 'C-17', asset: 'A-42', sku: 'VM-S' } }),
  },
];
