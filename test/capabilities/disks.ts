import { Capability, devices, domain, template } from './capability';
import {
  BlockSize, BootSource, ContentType, DataVolume, Disk, DiskBus, DiskCache, DiskDevice, DiskErrorPolicy, DiskIo, Filesystem, IoThreads, TrayState,
  UpdateVolumesStrategy, VolumeMode,
} from '../../src';

const claim = (name: string, volumeMode = 'Filesystem') => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteMany'], volumeMode, resources: { requests: { storage: '10Gi' } } },
});
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'app-keys' } };
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app-config' } };
const serviceAccount = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'app' } };

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
    title: 'Disk that is a DataVolume of your own',
    vm: ({ stack, cluster, namespace }) => ({
      disks: [Disk.fromDataVolume('data', new DataVolume(stack, 'web-data', { cluster, namespace, source: BootSource.blank('10Gi') }))],
    }),
    spec: template({ volumes: [{ name: 'data', dataVolume: { name: 'web-data' } }] }),
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
  {
    title: 'Disk from anywhere a VM can boot from',
    vm: () => ({ disks: [Disk.of('tools', BootSource.containerDisk('quay.io/kubevirt/virtio-container-disk:v1.8.4'), { device: DiskDevice.CDROM })] }),
    spec: template({
      volumes: [{ name: 'tools', containerDisk: { image: 'quay.io/kubevirt/virtio-container-disk:v1.8.4' } }],
      domain: { devices: { disks: [{ name: 'tools', cdrom: { bus: 'sata' } }] } },
    }),
  },
  {
    title: 'CD-ROM drive without a medium',
    gates: ['DeclarativeHotplugVolumes'],
    vm: () => ({ disks: [Disk.emptyCdrom('cd', { tray: TrayState.OPEN, readOnly: true, bus: DiskBus.SCSI })] }),
    spec: devices({ disks: [{ name: 'cd', cdrom: { bus: 'scsi', readonly: true, tray: 'open' } }] }),
  },
  {
    title: 'LUN with SCSI persistent reservations',
    vm: () => ({ disks: [Disk.existingPvc('quorum', 'quorum', { device: DiskDevice.LUN, reservation: true })] }),
    spec: devices({ disks: [{ name: 'quorum', lun: { bus: 'scsi', reservation: true } }] }),
    gates: ['PersistentReservation'],
    needs: [claim('quorum', 'Block')],
  },
  {
    title: 'Disk shared with other VMs',
    vm: () => ({ disks: [Disk.existingPvc('shared', 'shared', { shareable: true, cache: DiskCache.NONE })] }),
    spec: devices({ disks: [{ name: 'shared', disk: { bus: 'virtio' }, shareable: true, cache: 'none' }] }),
    needs: [claim('shared', 'Block')],
  },
  {
    title: 'Cache, I/O mode and errors of a disk',
    vm: () => ({
      disks: [Disk.emptyDisk('scratch', '5Gi', { cache: DiskCache.WRITEBACK, io: DiskIo.THREADS, errorPolicy: DiskErrorPolicy.REPORT, dedicatedIoThread: true })],
    }),
    spec: devices({ disks: [{ name: 'scratch', cache: 'writeback', io: 'threads', errorPolicy: 'report', dedicatedIOThread: true }] }),
  },
  {
    title: 'Block sizes of a disk',
    vm: () => ({
      disks: [
        Disk.emptyDisk('scratch', '5Gi', { blockSize: BlockSize.custom({ logical: 4096, physical: 4096, discardGranularity: 8192 }) }),
        Disk.existingPvc('data', 'raw-data', { blockSize: BlockSize.matchVolume() }),
      ],
    }),
    spec: devices({
      disks: [
        { name: 'scratch', blockSize: { custom: { logical: 4096, physical: 4096, discardGranularity: 8192 } } },
        { name: 'data', blockSize: { matchVolume: {} } },
      ],
    }),
    needs: [claim('raw-data', 'Block')],
  },
  {
    title: 'Serial, tag and PCI address of a disk',
    vm: () => ({ disks: [Disk.emptyDisk('scratch', '5Gi', { serial: 'scratch-01', tag: 'scratch', pciAddress: '0000:81:01.0' })] }),
    spec: devices({ disks: [{ name: 'scratch', disk: { bus: 'virtio', pciAddress: '0000:81:01.0' }, serial: 'scratch-01', tag: 'scratch' }] }),
  },
  {
    title: 'Order in which disks are booted from',
    vm: () => ({ bootDisk: { bootOrder: 2 }, disks: [Disk.emptyDisk('scratch', '5Gi', { bootOrder: 1 })] }),
    spec: devices({ disks: [{ name: 'boot', bootOrder: 2 }, { name: 'scratch', bootOrder: 1 }] }),
  },
  {
    title: 'Disk that can be taken out of a running VM',
    vm: () => ({ disks: [Disk.blank('data', '10Gi', { bus: DiskBus.SCSI, hotpluggable: true })] }),
    spec: template({ volumes: [{ name: 'data', dataVolume: { name: 'disk-that-can-be-taken-out-of-a-running-vm-data', hotpluggable: true } }] }),
  },
  {
    title: 'Changed blocks tracked for backups',
    vm: () => ({ bootDisk: { changedBlockTracking: true } }),
    spec: devices({ disks: [{ name: 'boot', changedBlockTracking: true }] }),
    gates: ['IncrementalBackup'],
  },
  {
    title: 'Disk with the files of a ConfigMap',
    vm: () => ({ disks: [Disk.configMap('config', 'app-config', { volumeLabel: 'OEMDRV', optional: true })] }),
    spec: template({
      volumes: [{ name: 'config', configMap: { name: 'app-config', volumeLabel: 'OEMDRV', optional: true } }],
      domain: { devices: { disks: [{ name: 'config', disk: { bus: 'virtio' } }] } },
    }),
    needs: [configMap],
  },
  {
    title: 'Disk with the files of a Secret',
    vm: () => ({ disks: [Disk.secret('keys', 'app-keys')] }),
    spec: template({ volumes: [{ name: 'keys', secret: { secretName: 'app-keys' } }] }),
    needs: [secret],
  },
  {
    title: 'Disk with the token of a ServiceAccount',
    vm: () => ({ disks: [Disk.serviceAccount('token', 'app')] }),
    spec: template({ volumes: [{ name: 'token', serviceAccount: { serviceAccountName: 'app' } }] }),
    needs: [serviceAccount],
  },
  {
    title: 'Disk with what Kubernetes knows of the pod',
    vm: () => ({
      disks: [Disk.downwardApi('pod', [
        { path: 'labels', fieldPath: 'metadata.labels', mode: 0o400 },
        { path: 'memory', resource: 'limits.memory', containerName: 'compute', divisor: '1Mi' },
      ])],
    }),
    spec: template({
      volumes: [{
        name: 'pod',
        downwardAPI: {
          fields: [
            { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' }, mode: 256 },
            { path: 'memory', resourceFieldRef: { resource: 'limits.memory', containerName: 'compute', divisor: '1Mi' } },
          ],
        },
      }],
    }),
  },
  {
    title: 'Metrics of the host for the guest',
    vm: () => ({ disks: [Disk.downwardMetrics('metrics')] }),
    spec: template({
      volumes: [{ name: 'metrics', downwardMetrics: {} }],
      domain: { devices: { disks: [{ name: 'metrics', disk: { bus: 'virtio' } }] } },
    }),
    gates: ['DownwardMetrics'],
  },
  {
    title: 'Threads for disks, shared out by KubeVirt',
    vm: () => ({ ioThreads: IoThreads.auto(), blockMultiQueue: true }),
    spec: domain({ ioThreadsPolicy: 'auto', devices: { blockMultiQueue: true } }),
  },
  {
    title: 'One thread for all disks',
    vm: () => ({ ioThreads: IoThreads.shared() }),
    spec: domain({ ioThreadsPolicy: 'shared' }),
  },
  {
    title: 'Pool of threads for each disk',
    vm: () => ({ ioThreads: IoThreads.supplementalPool(4) }),
    spec: domain({ ioThreadsPolicy: 'supplementalPool', ioThreads: { supplementalPoolThreadCount: 4 } }),
  },
  {
    title: 'No disks added while it runs',
    vm: () => ({ disableHotplug: true }),
    spec: devices({ disableHotplug: true }),
  },
  {
    title: 'Volumes that are exchanged while it runs',
    vm: () => ({ updateVolumesStrategy: UpdateVolumesStrategy.MIGRATION }),
    spec: { updateVolumesStrategy: 'Migration' },
  },
  {
    title: 'Directory on a claim',
    vm: () => ({ filesystems: [Filesystem.existingPvc('data', 'team-data')] }),
    spec: template({
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'team-data' } }],
      domain: { devices: { filesystems: [{ name: 'data', virtiofs: {} }] } },
    }),
    gates: ['EnableVirtioFsStorageVolumes'],
    needs: [claim('team-data')],
  },
  {
    title: 'Directory from an archive',
    vm: () => ({
      filesystems: [Filesystem.of('docs', BootSource.http('https://images.example.com/docs.tar', { size: '1Gi', contentType: ContentType.ARCHIVE }))],
    }),
    spec: {
      dataVolumeTemplates: [{
        metadata: { name: 'directory-from-an-archive-docs' },
        spec: {
          source: { http: { url: 'https://images.example.com/docs.tar' } }, contentType: 'archive', storage: { resources: { requests: { storage: '1Gi' } } },
        },
      }],
      ...devices({ filesystems: [{ name: 'docs', virtiofs: {} }] }),
    },
    gates: ['EnableVirtioFsStorageVolumes'],
  },
  {
    title: 'Directories with configuration and keys',
    vm: () => ({
      filesystems: [
        Filesystem.configMap('config', 'app-config', { optional: true }),
        Filesystem.secret('keys', 'app-keys'),
        Filesystem.serviceAccount('token', 'app'),
        Filesystem.downwardApi('pod', [{ path: 'labels', fieldPath: 'metadata.labels' }]),
      ],
    }),
    spec: template({
      volumes: [
        { name: 'config', configMap: { name: 'app-config', optional: true } },
        { name: 'keys', secret: { secretName: 'app-keys' } },
        { name: 'token', serviceAccount: { serviceAccountName: 'app' } },
        { name: 'pod', downwardAPI: { fields: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      ],
      domain: { devices: { filesystems: ['config', 'keys', 'token', 'pod'].map((name) => ({ name, virtiofs: {} })) } },
    }),
    needs: [configMap, secret, serviceAccount],
  },
  {
    title: 'Directory that is mounted into the pod',
    vm: () => ({ filesystems: [Filesystem.containerPath('aws-token', '/var/run/secrets/eks.amazonaws.com/serviceaccount')] }),
    spec: template({
      volumes: [{ name: 'aws-token', containerPath: { path: '/var/run/secrets/eks.amazonaws.com/serviceaccount', readOnly: true } }],
      domain: { devices: { filesystems: [{ name: 'aws-token', virtiofs: {} }] } },
    }),
    gates: ['ContainerPathVolumes'],
  },
];
