import { Allowed, Refused } from '../manifests';
import * as accessCredentials from './access-credentials';
import * as cloudInit from './cloud-init';
import * as dataVolumeTemplates from './data-volume-templates';
import * as devices from './devices';
import * as disks from './disks';
import * as firmware from './firmware';
import * as identity from './identity';
import * as instancetype from './instancetype';
import * as lifecycle from './lifecycle';
import * as liveUpdate from './live-update';
import * as memoryCpu from './memory-cpu';
import * as networks from './networks';
import * as probes from './probes';
import * as references from './references';
import * as scheduling from './scheduling';
import * as schema from './schema';
import * as vm from './vm';
import * as volumes from './volumes';

const SUBJECTS: readonly { REFUSED: Refused[]; ALLOWED: Allowed[] }[] = [
  accessCredentials, cloudInit, dataVolumeTemplates, devices, disks, firmware, identity, instancetype,
  lifecycle, liveUpdate, memoryCpu, networks, probes, references, scheduling, schema, vm, volumes,
];

/** What the rules on VMs refuse, of all subjects. */
export const REFUSED = SUBJECTS.flatMap((subject) => subject.REFUSED);

/** What they leave alone. */
export const ALLOWED = SUBJECTS.flatMap((subject) => subject.ALLOWED);
