import { Capability, devices, template } from './capability';
import { Disk, DiskBus, VolumeMode } from '../../src';

export const disks: Capability[] = [
  {
    title: 'New empty disk',
    vm: () => ({ disks: [Disk.blank('data', '100Gi', { volumeMode: VolumeMode.BLOCK })] }),
    spec: {
      dataVolumeTemplates: [{ spec: { source: { blank: {} }, storage: { resources: { requests: { storage: '100Gi' } }, volumeMode: 'Block' } } }],
      ...template({ volumes: [{ name: 'data', dataVolume: { name: 'new-empty-disk-data' } }] }),
    },
  },
  {
    title: 'Disk on a claim that exists',
    vm: () => ({ disks: [Disk.existingPvc('data', 'db-data')] }),
    spec: template({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'db-data' } }] }),
    needs: [{
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'db-data' },
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Gi' } } },
    }],
  },
  {
    title: 'Scratch disk on the node',
    vm: () => ({ disks: [Disk.emptyDisk('scratch', '5Gi')] }),
    spec: template({ volumes: [{ name: 'scratch', emptyDisk: { capacity: '5Gi' } }] }),
  },
  {
    title: 'Bus of disks that name none',
    vm: () => ({ diskBus: DiskBus.SATA, disks: [Disk.emptyDisk('scratch', '5Gi')] }),
    spec: devices({ disks: [{ name: 'boot', disk: { bus: 'sata' } }, { name: 'scratch', disk: { bus: 'sata' } }] }),
  },
  {
    title: 'Serial that stays, by which the guest finds a disk',
    vm: () => ({ disks: [Disk.emptyDisk('scratch', '5Gi')] }),
    spec: devices({ disks: [{ name: 'scratch', serial: 'e1f986b87051c6db2c5f' }] }),
  },
];
