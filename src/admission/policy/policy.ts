import { PolicySubject } from './subject';
import { Suppression } from '../finding';

/** How much the findings of a rule weigh. */
export enum PolicySeverity {
  /** Stops synthesis; `vmo lint` fails. */
  ERROR = 'error',
  /** Is shown. */
  WARNING = 'warning',
  /** The rule is not asked. */
  OFF = 'off',
}

/** One thing that a rule of your own has against an object. */
export interface PolicyViolation {
  /** What is wrong, what was given and what is allowed. */
  readonly message: string;
  /**
   * Where, in the manifest: `metadata.labels.owner`.
   * @default metadata.name
   */
  readonly path?: string;
  /**
   * What to do about it.
   * @default - that of the rule
   */
  readonly remedy?: string;
}

/** A rule of your own. In TypeScript an object literal will do. */
export interface IPolicyRule {
  /** Names it in reports and suppressions, such as `acme/owner-label`. The part before the slash keeps it apart from the ids of this library. */
  readonly id: string;
  /** What it asks for, in one line. */
  readonly title: string;
  /**
   * How much its findings weigh.
   * @default PolicySeverity.ERROR
   */
  readonly severity?: PolicySeverity;
  /**
   * What to do where it is broken.
   * @default - each violation says it
   */
  readonly remedy?: string;
  /**
   * Kinds that it is held against, such as `NetworkAttachmentDefinition`; `*` is all.
   * @default - what runs guests: VirtualMachine, VirtualMachinePool, VirtualMachineInstance, VirtualMachineInstanceReplicaSet
   */
  readonly appliesTo?: string[];
  /** What is wrong with an object; nothing where it is as it should be. Must answer the same for the same object, and not change it. */
  check(subject: PolicySubject): PolicyViolation[];
}

/** Some of the objects. In each text, `*` stands for any characters. */
export interface ObjectSelector {
  /** @default - any */
  readonly kind?: string;
  /** @default - any */
  readonly namespace?: string;
  /** @default - any */
  readonly name?: string;
}

/** Findings that are accepted on several objects, with the reason. */
export interface PolicySuppression extends Suppression {
  /**
   * On which objects.
   * @default - on all
   */
  readonly objects?: ObjectSelector;
}

/** What a platform team asks for, beside what the cluster does. */
export interface Policy {
  /**
   * Rules of your own.
   * @default - none
   */
  readonly rules?: IPolicyRule[];
  /**
   * How much the findings of rules weigh, by the id of the rule: yours, or one of those that `npx vmo rules` lists.
   * @default - as the rules say
   */
  readonly severities?: { [ruleId: string]: PolicySeverity };
  /**
   * Findings that are accepted.
   * @default - none
   */
  readonly suppressions?: PolicySuppression[];
}

/** A policy that is without mistakes, and without the `null` that YAML and other languages write in place of nothing. Rules stay the objects that they are. */
export function withoutNulls({ rules, severities, suppressions }: Policy): Required<Policy> {
  return { rules: rules ?? [], severities: severities ?? {}, suppressions: (suppressions ?? []).map(filled) };
}

function filled<T extends object>(struct: T): T {
  return Object.fromEntries(Object.entries(struct).filter(([, value]) => value !== null)) as T;
}
