/** Something the cluster checks, or nobody does, that cannot be told from manifests. */
export interface NotDecidable {
  /** May be that of a rule, which then says what can be told. */
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

const CHANGE = 'It is about a change: the object on the cluster is not known.';
const CLUSTER = 'It is about other objects on the cluster, which are not known.';

/** What is left to the cluster. */
export const NOT_DECIDABLE: readonly NotDecidable[] = [
  { id: 'BK-1', title: 'One backup of a VM at a time', reason: CLUSTER },
  { id: 'CD-12', title: 'The claim that a data volume makes is not there yet', reason: CLUSTER },
  { id: 'CD-13', title: 'The spec of a data volume stays as it is', reason: CHANGE },
  { id: 'DT-5', title: 'Whoever clones a disk of another namespace may do so', reason: 'It is about the rights of a user. No webhook looks; virt-controller does when it makes the disk.' },
  { id: 'IT-5', title: 'An instancetype of another name comes with another revision', reason: CHANGE },
  { id: 'IT-6', title: 'The disk that an instancetype is inferred from has the labels for it', reason: CLUSTER },
  { id: 'MG-1', title: 'The VM of a migration runs, can migrate and does not migrate yet', reason: CLUSTER },
  { id: 'MG-2', title: 'The spec of a migration stays as it is', reason: CHANGE },
  { id: 'PG-1', title: 'The expressions of a plugin compile', reason: 'It takes a compiler of CEL with the types of KubeVirt.' },
  { id: 'PL-5', title: 'The selector of a pool stays as it is', reason: CHANGE },
  { id: 'R-16', title: 'A changed data volume template takes effect', reason: CHANGE },
  { id: 'RS-1', title: 'One restore of a VM at a time', reason: CLUSTER },
  { id: 'SN-1', title: 'The specs of snapshots, restores, exports and backups stay as they are', reason: CHANGE },
  { id: 'SS-1', title: 'Disks stay as they are during a snapshot, and a VM stays off during a restore', reason: CHANGE },
  { id: 'VU-1', title: 'The spec of an instance is changed by KubeVirt only', reason: CHANGE },
];
