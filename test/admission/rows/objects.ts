import * as cdi from './cdi';
import { COMPANIONS } from './companions';
import * as dataVolumes from './data-volumes';
import * as instancetypeObjects from './instancetype-objects';
import * as kubevirt from './kubevirt';
import * as secrets from './secrets';
import { ClusterFacts } from '../../../src/admission/rule';
import { withChanges } from '../manifests';

/** A row of a table on objects of other kinds than VMs. */
export interface ObjectRow {
  /** The rule that it is about. Absent where no rule has anything against it. */
  readonly ruleId?: string;
  /** What is given, or why one might think otherwise. */
  readonly name: string;
  readonly manifest: any;
  /** Where the finding points; nothing where there is none. */
  readonly refusedAt?: string;
  readonly facts: Partial<ClusterFacts>;
}

/** What the rules on all other kinds refuse and leave alone. */
export const OBJECT_ROWS: readonly ObjectRow[] = [
  ...COMPANIONS.flatMap(({ base, facts: usual, REFUSED, ALLOWED }) => [
    ...REFUSED.map(([ruleId, changes, refusedAt, name, facts = usual]) =>
      ({ ruleId, name, manifest: withChanges(base(), changes), refusedAt, facts })),
    ...ALLOWED.map(([ruleId, name, changes, facts = usual]) => ({ ruleId, name, manifest: withChanges(base(), changes), facts })),
  ]),
  ...[cdi, dataVolumes, instancetypeObjects, kubevirt, secrets].flatMap(({ REFUSED, ALLOWED }) => [
    ...REFUSED.map(([base, ruleId, changes, refusedAt, name, , facts = {}]) =>
      ({ ruleId, name, manifest: withChanges(base(), changes), refusedAt, facts })),
    ...ALLOWED.map(([base, name, changes, facts = {}]) => ({ name, manifest: withChanges(base(), changes), facts })),
  ]),
];
