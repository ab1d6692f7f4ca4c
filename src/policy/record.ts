/** What became of a finding or of a suppression. */
export enum AdmissionOutcome {
  /** A finding that is accepted. */
  SUPPRESSED = 'suppressed',
  /** A finding that was accepted until a day that is over: it holds again. */
  EXPIRED = 'expired',
  /** A suppression that has covered nothing so far. */
  UNUSED = 'unused',
  /** A rule of your own that has asked for something which is not known before apply, or not at all: it has decided nothing. */
  UNDECIDED = 'undecided',
}

/** A row in the report of what was accepted. */
export interface AdmissionRecord {
  /** What became of it. */
  readonly outcome: AdmissionOutcome;
  /** Id of the rule. */
  readonly rule: string;
  /** Path of the construct that it is about; of a suppression of a policy that covers nothing, that of the scope which it is given for. */
  readonly construct: string;
  /** The object, such as `VirtualMachine team-a/web-0`. */
  readonly object?: string;
  /** Where, in the object. */
  readonly path?: string;
  /** What was found. */
  readonly message?: string;
  /** Why it is accepted. */
  readonly reason?: string;
  /** The last day on which it is. */
  readonly expires?: string;
}
