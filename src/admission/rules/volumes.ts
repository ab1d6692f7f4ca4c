import { posix } from 'path';
import { show } from '../finding';
import { Part } from '../part';
import { VmRule } from '../rule';
import { claimOf, writing } from '../sharing';
import { atLeastMebibyte, during, exactlyOne, filled, names, needsGate, notFound, oneOf, repeated, strictlyOneOf } from './checks';
import { nanos } from '../../kubevirt/quantity';

const SOURCES = [
  'containerDisk', 'dataVolume', 'persistentVolumeClaim', 'cloudInitNoCloud', 'cloudInitConfigDrive', 'sysprep', 'configMap', 'secret',
  'serviceAccount', 'emptyDisk', 'ephemeral', 'hostDisk', 'downwardAPI', 'downwardMetrics', 'memoryDump', 'containerPath',
];

/** Sources that name another object, and where. */
const REFERENCES: Record<string, string> = {
  dataVolume: 'name',
  configMap: 'name',
  secret: 'secretName',
  serviceAccount: 'serviceAccountName',
};

/** Sources of which a VM has at most one. */
const SINGLE = ['serviceAccount', 'downwardMetrics', 'memoryDump'];

/** Sources with a directory behind them. */
const DIRECTORIES = ['persistentVolumeClaim', 'dataVolume', 'configMap', 'secret', 'serviceAccount', 'downwardAPI', 'containerPath'];

/** Directories of the pod that are KubeVirt's own. */
const RESERVED_PATHS = ['/var/run/kubevirt', '/var/run/libvirt'];

/** Rules on volumes and the file systems made of them. */
export const VOLUME_RULES: VmRule[] = [
  {
    id: 'VO-1',
    severity: 'error',
    phase: 'admission',
    title: 'A volume has a name of its own and one source',
    mirrors: 'validateVolumes',
    * check({ volumes }) {
      yield* repeated(volumes);
      for (const volume of volumes) yield* exactlyOne(volume, SOURCES, 'source');
    },
  },
  {
    id: 'VO-2',
    severity: 'error',
    phase: 'admission',
    title: 'A volume names the object behind it',
    mirrors: 'validateVolumes',
    * check({ volumes }) {
      for (const volume of volumes) {
        for (const source of volume.which(Object.keys(REFERENCES))) yield* filled(volume.at(source), REFERENCES[source]);
      }
    },
  },
  {
    id: 'VO-3',
    severity: 'error',
    phase: 'admission',
    title: 'A VM has at most one service account, downward metrics and memory dump volume',
    mirrors: 'validateVolumes',
    * check({ volumes }) {
      for (const source of SINGLE) {
        for (const extra of volumes.filter((volume) => volume.certain([source]).length > 0).slice(1)) {
          yield { path: `${extra.path}.${source}`, message: `got a second ${source} volume, expected at most one`, remedy: 'take it out' };
        }
      }
    },
  },
  {
    id: 'VO-7',
    severity: 'error',
    phase: 'admission',
    title: 'A host disk needs a feature gate, a path and a type; a capacity only where it is made',
    gates: ['HostDisk'],
    mirrors: 'validateVolumes',
    * check({ volumes }, { featureGates }) {
      for (const hostDisk of volumes.flatMap((volume) => volume.certain(['hostDisk']).map((source) => volume.at(source)))) {
        yield* needsGate(hostDisk, 'HostDisk', featureGates);
        yield* filled(hostDisk, 'path');
        yield* strictlyOneOf(hostDisk, 'type', ['Disk', 'DiskOrCreate']);
        const { value, path } = hostDisk.at('capacity');
        if (hostDisk.text('type') !== 'Disk' || (nanos(value) ?? 0n) === 0n) continue;
        yield { path, message: `got ${show(value)} for a file that is there`, remedy: 'use type "DiskOrCreate", or take it out' };
      }
    },
  },
  {
    id: 'VO-8',
    severity: 'error',
    phase: 'admission',
    title: 'The path in a container disk is absolute, without relative parts, and not the root',
    mirrors: 'ValidatePath',
    * check({ volumes }) {
      for (const containerDisk of volumes.map((volume) => volume.at('containerDisk'))) {
        const path = containerDisk.text('path');
        if (!path || (path !== '/' && posix.join('/', path).replace(/\/$/, '') === path.replace(/\/$/, ''))) continue;
        yield {
          path: `${containerDisk.path}.path`,
          message: `got ${show(path)}, expected an absolute path to a file, without "." and ".."`,
          remedy: 'write it like "/disk/image.qcow2"',
        };
      }
    },
  },
  {
    id: 'VO-9',
    severity: 'error',
    phase: 'admission',
    title: 'Utility volumes are given to running VMs only',
    mirrors: 'ValidateUtilityVolumesNotPresentOnCreation',
    * check({ template }) {
      const volumes = template.at('utilityVolumes');
      if (Array.isArray(volumes.value)) yield { path: volumes.path, message: 'got utility volumes on a VM that does not run yet', remedy: 'take them out' };
    },
  },
  {
    id: 'VO-10',
    severity: 'error',
    phase: 'start',
    title: 'A path of the pod needs a feature gate; it is absolute, not KubeVirt\'s own, for reading, and a file system',
    gates: ['ContainerPathVolumes'],
    mirrors: 'validateVirtualMachineInstanceSpecVolumeDisks',
    * check({ devices, disks, volumes }, { featureGates }) {
      for (const volume of volumes.filter((one) => one.certain(['containerPath']).length > 0)) {
        const name = volume.text('name');
        const containerPath = volume.at('containerPath');
        const path = containerPath.text('path');
        // The webhooks take it without the gate; virt-controller makes no pod of it.
        yield* during('runtime', needsGate(containerPath, 'ContainerPathVolumes', featureGates));
        if (path !== undefined && (!path.startsWith('/') || path.split('/').includes('..'))) {
          yield { path: `${containerPath.path}.path`, message: `got ${show(path)}, expected an absolute path without ".."`, remedy: 'write it like "/var/run/secrets/token"', phase: 'schema' };
        }
        if (path !== undefined && RESERVED_PATHS.some((reserved) => path.startsWith(reserved))) {
          yield { path: `${containerPath.path}.path`, message: `got ${show(path)}, which is KubeVirt's own`, remedy: 'use another path' };
        }
        if (containerPath.get('readOnly') === false) {
          yield { path: `${containerPath.path}.readOnly`, message: 'got false, a path of the pod is for reading', remedy: 'take it out', phase: 'schema' };
        }
        // A volume that is no file system becomes a disk.
        if (name !== undefined && (disks.some((disk) => disk.text('name') === name) || names(devices.at('filesystems'))?.has(name) === false)) {
          yield { path: volume.path, message: 'got a path of the pod as a disk, expected a file system', remedy: 'put its name into filesystems, not into disks' };
        }
      }
    },
  },
  {
    id: 'VO-12',
    severity: 'error',
    phase: 'admission',
    title: 'Downward metrics need a feature gate',
    gates: ['DownwardMetrics'],
    mirrors: 'validateVolumes',
    * check({ volumes }, { featureGates }) {
      for (const volume of volumes.filter((one) => one.certain(['downwardMetrics']).length > 0)) {
        yield* needsGate(volume.at('downwardMetrics'), 'DownwardMetrics', featureGates);
      }
    },
  },
  {
    id: 'VO-13',
    severity: 'error',
    phase: 'admission',
    title: 'A file system on a claim needs a feature gate',
    gates: ['EnableVirtioFsStorageVolumes'],
    mirrors: 'validateFilesystemsWithVirtIOFSEnabled',
    * check({ devices, volumes }, { featureGates }) {
      for (const filesystem of devices.list('filesystems')) {
        const volume = volumes.find((one) => one.text('name') !== undefined && one.text('name') === filesystem.text('name'));
        if (volume?.certain(['persistentVolumeClaim', 'dataVolume']).length) yield* needsGate(filesystem, 'EnableVirtioFsStorageVolumes', featureGates);
      }
    },
  },
  {
    id: 'R-47',
    severity: 'error',
    phase: 'runtime',
    title: 'A file system has a name of its own and a volume with a directory behind it; the server takes others, and the VM never starts',
    * check({ devices, template, volumes }) {
      const known = names(template.at('volumes'));
      yield* repeated(devices.list('filesystems'));
      for (const filesystem of known ? devices.list('filesystems') : []) {
        const name = filesystem.text('name');
        if (name === undefined) continue;
        const volume = volumes.find((one) => one.text('name') === name);
        if (!volume) yield notFound(`${filesystem.path}.name`, name, 'volume', known!);
        const other = volume?.certain(SOURCES).find((source) => !DIRECTORIES.includes(source));
        if (other) yield { path: filesystem.path, message: `got a file system on ${other}, which has no directory`, remedy: 'make it a disk' };
      }
    },
  },
  {
    id: 'R-43',
    severity: 'error',
    phase: 'runtime',
    title: 'A file of a downward API volume shows either a field or a resource; the server takes others, and the VM never starts',
    * check({ volumes }) {
      for (const file of volumes.flatMap((volume) => volume.at('downwardAPI').list('fields'))) {
        yield* exactlyOne(file, ['fieldRef', 'resourceFieldRef'], 'content');
      }
    },
  },
  {
    id: 'R-45',
    severity: 'error',
    phase: 'admission',
    title: 'The pull policy of a container disk is one that Kubernetes knows',
    mirrors: 'ValidateSchema',
    check: ({ volumes }) => volumes.flatMap((volume) => oneOf(volume.at('containerDisk'), 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never'])),
  },
  {
    id: 'R-41',
    severity: 'error',
    phase: 'runtime',
    title: 'The update strategy of volumes is one that KubeVirt knows; the server takes any word, and changes no volume',
    check: ({ spec }) => strictlyOneOf(spec, 'updateVolumesStrategy', ['Replacement', 'Migration']),
  },
  {
    id: 'R-24',
    severity: 'error',
    phase: 'runtime',
    title: 'A container disk has an image and a claim volume a claim; the server takes empty ones, and the VM never starts',
    * check({ volumes }) {
      for (const volume of volumes) {
        if (volume.at('containerDisk').text('image') === '') yield* filled(volume.at('containerDisk'), 'image');
        if (volume.at('persistentVolumeClaim').text('claimName') === '') yield* filled(volume.at('persistentVolumeClaim'), 'claimName');
      }
    },
  },
  {
    id: 'R-26',
    severity: 'error',
    phase: 'runtime',
    title: 'An empty disk has at least 1Mi: without a unit, a number is bytes',
    check: ({ volumes }) => volumes.flatMap((volume) => atLeastMebibyte(volume.at('emptyDisk').at('capacity'))),
  },
  {
    id: 'R-29',
    severity: 'error',
    phase: 'runtime',
    title: 'The image of a container disk has no white space and no scheme; the server takes it, and the image is never pulled',
    * check({ volumes }) {
      for (const containerDisk of volumes.map((volume) => volume.at('containerDisk'))) {
        const image = containerDisk.text('image');
        if (!image || !/\s|:\/\//.test(image)) continue;
        yield {
          path: `${containerDisk.path}.image`,
          message: `got ${show(image)}, expected an image without white space, and nothing such as "docker://" before it`,
          remedy: `use "${image.replace(/\s+|^.*:\/\//g, '') || 'quay.io/containerdisks/fedora:42'}"`,
        };
      }
    },
  },
  {
    id: 'R-116',
    severity: 'error',
    phase: 'runtime',
    title: 'A claim is one disk of a VM; QEMU opens it a second time for reading alone, or where both disks share it',
    * check({ template, volumes }) {
      const onClaims = volumes.filter((volume) => typeof claimOf(volume.value) === 'string');
      if (onClaims.length < 2) return;
      const written = new Map<unknown, { volume: Part; shares: boolean }>();
      for (const volume of onClaims) {
        const claim = claimOf(volume.value);
        const writes = writing(volume.value, template.value);
        if (!writes) continue;
        const earlier = written.get(claim);
        written.set(claim, { volume, ...writes });
        if (!earlier || (earlier.shares && writes.shares)) continue;
        yield {
          path: volume.path,
          message: `got the claim ${show(claim)} a second time, as in the volume ${show(earlier.volume.get('name'))}; QEMU locks what a disk writes to`,
          remedy: 'use another claim, or keep one of the two volumes',
        };
      }
    },
  },
];
