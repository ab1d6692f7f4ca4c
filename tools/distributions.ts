/**
 * Writes the tables of docs/distributions.md: what is different on each distribution, as src/profile/distribution.ts has it, and what
 * becomes otherwise in the releases of a platform for it.
 */
import * as fs from 'fs';
import * as path from 'path';
import { isMap } from '../src/kubevirt/maps';
import { Distribution, DISTRIBUTIONS, DistributionFacts } from '../src/profile/distribution';
import { onDistribution } from '../src/profile/on-distribution';
import { platform } from '../src/profile/platform';

const GUIDE = path.join(__dirname, '../docs/distributions.md');
const SECTION = /(<!-- distributions: written by `npm run docs` -->\n).*(<!-- end of distributions -->)/s;

/** Longer values are only said to be another. */
const LONGEST = 60;

const BROUGHT = { multus: 'Multus', snapshotController: 'snapshot controller' };

/** The guide with the tables that are true now. */
export function withDistributions(guide: string): string {
  if (!SECTION.test(guide)) throw new Error(`no markers like ${SECTION}`);
  return guide.replace(SECTION, (_, begin, end) => `${begin}\n${facts()}\n${UNVERIFIED}\n\n${rendered()}\n${end}`);
}

const UNVERIFIED = `What of this was not verified:\n\n${those(({ unverified }) => unverified).map(([name, text]) => `- ${name}: ${text}.`).join('\n')}

The same, as it shows in what Helm gets: values of releases that are other than on kubeadm, for a platform with \`bridgeMarker\` and \`vlanFiltering\`, and whole
releases that are there or not.`;

function facts(): string {
  const heads = ['', 'network configurations', 'network plugins', 'runtime socket', 'kubelet', 'brings', 'control-plane nodes', 'Pod Security of the cluster'];
  return table(heads, Object.entries(Distribution).map(([name, distribution]) => {
    const { paths, brings, lacksCniPlugins, controlPlaneNodes, podSecurity, securityContextConstraints } = DISTRIBUTIONS[distribution];
    return [
      code(name), code(paths.cniConf), `${code(paths.cniBin)}${lacksCniPlugins ? '; `bridge` and `tuning` are missing' : ''}`, code(paths.criSocket), code(paths.kubelet),
      brings.map((part) => BROUGHT[part]).join(', '), controlPlaneNodes, securityContextConstraints ? 'SecurityContextConstraints' : podSecurity ?? '',
    ];
  }));
}

function those(what: (facts: DistributionFacts) => string | undefined): [name: string, text: string][] {
  return Object.entries(Distribution).flatMap(([name, distribution]) => {
    const text = what(DISTRIBUTIONS[distribution]);
    return text === undefined ? [] : [[code(name), text] satisfies [string, string]];
  });
}

function rendered(): string {
  const usual = releasesOn(Distribution.KUBEADM);
  return table(['', 'otherwise than on kubeadm'], Object.entries(Distribution).map(([name, distribution]) => {
    const own = releasesOn(distribution);
    const all = [...new Set([...usual.keys(), ...own.keys()])];
    const lines = all.flatMap((release) => {
      const [before, after] = [usual.get(release), own.get(release)];
      if (after === undefined) return [`no ${code(release)}`];
      if (before === undefined) return [`${code(release)}`];
      return differences(before, after).map((difference) => `${code(release)}: ${difference}`);
    });
    return [code(name), lines.length === 0 ? 'nothing' : lines.join('<br>')];
  }));
}

/** Values of the releases of a platform, by their name. */
function releasesOn(distribution: Distribution): Map<string, any> {
  const props = onDistribution({ clusterName: 'prod-east', distribution, bridgeMarker: {}, vlanFiltering: { allowedVlans: ['10'] } });
  return new Map(platform(props).flatMap((component) => component.releases()).map(({ name, values }) => [name, byName(values)]));
}

/** Objects in values by what they are, so that one more does not move the others. */
function byName(values: any): any {
  if (!Array.isArray(values.objects)) return values;
  return Object.fromEntries(values.objects.map((object: any) => [`${object.kind} ${[object.metadata.namespace, object.metadata.name].filter(Boolean).join('/')}`, object]));
}

function differences(before: any, after: any, at: string[] = []): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isMap(before) && isMap(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => differences(before[field], after[field], [...at, field]));
  }
  const text = JSON.stringify(after);
  const where = code(at.join('.'));
  if (text === undefined) return [`no ${where}`];
  return [text.length > LONGEST ? where : `${where} ${code(text)}`];
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(heads: string[], rows: string[][]): string {
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`).join('');
}

if (require.main === module) fs.writeFileSync(GUIDE, withDistributions(fs.readFileSync(GUIDE, 'utf8')));
