import { parseArgs } from 'util';
import { lint } from './lint';
import { oneOf } from './option';
import { LINT_RULES, rulesTable, TABLE_FORMATS } from './rules';
import { Streams } from './streams';
import { version } from './version';
import { isInterfaceName } from '../admission/rules/checks';
import { DNS_LABEL_FORM, isDnsLabel } from '../kubevirt/dns';
import { KubevirtVersion } from '../kubevirt/version';
import { macAddress, MacForm } from '../network/mac/scheme';

const USAGES: Record<string, string> = {
  'show': `  vmo show [folder]   what a synthesized app would create: releases in order, VMs, disks, MAC addresses, warnings
                      (folder: cdktf.out)
`,
  'images': `  vmo images [folder] every container image and every public Helm chart that a synthesized app will pull, VMs included
                      (folder: cdktf.out)
    --format text|plain|json
                      plain: one reference a line, as it is pulled
    --format skopeo|skopeo-sync|crane|hauler
                      what brings all of it to a mirror: commands (skopeo, crane), or a file for the tool (skopeo-sync, hauler)
    --to registry.example.com/mirror
                      with skopeo and crane: where those go that the app does not pull from a mirror
    --source registry.example.com/disks=quay.io/containerdisks
                      where images are published that the app names by the mirror; may be given more than once
    --json            the same as --format json
`,
  'from-pack': `  vmo from-pack FILE  the values of Palette's VMO pack as a TypeScript program that makes the same platform; what of them is not in
                      it goes to standard error (FILE: values.yaml, or - for standard input)
    --cluster-name prod-east
                      the cluster's name, which is in no values; to be filled in where it is not given
    --out main.ts     writes it there, and over what is there only with --force
    --json            the program, and what of the values is not in it, for machines
`,
  'mac': `  vmo mac --scope prod-east --namespace default --vm db-0 --nic default [--style palette|aai|laa]
                      the MAC address of a NIC; scope is the cluster's name
`,
  'lint': `  vmo lint FILE…      what a cluster would refuse of manifests, and what would only show when their VMs start (a file, a folder,
                      the cdktf.out of a synthesized app, or - for standard input)
    --kubevirt 1.8.4    version of KubeVirt: ${Object.values(KubevirtVersion).join(' or ')}
    --gates A,B         feature gates that are on (those that the profile sets)
    --cluster FILE      what is known of the cluster
    --format text|json|sarif|github
    --policy FILE       rules of your own, severities and suppressions
    --today YYYY-MM-DD  the day, for suppressions that end
    --ignore-suppressions
                        of an app, what its constructs accept is found all the same; what the policy accepts is not
    --strict            lists the checks that would have to know more of the cluster
    --explain ID        what there is to know of a check
    --rules             every check; the same as vmo rules
`,
  'rules': `  vmo rules [--format text|json]
                      every check that is made at synth, and by vmo lint
`,
};

const USAGE = `Usage: vmo <command>

${Object.values(USAGES).join('')}
  vmo --version       version of this package
  vmo <command> --help
`;

/** A command gives what it prints; one that prints as it goes, or may fail in several ways, its exit code. */
const COMMANDS: Record<string, (args: string[], streams: Streams) => string | number> = {
  'show': (args) => ofApp('./show').show(positionals(args, 1, 'one folder: vmo show [folder]')[0] ?? 'cdktf.out'),
  'images': (args, streams) => ofApp('./images').images(args, streams),
  'from-pack': (args, streams) => ofApp('./from-pack').fromPack(args, streams),
  'mac': (args) => `${mac(args)}\n`,
  lint,
  'rules': (args) => {
    const { values, positionals: extra } = parseArgs({ args, allowPositionals: true, options: { format: { type: 'string' } } });
    atMost(0, extra, 'none: vmo rules');
    return rulesTable(LINT_RULES, oneOf('--format', values.format ?? 'text', TABLE_FORMATS));
  },
  'help': () => USAGE,
};

/** What reads synthesized apps, or knows the whole library, is loaded when it is asked for: `vmo lint` in an editor starts with every key. */
function ofApp<M extends keyof AppCommands>(module: M): AppCommands[M] {
  return require(module); // eslint-disable-line @typescript-eslint/no-require-imports
}

interface AppCommands {
  './show': typeof import('./show');
  './images': typeof import('./images');
  './from-pack': typeof import('./from-pack');
}

/** Names that no VM can have get no address: it would be one that no NIC ever has. */
const NAMES = {
  namespace: { fits: isDnsLabel, form: DNS_LABEL_FORM },
  vm: { fits: isDnsLabel, form: DNS_LABEL_FORM },
  nic: { fits: isInterfaceName, form: 'letters, digits, "-" and "_"' },
};

/** Runs the command line; returns the exit code. */
export function main(argv: string[]): number {
  const [name = 'help', ...args] = argv;
  const isHelp = [name, ...args].some((word) => /^--?(h|help)$/.test(word));
  const command = isHelp ? () => usageOf(name) : name === '--version' ? () => `${version()}\n` : COMMANDS[name];
  const streams: Streams = { out: (text) => void process.stdout.write(text), err: (text) => void process.stderr.write(text) };
  try {
    if (!command) throw new Error(`there is no command "${name}"; the commands are ${Object.keys(COMMANDS).join(', ')}`);
    const outcome = command(args, streams);
    if (typeof outcome === 'number') return outcome;
    streams.out(outcome);
    return 0;
  } catch (error) {
    streams.err(`vmo: ${(error as Error).message}\n`);
    return 1;
  }
}

function usageOf(command: string): string {
  return Object.hasOwn(USAGES, command) ? `Usage:\n${USAGES[command]}` : USAGE;
}

function mac(args: string[]): string {
  const text = { type: 'string' } as const;
  const { values, positionals: extra } = parseArgs({
    args, allowPositionals: true, options: { scope: text, namespace: text, vm: text, nic: text, style: text },
  });
  atMost(0, extra, 'options only: vmo mac --scope prod-east --namespace default --vm db-0 --nic default');
  const missing = (['scope', 'namespace', 'vm', 'nic'] as const).filter((option) => !values[option]);
  if (missing.length > 0) {
    throw new Error(`vmo mac needs ${missing.map((option) => `--${option}`).join(', ')}: vmo mac --scope prod-east --namespace default --vm db-0 --nic default`);
  }
  for (const [option, { fits, form }] of Object.entries(NAMES)) {
    const value = values[option as keyof typeof NAMES]!;
    if (!fits(value)) throw new Error(`got --${option} ${JSON.stringify(value)}, expected ${form}`);
  }
  const style = oneOf('--style', values.style ?? 'palette', ['palette', 'aai', 'laa']);
  return macAddress({ scope: values.scope!, namespace: values.namespace!, vm: values.vm!, nic: values.nic! }, { style } as MacForm);
}

/** Arguments of a command that takes no options. */
function positionals(args: string[], most: number, expected: string): string[] {
  const given = parseArgs({ args, allowPositionals: true, options: {} }).positionals;
  atMost(most, given, expected);
  return given;
}

function atMost(most: number, given: string[], expected: string): void {
  const extra = given.slice(most);
  if (extra.length > 0) throw new Error(`got ${extra.map((word) => JSON.stringify(word)).join(', ')} too, expected ${expected}`);
}
