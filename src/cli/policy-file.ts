import { createRequire } from 'module';
import { dirname, extname, resolve } from 'path';
import { onlyDocument } from './source';
import { readText } from './text';
import { RuleInfo } from '../admission/admit';
import { Finding } from '../admission/finding';
import { policyFindings } from '../admission/policy/mistakes';
import { Policy, PolicySeverity, withoutNulls } from '../admission/policy/policy';
import { GUEST_KINDS } from '../admission/vm-view';
import { isMap } from '../kubevirt/maps';
import { YamlDocument } from '../yaml/document';
import { Position } from '../yaml/unreadable';

/** A policy, and where it stands. */
export interface PolicyFile {
  readonly file: string;
  readonly policy: Policy;
  /** Where something of it stands; of code, the file is all that is known. */
  position(path: string): Position;
}

const CODE = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'];

const START = { line: 1, column: 1 };

/**
 * Reads a policy: what a module exports as default, as `policy` or by itself; or YAML and JSON, in which there is no code, so that severities
 * and suppressions is all they say. `ids` are those of the rules there are without it.
 * @throws with a line for each mistake
 */
export function readPolicyFile(file: string, ids: ReadonlySet<string>): PolicyFile {
  const isCode = CODE.includes(extname(file).toLowerCase());
  const document = isCode ? undefined : onlyDocument(file, 'expected one policy: severities and suppressions');
  const policy: unknown = document ? document.value : exportedBy(file);
  const mistakes = policyFindings(policy, ids);
  if (mistakes.length > 0) throw new Error(mistakes.map((mistake) => mistakeText(file, mistake, document)).join('\n'));
  return { file, policy: withoutNulls(policy as Policy), position: (path) => document?.position(path) ?? START };
}

function mistakeText(file: string, { path, message, remedy }: Finding, document?: YamlDocument): string {
  return `${file}${document ? `:${document.position(path).line}` : ''}: ${path === '' ? '' : `${path}: `}${message}; ${remedy}`;
}

function exportedBy(file: string): unknown {
  const path = resolve(file);
  try {
    readText(path); // Node says of a file that is not there what it was required by
    if (/ts$/.test(path)) readTypes(path);
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const loaded: unknown = require(path);
    if (!isMap(loaded)) return loaded;
    const policy: unknown = loaded.default ?? loaded.policy ?? loaded;
    // What nobody exports would hold nobody to anything.
    if (policy === loaded && !FIELDS.some((field) => field in loaded)) throw new Error(`it exports ${exportsOf(loaded)}, and no policy; ${EXPORT}`);
    return policy;
  } catch (error) {
    throw new Error(`${file}: ${whyNotLoaded(error)}`);
  }
}

const FIELDS: readonly (keyof Policy)[] = ['rules', 'severities', 'suppressions'];

const EXPORT = 'write export const policy = { … }, or module.exports = { … } in a .cjs file';

function exportsOf(loaded: Record<string, unknown>): string {
  const names = Object.keys(loaded).filter((name) => name !== '__esModule');
  return names.length > 0 ? names.join(', ') : 'nothing';
}

/** Has this Node take TypeScript, with what is installed beside the file, unless it does already. */
function readTypes(path: string): void {
  const { features } = process as { features: { typescript?: unknown } };
  if (features.typescript || require.extensions?.['.ts']) return;
  for (const base of [dirname(path), process.cwd()]) {
    try {
      createRequire(resolve(base, 'x.js'))('tsx/cjs');
      return;
    } catch {
      // not there
    }
  }
  throw new Error('this Node reads no TypeScript; use Node 22.18 or newer, or npm install --save-dev tsx');
}

function whyNotLoaded(error: unknown): string {
  const { code, message, stack } = (error instanceof Error ? error : new Error(String(error))) as NodeJS.ErrnoException;
  if (code === 'ERR_REQUIRE_ESM' || code === 'ERR_REQUIRE_ASYNC_MODULE') return 'this Node cannot load an ES module here; use Node 22.12 or newer, or write module.exports = … in a .cjs file';
  const [first, second = ''] = message.split('\n');
  const [, place, mistake] = /:(\d+):\d+: ERROR: (.*)$/.exec(second) ?? []; // as tsx says it
  if (mistake !== undefined) return `${mistake}, in line ${place}`;
  // Of code that cannot be read, Node says the place before anything else.
  const [, line] = error instanceof SyntaxError ? /^[^\n]*:(\d+)\n/.exec(stack ?? '') ?? [] : [];
  return line === undefined ? first : `${first}, in line ${line}`;
}

/** What there is to say of the rules of a policy. */
export function policyRules({ rules = [] }: Policy): RuleInfo[] {
  return rules.map(({ id, title, severity, appliesTo }) =>
    ({ id, title, severity: severity === PolicySeverity.WARNING ? 'warning' : 'error', phase: 'runtime', subjects: appliesTo ?? GUEST_KINDS }));
}
