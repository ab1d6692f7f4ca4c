import { isMap, isPlainMap } from '../kubevirt/maps';

/** How much a finding weighs: an error stops synthesis, a warning is shown. */
export type Severity = 'error' | 'warning';

/**
 * When a manifest would fail that nobody has looked at: at once, refused by the API server's schema (`schema`) or by KubeVirt's or
 * CDI's webhook (`admission`); accepted, and refused when its instance is made (`start`) or its disks are (`import`); or taken by all
 * of them, and it fails, or does not do what it says, when it runs (`runtime`).
 */
export type Phase = 'schema' | 'admission' | 'start' | 'import' | 'runtime';

/** One thing that is wrong with a manifest. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  /** Absent where a prop is wrong and there is no manifest yet. */
  readonly phase?: Phase;
  /** Where, in the manifest: `spec.template.spec.domain.devices.disks[1].name`. */
  readonly path: string;
  /** What is wrong, what was given and what is allowed. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** A finding somebody has looked at and accepts. */
export interface Suppression {
  /** Id of the rule, such as `VO-11`; `npx vmo rules` lists them. */
  readonly rule: string;
  /** Why the finding is accepted. Must not be empty. */
  readonly reason: string;
  /**
   * The last day on which it is accepted, `YYYY-MM-DD`; after that, the finding is back. What day it is, is given, not read from the clock:
   * `Admission.of(app).on()`, `vmo lint --today`.
   * @default - it is accepted for good
   */
  readonly expires?: string;
}

/** What stands for a value that is only known at apply. No rule looks at it: it is no string, number or object. */
export const UNKNOWN = Symbol('known after apply');

/** Shows a value in a message: strings quoted, long ones shortened, and of what is no plain data its kind. */
export function show(value: unknown): string {
  const text = typeof value === 'symbol' ? 'a value known after apply' : kindOf(value) ?? JSON.stringify(value, (_, child) => kindOf(child) ?? child) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** What an object is that somebody made with a class: a construct would be shown with all that it hangs on. */
function kindOf(value: unknown): string | undefined {
  if (typeof value === 'function') return 'a function';
  if (!isMap(value) || isPlainMap(value)) return undefined;
  const { name } = (value as object).constructor;
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The closest of the allowed words, where one is close enough to be what was meant. */
export function closest(word: string, allowed: Iterable<string>): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const candidate of allowed) {
    const most = Math.max(1, Math.floor(candidate.length / 3));
    if (Math.abs(word.length - candidate.length) > most) continue; // it takes no less to come from one to the other
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= most && distance < (best?.distance ?? Infinity)) {
      best = { word: candidate, distance };
    }
  }
  return best?.word;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
