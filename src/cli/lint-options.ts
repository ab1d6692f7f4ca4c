import { isatty } from 'tty';
import { parseArgs } from 'util';
import { KnownOfCluster, readClusterFile } from './cluster-file';
import { oneOf } from './option';
import { PolicyFile, readPolicyFile } from './policy-file';
import { LINT_RULES } from './rules';
import { STDIN } from './text';
import { closest } from '../admission/finding';
import { todayFindings } from '../admission/policy/mistakes';
import { ClusterFacts } from '../admission/rule';
import { kubevirtFacts } from '../kubevirt/facts';
import { enabledGates, gateLists } from '../kubevirt/feature-gates';
import { DEFAULT_KUBEVIRT_VERSION, KubevirtVersion } from '../kubevirt/version';

/** How findings are printed. */
export type LintFormat = 'text' | 'json' | 'sarif' | 'github';

export const LINT_FORMATS: readonly LintFormat[] = ['text', 'json', 'sarif', 'github'];

/** What `vmo lint` is asked for. */
export interface LintOptions {
  readonly files: readonly string[];
  readonly format: LintFormat;
  readonly facts: ClusterFacts;
  /** Whether the rules are listed that need to know more of the cluster. */
  readonly strict: boolean;
  readonly policy?: PolicyFile;
  /** The day by which suppressions end, `YYYY-MM-DD`. */
  readonly today?: string;
  /** Whether what the constructs of an app accept is found all the same. */
  readonly ignoreSuppressions: boolean;
  /** The ids of rules that are to be told of, in place of linting. */
  readonly wanted?: 'all' | readonly string[];
}

const VERSIONS = Object.values(KubevirtVersion);

/** @throws with a line for each mistake */
export function lintOptions(args: string[]): LintOptions {
  const text = { type: 'string' } as const;
  const texts = { ...text, multiple: true } as const;
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'kubevirt': text, 'gates': texts, 'cluster': text, 'format': text, 'policy': text, 'today': text, 'strict': flag, 'rules': flag, 'explain': texts, 'ignore-suppressions': flag,
    },
  });
  const { cluster, strict = false, rules = false, explain } = values;
  const wanted = rules ? 'all' : explain?.flatMap((list) => list.split(',')).filter((id) => id !== '');
  if (wanted?.length === 0) throw new Error('got --explain without an id, expected one such as R-9; vmo lint --rules lists them');
  const known = cluster === undefined ? {} : readClusterFile(cluster);
  const kubevirtVersion = oneOf('--kubevirt', values.kubevirt ?? known.kubevirtVersion ?? DEFAULT_KUBEVIRT_VERSION, VERSIONS);
  return {
    files: wanted ? [] : filesOf(positionals),
    format: oneOf('--format', values.format ?? 'text', LINT_FORMATS),
    facts: factsOf(known, kubevirtVersion, values.gates),
    strict,
    ignoreSuppressions: values['ignore-suppressions'] ?? false,
    wanted,
    today: dayOf(values.today),
    policy: values.policy === undefined ? undefined : readPolicyFile(values.policy, new Set(LINT_RULES.map(({ id }) => id))),
  };
}

function dayOf(today: string | undefined): string | undefined {
  const [mistake] = todayFindings('--today', today);
  if (mistake) throw new Error(`${mistake.path}: ${mistake.message}; ${mistake.remedy}`);
  return today;
}

/** Where none is named, what comes through a pipe. */
function filesOf(given: string[]): string[] {
  if (given.length === 0 && isatty(0)) throw new Error('got no file, expected vmo lint FILE…, or manifests on standard input');
  return given.length === 0 ? [STDIN] : [...new Set(given)];
}

/** The gates of the command line outweigh those of the file; where there are none, they are those of the profile. */
function factsOf({ featureGates, disabledFeatureGates, ...known }: KnownOfCluster, kubevirtVersion: KubevirtVersion, gates?: string[]): ClusterFacts {
  const listed = gates?.flatMap((list) => list.split(',')).filter((gate) => gate !== '') ?? featureGates;
  const lists = listed || disabledFeatureGates
    ? { featureGates: [...listed ?? []], disabledFeatureGates: [...disabledFeatureGates ?? []] }
    : gateLists(kubevirtVersion);
  const unknown = [...lists.featureGates, ...lists.disabledFeatureGates].flatMap((gate) => mistakeOf(gate, kubevirtVersion) ?? []);
  if (unknown.length > 0) throw new Error(unknown.join('\n'));
  return { ...known, kubevirtVersion, featureGates: enabledGates(kubevirtVersion, lists) };
}

function mistakeOf(gate: string, version: KubevirtVersion): string | undefined {
  const gates = Object.keys(kubevirtFacts(version).gates);
  if (gates.includes(gate)) return undefined;
  const meant = closest(gate, gates);
  return `KubeVirt ${version} has no feature gate "${gate}"${meant ? `; did you mean "${meant}"?` : ''}`;
}
