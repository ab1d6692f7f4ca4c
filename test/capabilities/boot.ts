import { Capability, template } from './capability';
import { AccessMode, BootSource, VolumeMode } from '../../src';

const NOBLE = 'https://cloud-images.ubuntu.com/noble/current/noble-server-cloudimg-amd64.img';

export const boot: Capability[] = [
  {
    title: 'Boot from a container image',
    vm: () => ({ boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') }),
    spec: template({ volumes: [{ name: 'boot', containerDisk: { image: 'quay.io/containerdisks/fedora:42' } }] }),
  },
  {
    title: 'Boot disk copied from a container image',
    vm: () => ({ boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi' }) }),
    spec: {
      dataVolumeTemplates: [{
        spec: { source: { registry: { url: 'docker://quay.io/containerdisks/fedora:42' } }, storage: { resources: { requests: { storage: '20Gi' } } } },
      }],
    },
  },
  {
    title: 'Boot disk downloaded from a web server',
    vm: () => ({ boot: BootSource.http(NOBLE, { size: '20Gi' }) }),
    spec: { dataVolumeTemplates: [{ spec: { source: { http: { url: NOBLE } }, storage: { resources: { requests: { storage: '20Gi' } } } } }] },
  },
  {
    title: 'Boot disk cloned from a golden image',
    vm: () => ({ boot: BootSource.dataSource('rhel-9', { namespace: 'vmo-golden-images', size: '30Gi' }) }),
    spec: {
      dataVolumeTemplates: [{
        spec: {
          sourceRef: { kind: 'DataSource', name: 'rhel-9', namespace: 'vmo-golden-images' },
          storage: { resources: { requests: { storage: '30Gi' } } },
        },
      }],
    },
    needs: [
      {
        apiVersion: 'cdi.kubevirt.io/v1beta1',
        kind: 'DataSource',
        metadata: { name: 'rhel-9', namespace: 'vmo-golden-images' },
        spec: { source: { pvc: { name: 'rhel-9', namespace: 'vmo-golden-images' } } },
      },
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'rhel-9', namespace: 'vmo-golden-images' },
        spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Gi' } } },
      },
    ],
  },
  {
    title: 'Boot from a claim that exists',
    vm: () => ({ boot: BootSource.existingPvc('web-root') }),
    spec: template({ volumes: [{ name: 'boot', persistentVolumeClaim: { claimName: 'web-root' } }] }),
    needs: [{
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'web-root' },
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Gi' } } },
    }],
  },
  {
    title: 'StorageClass and kind of the boot disk',
    vm: () => ({
      boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', {
        size: '20Gi', storageClass: 'ceph-block', accessModes: [AccessMode.READ_WRITE_MANY], volumeMode: VolumeMode.BLOCK,
      }),
    }),
    spec: {
      dataVolumeTemplates: [{
        spec: { storage: { storageClassName: 'ceph-block', accessModes: ['ReadWriteMany'], volumeMode: 'Block' } },
      }],
    },
    needs: [{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'ceph-block' }, provisioner: 'testbed' }],
  },
];
