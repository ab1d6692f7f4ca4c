import { Capability, devices, template } from './capability';
import {
  AccessMode, Architecture, BootSource, ContentType, DataSource, DataSourceOrigin, DataVolume, Disk, DiskDevice, HostDiskType, ImagePullPolicy, Nic,
  RegistryPullMethod, VolumeMode,
} from '../../src';

const FEDORA = 'docker://quay.io/containerdisks/fedora:42';
const NOBLE = 'https://cloud-images.ubuntu.com/noble/current/noble-server-cloudimg-amd64.img';

const secret = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name } });
const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const claim = (name: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Gi' } } },
});
/** The namespace of golden images, and that all may clone from there: VmoClusterProfile sees to that. */
const CLONES_ALLOWED = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'vmo-golden-images' } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'clone', namespace: 'vmo-golden-images' },
    rules: [{ apiGroups: ['cdi.kubevirt.io'], resources: ['datavolumes/source'], verbs: ['create'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'clone', namespace: 'vmo-golden-images' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'clone' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:serviceaccounts' }],
  },
];
const filledBy = (source: object, size = '20Gi') => ({ dataVolumeTemplates: [{ spec: { source, storage: { resources: { requests: { storage: size } } } } }] });

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
        spec: {
          source: { registry: { url: 'docker://quay.io/containerdisks/fedora:42' } },
          storage: {
            resources: { requests: { storage: '20Gi' } }, storageClassName: 'ceph-block', accessModes: ['ReadWriteMany'], volumeMode: 'Block',
          },
        },
      }],
    },
    needs: [{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'ceph-block' }, provisioner: 'testbed' }],
  },
  {
    title: 'Container image from a private registry',
    vm: () => ({
      boot: BootSource.containerDisk('registry.example.com/images/app:1', {
        imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT, imagePullSecret: 'registry-login', path: '/disk/app.qcow2',
      }),
    }),
    spec: template({
      volumes: [{
        name: 'boot',
        containerDisk: {
          image: 'registry.example.com/images/app:1', imagePullPolicy: 'IfNotPresent', imagePullSecret: 'registry-login', path: '/disk/app.qcow2',
        },
      }],
    }),
    needs: [secret('registry-login')],
  },
  {
    title: 'Boot disk copied from a private registry',
    vm: () => ({
      boot: BootSource.registry(FEDORA, {
        size: '20Gi', pullMethod: RegistryPullMethod.NODE, secretRef: 'registry-keys', certConfigMap: 'registry-ca', architecture: Architecture.AMD64,
      }),
    }),
    spec: filledBy({
      registry: { url: FEDORA, pullMethod: 'node', secretRef: 'registry-keys', certConfigMap: 'registry-ca', platform: { architecture: 'amd64' } },
    }),
    needs: [secret('registry-keys'), configMap('registry-ca')],
  },
  {
    title: 'Boot disk copied from an ImageStream',
    vm: () => ({
      boot: BootSource.imageStream('rhel9-guest', {
        size: '20Gi', secretRef: 'registry-keys', certConfigMap: 'registry-ca', architecture: Architecture.AMD64,
      }),
    }),
    spec: filledBy({
      registry: {
        imageStream: 'rhel9-guest', pullMethod: 'node', secretRef: 'registry-keys', certConfigMap: 'registry-ca', platform: { architecture: 'amd64' },
      },
    }),
    needs: [secret('registry-keys'), configMap('registry-ca')],
  },
  {
    title: 'Boot disk from a server with a login',
    vm: () => ({
      boot: BootSource.http('https://images.example.com/app.qcow2', {
        size: '20Gi',
        secretRef: 'image-server',
        certConfigMap: 'image-server-ca',
        extraHeaders: ['Accept-Language: en'],
        secretExtraHeaders: ['image-server-token'],
      }),
    }),
    spec: filledBy({
      http: {
        url: 'https://images.example.com/app.qcow2',
        secretRef: 'image-server',
        certConfigMap: 'image-server-ca',
        extraHeaders: ['Accept-Language: en'],
        secretExtraHeaders: ['image-server-token'],
      },
    }),
    needs: [secret('image-server'), configMap('image-server-ca'), secret('image-server-token')],
  },
  {
    title: 'Boot disk cloned from a claim',
    vm: () => ({ boot: BootSource.clonePvc('web-root', { namespace: 'vmo-golden-images', size: '20Gi' }) }),
    spec: filledBy({ pvc: { name: 'web-root', namespace: 'vmo-golden-images' } }),
    needs: [
      ...CLONES_ALLOWED,
      { ...claim('web-root'), metadata: { name: 'web-root', namespace: 'vmo-golden-images' } },
    ],
  },
  {
    title: 'Boot disk cloned from a snapshot',
    vm: () => ({ boot: BootSource.snapshot('web-root-monday') }),
    spec: { dataVolumeTemplates: [{ spec: { source: { snapshot: { name: 'web-root-monday', namespace: 'capabilities' } }, storage: {} } }] },
  },
  {
    title: 'Boot disk downloaded from S3',
    vm: () => ({
      boot: BootSource.s3('https://s3.eu-central-1.amazonaws.com/images/app.qcow2', { size: '20Gi', secretRef: 's3-keys', certConfigMap: 's3-ca' }),
    }),
    spec: filledBy({ s3: { url: 'https://s3.eu-central-1.amazonaws.com/images/app.qcow2', secretRef: 's3-keys', certConfigMap: 's3-ca' } }),
    needs: [secret('s3-keys'), configMap('s3-ca')],
  },
  {
    title: 'Boot disk downloaded from Google Cloud Storage',
    vm: () => ({ boot: BootSource.gcs('gs://images/app.qcow2', { size: '20Gi', secretRef: 'gcs-key' }) }),
    spec: filledBy({ gcs: { url: 'gs://images/app.qcow2', secretRef: 'gcs-key' } }),
    needs: [secret('gcs-key')],
  },
  {
    title: 'Boot disk copied from oVirt',
    vm: () => ({
      boot: BootSource.imageio('https://engine.example.com/ovirt-engine/api', {
        size: '20Gi', diskId: '1d82b4a4-1c5e-4c1b-9a3e-7d1b2f0c9e11', secretRef: 'ovirt-login', certConfigMap: 'ovirt-ca', insecureSkipVerify: false,
      }),
    }),
    spec: filledBy({
      imageio: {
        url: 'https://engine.example.com/ovirt-engine/api',
        diskId: '1d82b4a4-1c5e-4c1b-9a3e-7d1b2f0c9e11',
        secretRef: 'ovirt-login',
        certConfigMap: 'ovirt-ca',
        insecureSkipVerify: false,
      },
    }),
    needs: [secret('ovirt-login'), configMap('ovirt-ca')],
  },
  {
    title: 'Boot disk copied from VMware',
    vm: () => ({
      boot: BootSource.vddk('https://vcenter.example.com/sdk', {
        size: '20Gi',
        backingFile: '[iscsi] app/app.vmdk',
        uuid: '52260566-b032-36cb-55b1-79bf29e30490',
        thumbprint: '20:6C:8A:5D:44:40:B3:79:4B:28:EA:76:13:60:90:6E:49:D9:D9:A3',
        secretRef: 'vcenter-login',
        initImageUrl: 'registry.example.com/vddk:8',
        extraArgs: 'vddk-options',
      }),
    }),
    spec: filledBy({
      vddk: {
        url: 'https://vcenter.example.com/sdk',
        backingFile: '[iscsi] app/app.vmdk',
        uuid: '52260566-b032-36cb-55b1-79bf29e30490',
        thumbprint: '20:6C:8A:5D:44:40:B3:79:4B:28:EA:76:13:60:90:6E:49:D9:D9:A3',
        secretRef: 'vcenter-login',
        initImageURL: 'registry.example.com/vddk:8',
        extraArgs: 'vddk-options',
      },
    }),
    needs: [secret('vcenter-login'), configMap('vddk-options')],
  },
  {
    title: 'Boot disk uploaded from a workstation',
    vm: () => ({ boot: BootSource.upload('20Gi') }),
    spec: filledBy({ upload: {} }),
  },
  {
    title: 'Boot disk filled by a volume populator',
    vm: () => ({ boot: BootSource.populator({ apiGroup: 'cdi.kubevirt.io', kind: 'VolumeImportSource', name: 'fedora' }, { size: '20Gi' }) }),
    spec: {
      dataVolumeTemplates: [{
        spec: {
          storage: {
            resources: { requests: { storage: '20Gi' } },
            dataSourceRef: { apiGroup: 'cdi.kubevirt.io', kind: 'VolumeImportSource', name: 'fedora' },
          },
        },
      }],
    },
  },
  {
    title: 'Empty boot disk and an installer ISO',
    vm: () => ({
      boot: BootSource.blank('60Gi'),
      bootDisk: { bootOrder: 1 }, // passed over as long as it is empty
      disks: [Disk.of('installer', BootSource.http('https://images.example.com/installer.iso', { size: '6Gi' }), { device: DiskDevice.CDROM, bootOrder: 2 })],
    }),
    spec: {
      dataVolumeTemplates: [
        { metadata: { name: 'empty-boot-disk-and-an-installer-iso-boot' }, spec: { source: { blank: {} }, storage: { resources: { requests: { storage: '60Gi' } } } } },
        {
          metadata: { name: 'empty-boot-disk-and-an-installer-iso-installer' },
          spec: { source: { http: { url: 'https://images.example.com/installer.iso' } }, storage: { resources: { requests: { storage: '6Gi' } } } },
        },
      ],
      ...devices({
        disks: [{ name: 'boot', disk: { bus: 'virtio' }, bootOrder: 1 }, { name: 'installer', cdrom: { bus: 'sata' }, bootOrder: 2 }],
      }),
    },
  },
  {
    title: 'Boot from the network',
    vm: () => ({ boot: BootSource.network(), nics: [Nic.pod({ bootOrder: 1 })] }),
    spec: template({ domain: { devices: { disks: undefined, interfaces: [{ name: 'default', bootOrder: 1 }] } }, volumes: undefined }),
  },
  {
    title: 'Boot from a claim for reading',
    vm: () => ({ boot: BootSource.existingPvc('kiosk-root', { readOnly: true }), bootDisk: { readOnly: true } }),
    spec: {
      ...template({
        volumes: [{ name: 'boot', persistentVolumeClaim: { claimName: 'kiosk-root', readOnly: true } }],
        domain: { devices: { disks: [{ name: 'boot', disk: { bus: 'virtio', readonly: true } }] } },
      }),
    },
    needs: [claim('kiosk-root')],
  },
  {
    title: 'Boot from a claim that stays as it is',
    vm: () => ({ boot: BootSource.ephemeral('kiosk-root') }),
    spec: template({ volumes: [{ name: 'boot', ephemeral: { persistentVolumeClaim: { claimName: 'kiosk-root' } } }] }),
    needs: [claim('kiosk-root')],
  },
  {
    title: 'Boot from a DataVolume that exists',
    vm: () => ({ boot: BootSource.existingDataVolume('imported') }),
    spec: template({ volumes: [{ name: 'boot', dataVolume: { name: 'imported' } }] }),
    needs: [{
      apiVersion: 'cdi.kubevirt.io/v1beta1',
      kind: 'DataVolume',
      metadata: { name: 'imported' },
      spec: { source: { blank: {} }, storage: { resources: { requests: { storage: '20Gi' } } } },
    }],
  },
  {
    title: 'Boot from a DataVolume of your own',
    vm: ({ stack, cluster, namespace }) => ({
      boot: BootSource.fromDataVolume(new DataVolume(stack, 'installed', { cluster, namespace, source: BootSource.blank('20Gi') })),
    }),
    spec: template({ volumes: [{ name: 'boot', dataVolume: { name: 'installed' } }] }),
  },
  {
    title: 'Boot disk cloned from a golden image of your own',
    vm: ({ stack, cluster }) => ({
      boot: BootSource.fromDataSource(new DataSource(stack, 'sles-15', { cluster, origin: DataSourceOrigin.claim('sles-15') }), { size: '30Gi' }),
    }),
    spec: {
      dataVolumeTemplates: [{
        spec: {
          sourceRef: { kind: 'DataSource', name: 'sles-15', namespace: 'vmo-golden-images' },
          storage: { resources: { requests: { storage: '30Gi' } } },
        },
      }],
    },
    needs: [...CLONES_ALLOWED, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'sles-15', namespace: 'vmo-golden-images' },
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Gi' } } },
    }],
  },
  {
    title: 'Boot from a file on the node',
    vm: () => ({ boot: BootSource.hostDisk('/data/web.img', { capacity: '20Gi', type: HostDiskType.DISK_OR_CREATE, shared: true }) }),
    spec: template({ volumes: [{ name: 'boot', hostDisk: { path: '/data/web.img', capacity: '20Gi', type: 'DiskOrCreate', shared: true } }] }),
    gates: ['HostDisk'],
  },
  {
    title: 'How the boot disk is filled',
    vm: () => ({
      boot: BootSource.registry(FEDORA, {
        size: '20Gi', preallocation: true, contentType: ContentType.KUBEVIRT, priorityClassName: 'system-cluster-critical',
      }),
    }),
    spec: {
      dataVolumeTemplates: [{
        spec: {
          ...filledBy({ registry: { url: FEDORA } }).dataVolumeTemplates[0].spec,
          preallocation: true,
          contentType: 'kubevirt',
          priorityClassName: 'system-cluster-critical',
        },
      }],
    },
  },
];
