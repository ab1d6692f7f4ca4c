/**
 * Writes the tables of docs/versions.md: what goes with which KubeVirt, what is known to be wrong with some, and which feature gates the capabilities
 * take, from the tables in src/ and the gates in data/.
 */
import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { Capability, KubevirtVersion } from '../src/kubevirt';
import { DEFAULT_CAPABILITIES, GATES_OF } from '../src/kubevirt/capability';
import { kubevirtFacts } from '../src/kubevirt/facts';
import { GATES_ON_KUBERNETES, gateLists } from '../src/kubevirt/feature-gates';
import { FAULTS, OLDEST_KUBERNETES, TESTED_KUBERNETES } from '../src/kubevirt/version';
import { CDI_VERSION } from '../src/profile/cdi';
import { MULTUS } from '../src/profile/multus';
import { KUBERNETES, KUBEVIRT_VERSIONS } from '../testbed/versions';

const PAGE = path.join(__dirname, '../docs/versions.md');
const SECTION = /(<!-- versions: (\w+) -->\n).*?(<!-- \/versions -->)/gs;
const VERSIONS = Object.values(KubevirtVersion);

const TABLES: Record<string, () => string> = {
  matrix: () => table(['', ...VERSIONS.map((version) => `KubeVirt ${version}`)], [
    ['Kubernetes, tested upstream', ...VERSIONS.map((version) => `1.${TESTED_KUBERNETES[version].oldest} to 1.${TESTED_KUBERNETES[version].newest}`)],
    ['Kubernetes, refused', ...VERSIONS.map(() => `older than 1.${OLDEST_KUBERNETES}`)],
    ['CDI', ...VERSIONS.map(() => CDI_VERSION)],
    ['Multus', ...VERSIONS.map(() => MULTUS.tag.replace(/^v|-thick$/g, ''))],
    ['tried here, on Kubernetes', ...VERSIONS.map((version) => `${KUBERNETES}: ${KUBEVIRT_VERSIONS.includes(version) ? 'operator, API and controller run' : 'all resources are taken, its operator is not run'}`)],
  ]),
  faults: () => table(['KubeVirt', ''], FAULTS.map(({ first, last, fault }) =>
    [last[2] === Infinity ? `${first[0]}.${first[1]}` : `${first.join('.')} to ${last.join('.')}`, fault])),
  capabilities: () => table(['`Capability`', '', 'gates', ...VERSIONS], Object.entries(Capability).map(([name, capability]) => [
    `\`${name}\`${DEFAULT_CAPABILITIES.includes(capability) ? ' (default)' : ''}`,
    said(name),
    GATES_OF[capability].map(code).join(', '),
    ...VERSIONS.map((version) => GATES_OF[capability].map((gate) => how(version, capability, gate)).join(', ')),
  ])),
  kubernetes: () => table(['gate', 'Kubernetes', 'on an older one'], Object.entries(GATES_ON_KUBERNETES).map(([gate, { since, byHand, otherwise }]) =>
    [code(gate), `1.${since}${byHand === undefined ? '' : `, from 1.${byHand} on where its gate of that name is turned on`}`, otherwise])),
};

/** What becomes of a gate in a version. */
function how(version: KubevirtVersion, capability: Capability, gate: string): string {
  const state = kubevirtFacts(version).gates[gate];
  if (state === undefined) return '–';
  if (state === 'Discontinued') return 'gone';
  return gateLists(version, { capabilities: [capability] }).featureGates.includes(gate) ? `listed (${state})` : 'for good';
}

const SOURCE = path.join(__dirname, '../src/kubevirt/capability.ts');

/** What the doc comment of a capability says. */
function said(name: string): string {
  const source = ts.createSourceFile(SOURCE, fs.readFileSync(SOURCE, 'utf8'), ts.ScriptTarget.ES2022, true);
  const declaration = source.statements.filter(ts.isEnumDeclaration).find((one) => one.name.text === 'Capability')!;
  const member = declaration.members.find((one) => one.name.getText() === name)!;
  return ts.getJSDocCommentsAndTags(member).map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join(' ').replace(/\s+/g, ' ');
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(heads: string[], rows: string[][]): string {
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

/** The page with the tables that are true now. */
export function withVersions(page: string): string {
  return page.replace(SECTION, (_, begin, name, end) => `${begin}\n${TABLES[name]()}\n${end}`);
}

/** The names of the tables. */
export const VERSION_TABLES = Object.keys(TABLES);

if (require.main === module) fs.writeFileSync(PAGE, withVersions(fs.readFileSync(PAGE, 'utf8')));
