import { posix } from 'path';
import { show } from '../finding';
import { VmRule } from '../rule';
import { atLeastMebibyte, exactlyOne, filled, needsGate, repeated, strictlyOneOf } from './checks';

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

/** Rules on volumes. */
export const VOLUME_RULES: VmRule[] = [
  {
    id: 'VO-1',
    severity: 'error',
    title: 'A volume has a name of its own and one source',
    * check({ volumes }) {
      yield* repeated(volumes);
      for (const volume of volumes) yield* exactlyOne(volume, SOURCES, 'source');
    },
  },
  {
    id: 'VO-2',
    severity: 'error',
    title: 'A volume names the object behind it',
    * check({ volumes }) {
      for (const volume of volumes) {
        for (const source of volume.which(Object.keys(REFERENCES))) yield* filled(volume.at(source), REFERENCES[source]);
      }
    },
  },
  {
    id: 'VO-3',
    severity: 'error',
    title: 'A VM has at most one service account, downward metrics and memory dump volume',
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
    title: 'A host disk needs a feature gate, a path and a type',
    * check({ volumes }, { featureGates }) {
      for (const hostDisk of volumes.flatMap((volume) => volume.certain(['hostDisk']).map((source) => volume.at(source)))) {
        yield* needsGate(hostDisk, 'HostDisk', featureGates);
        yield* filled(hostDisk, 'path');
        yield* strictlyOneOf(hostDisk, 'type', ['Disk', 'DiskOrCreate']);
      }
    },
  },
  {
    id: 'VO-8',
    severity: 'error',
    title: 'The path in a container disk is absolute, without relative parts, and not the root',
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
    id: 'R-24',
    severity: 'error',
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
    title: 'An empty disk has at least 1Mi: without a unit, a number is bytes',
    check: ({ volumes }) => volumes.flatMap((volume) => [...atLeastMebibyte(volume.at('emptyDisk').at('capacity'))]),
  },
  {
    id: 'R-29',
    severity: 'error',
    title: 'The image of a container disk has no white space; the server takes it, and the image is never pulled',
    * check({ volumes }) {
      for (const containerDisk of volumes.map((volume) => volume.at('containerDisk'))) {
        const image = containerDisk.text('image');
        if (!image || !/\s/.test(image)) continue;
        yield {
          path: `${containerDisk.path}.image`,
          message: `got ${show(image)}, expected an image without white space`,
          remedy: `use "${image.replace(/\s+/g, '') || 'quay.io/containerdisks/fedora:42'}"`,
        };
      }
    },
  },
];
