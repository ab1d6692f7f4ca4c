import { ClusterFacts } from '../../../src/admission/rule';
import { Allowed, Changes, Refused } from '../manifests';
import * as accessCredentials from './access-credentials';
import * as cloudInit from './cloud-init';
import * as dataVolumeTemplates from './data-volume-templates';
import * as devices from './devices';
import * as disks from './disks';
import * as firmware from './firmware';
import * as grace from './grace';
import * as identity from './identity';
import * as instancetype from './instancetype';
import * as lifecycle from './lifecycle';
import * as liveUpdate from './live-update';
import * as memoryCpu from './memory-cpu';
import * as networks from './networks';
import * as nodes from './nodes';
import * as probes from './probes';
import * as references from './references';
import * as scheduling from './scheduling';
import * as schema from './schema';
import * as storage from './storage';
import * as vm from './vm';
import * as volumes from './volumes';

const SUBJECTS: readonly { REFUSED: Refused[]; ALLOWED: Allowed[] }[] = [
  accessCredentials, cloudInit, dataVolumeTemplates, devices, disks, firmware, grace, identity, instancetype, lifecycle, liveUpdate,
  memoryCpu, networks, nodes, probes, references, scheduling, schema, storage, vm, volumes,
];

/** A row of either table. */
export interface Row {
  readonly ruleId: string;
  /** Its rule, and what is given or why one might think otherwise. */
  readonly name: string;
  readonly changes: Changes;
  /** Where the finding points; nothing where there is none. */
  readonly refusedAt?: string;
  readonly facts?: Partial<ClusterFacts>;
}

/** What the rules on VMs refuse and leave alone, of all subjects. */
export const ROWS: readonly Row[] = SUBJECTS.flatMap(({ REFUSED, ALLOWED }) => [
  ...REFUSED.map(([ruleId, changes, refusedAt, given, facts]) => ({ ruleId, name: `${ruleId} ${given}`, changes, refusedAt, facts })),
  ...ALLOWED.map(([ruleId, because, changes, facts]) => ({ ruleId, name: `${ruleId} ${because}`, changes, facts })),
]);
