import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { isatty } from 'tty';
import { parseArgs } from 'util';
import { App, TerraformStack } from 'cdktf';
import { profileProgram } from './profile-program';
import { Streams } from './streams';
import { readText, reasonOf, STDIN } from './text';
import { Finding } from '../admission/finding';
import { labelFindings } from '../construct/prop-checks';
import { refuse } from '../construct/report';
import { NotHonoured, PackReading, readPack } from '../profile/pack/pack';
import { pathsOf } from '../profile/pack/pack-values';
import { VmoClusterProfileProps } from '../profile/props';
import { VmoClusterProfile } from '../profile/vmo-cluster-profile';

/** `vmo from-pack [values.yaml]`: the values of Palette's VMO pack as a program that makes the same platform. */
export function fromPack(args: string[], { err }: Streams): string {
  const { values: options, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'cluster-name': { type: 'string' }, 'out': { type: 'string' }, 'force': { type: 'boolean' }, 'json': { type: 'boolean' } },
  });
  const file = fileOf(positionals);
  const clusterName = nameOf(options['cluster-name']);
  const reading = readPack(valuesIn(file));
  refuse('values', shown(file), reading.findings);
  const { notHonoured, remarks, layout } = reading;
  const typescript = programOf(file, reading, clusterName);
  const printed = options.json ? `${JSON.stringify({ layout, typescript, notHonoured, remarks }, null, 2)}\n` : typescript;
  if (!options.json) leftOut(notHonoured, remarks).forEach((line) => err(`${line}\n`));
  if (options.out === undefined) return printed;
  write(options.out, printed, options.force ?? false);
  return '';
}

function fileOf([file, ...extra]: string[]): string {
  if (extra.length > 0) throw new Error(`got ${extra.map((word) => JSON.stringify(word)).join(', ')} too, expected one file: vmo from-pack values.yaml`);
  if (file === undefined && isatty(0)) throw new Error('got no file, expected vmo from-pack values.yaml, or the values on standard input');
  return file ?? STDIN;
}

function nameOf(clusterName: string | undefined): string | undefined {
  const [mistake] = clusterName === undefined ? [] : labelFindings('--cluster-name', clusterName, 'prod-east');
  if (mistake) throw new Error(`${mistake.path}: ${mistake.message}; ${mistake.remedy}`);
  return clusterName;
}

function shown(file: string): string {
  return file === STDIN ? 'standard input' : file;
}

function valuesIn(file: string): string {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw new Error(`${shown(file)}: ${(error as Error).message}`);
  }
  if (TERRAFORM.test(text)) throw new Error(`${shown(file)}: this is Terraform; give the text alone that "values" of the pack is set to, between its <<-EOT and EOT`);
  return text;
}

/** How a block begins. */
const TERRAFORM = /^\s*(resource|data)\s+"[^"\n]+"\s+"[^"\n]+"\s*\{/m;

function programOf(file: string, { props, notHonoured, remarks, layout }: PackReading, clusterName?: string): string {
  check(file, { ...props, clusterName: clusterName ?? 'to-be-filled-in' });
  const left = leftOut(notHonoured.filter(({ isDefault }) => !isDefault), remarks);
  return profileProgram({ clusterName: clusterName ?? '', ...props }, {
    head: [`A platform as Palette's VMO pack was set up to make it (${layout} layout of its values), by \`npx vmo from-pack\`.`, ...left.length > 0 ? ['', ...left] : []],
    props: clusterName === undefined ? { clusterName: TO_FILL_IN } : {},
  });
}

/** Throws where the profile would refuse what the values say, so that nobody is given a program that fails. */
function check(file: string, props: VmoClusterProfileProps): void {
  const outdir = mkdtempSync(join(tmpdir(), 'vmo-')); // an app makes its folder even where nothing is synthesized
  try {
    new VmoClusterProfile(new TerraformStack(new App({ outdir, stackTraces: false }), 'vmo'), 'vmo', props);
  } catch (error) {
    throw new Error(`the values in ${shown(file)} make no platform: ${(error as Error).message}`);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const TO_FILL_IN = 'To fill in. MAC addresses come of it, so that it differs between your clusters and never changes: prod-east.';

/** What of the values is not in the program, and what is worth a look. What matters most comes last. */
function leftOut(notHonoured: readonly NotHonoured[], remarks: readonly Finding[]): string[] {
  const changed = notHonoured.filter(({ isDefault }) => !isDefault);
  const idle = notHonoured.filter(({ isDefault }) => isDefault);
  return [
    ...(idle.length > 0 ? [`Not taken over, and as the pack has it by itself: ${pathsOf(idle)}`] : []),
    ...(remarks.length > 0 ? ['Worth a look:'] : []),
    ...remarks.map(({ path, message, remedy }) => `  - ${path}: ${message}; ${remedy}`),
    ...(changed.length > 0 ? ['Not taken over:'] : []),
    ...changed.map(({ path, reason }) => `  - ${path}: ${reason}`),
  ];
}

function write(file: string, text: string, force: boolean): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new Error(`there is a file ${file} already; --force writes over it`);
    throw new Error(`${file}: ${reasonOf(error)}`);
  }
}
