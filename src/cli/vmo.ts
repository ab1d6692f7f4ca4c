import { parseArgs } from 'util';
import { show } from './show';
import { ALL_RULES } from '../admission/admit';
import { macAddress, MacForm } from '../network/mac/scheme';

const USAGE = `Usage: vmo <command>

  vmo show [folder]   what a synthesized app would create: releases in order, VMs, disks, MAC addresses, warnings
                      (folder: cdktf.out)
  vmo mac --scope prod-east --namespace default --vm db-0 --nic default [--style palette|aai|laa]
                      the MAC address of a NIC; scope is the cluster's name
  vmo rules           every check that is made at synth
`;

const COMMANDS: Record<string, (args: string[]) => string> = {
  show: (args) => show(parseArgs({ args, allowPositionals: true, options: {} }).positionals[0] ?? 'cdktf.out'),
  mac: (args) => `${mac(args)}\n`,
  rules: () => ALL_RULES.map(({ id, severity, title }) => `${id.padEnd(8)}${severity.padEnd(9)}${title}\n`).join(''),
  help: () => USAGE,
};

/** Runs the command line; returns the exit code. */
export function main(argv: string[]): number {
  const [name = 'help', ...args] = argv;
  const command = COMMANDS[name.replace(/^--?(h|help)$/, 'help')];
  try {
    if (!command) throw new Error(`there is no command "${name}"; the commands are ${Object.keys(COMMANDS).join(', ')}`);
    process.stdout.write(command(args));
    return 0;
  } catch (error) {
    process.stderr.write(`vmo: ${(error as Error).message}\n`);
    return 1;
  }
}

function mac(args: string[]): string {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { scope: text, namespace: text, vm: text, nic: text, style: text } });
  const missing = (['scope', 'namespace', 'vm', 'nic'] as const).filter((option) => !values[option]);
  if (missing.length > 0) {
    throw new Error(`vmo mac needs ${missing.map((option) => `--${option}`).join(', ')}: vmo mac --scope prod-east --namespace default --vm db-0 --nic default`);
  }
  const style = values.style ?? 'palette';
  if (!['palette', 'aai', 'laa'].includes(style)) throw new Error(`got --style ${style}, expected palette, aai or laa`);
  return macAddress({ scope: values.scope!, namespace: values.namespace!, vm: values.vm!, nic: values.nic! }, { style } as MacForm);
}
