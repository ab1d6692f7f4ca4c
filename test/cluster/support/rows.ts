import { ApiServer } from './api-server';
import { admit } from '../../../src/admission/admit';
import { Finding, Phase, UNKNOWN } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { KubevirtVersion } from '../../../src/kubevirt';
import { FACTS, vmWith } from '../../admission/manifests';
import { Row } from '../../admission/rows';

/** A row, with what we say of it. */
export interface AskedRow extends Row {
  readonly vm: any;
  /** The instance that virt-controller makes of it. Absent where an instancetype or a preference has a say in it. */
  readonly instance?: any;
  /** What its rule says where it points; of a row that it leaves alone, nothing. */
  readonly said?: Finding;
  /** What all rules say of the VM, and of the instance by itself. */
  readonly ofVm: readonly Finding[];
  readonly ofInstance: readonly Finding[];
}

/** The words with which a server refuses a VM, and the instance, and what it warns of. */
export interface Answer {
  readonly vm?: string;
  readonly instance?: string;
  readonly warnings: string;
}

/** The rows that a server can be asked about of which this is so. */
export function askable(rows: readonly Row[], server: Partial<ClusterFacts>): AskedRow[] {
  return rows.flatMap((row): AskedRow[] => {
    const { ruleId, changes, refusedAt } = row;
    const facts = { ...FACTS, ...row.facts, ...server };
    const vm: any = vmWith(changes);
    const { instancetype, preference, template } = vm.spec;
    const isHere = facts.kubevirtVersion === KubevirtVersion.V1_8_4 && vm.metadata.namespace === 'vms';
    if (!isHere || ![vm, facts.own?.instancetypes.get(instancetype?.name), facts.own?.preferences.get(preference?.name)].every(isKnown)) return [];
    const instance = instancetype || preference || !template ? undefined : instanceOf(vm);
    const ofVm = admit(vm, facts);
    const said = ofVm.find((finding) => finding.ruleId === ruleId && (refusedAt === undefined || finding.path === refusedAt));
    // Of this server, the rule may say something else.
    if ((refusedAt === undefined) !== (said === undefined)) return [];
    return [{ ...row, vm, instance, said, ofVm, ofInstance: instance ? admit(instance, facts) : [] }];
  });
}

/** Whether nothing in it is known only at apply. */
export function isKnown(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return value !== UNKNOWN;
  return Object.entries(value).every(([key, child]) => !key.includes('${') && isKnown(child));
}

function instanceOf({ metadata: { name, namespace }, spec: { template } }: any): any {
  return { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', metadata: { ...template.metadata, name, namespace }, spec: template.spec };
}

/** Asks for all, several at a time. */
export async function ask(server: ApiServer, rows: readonly AskedRow[]): Promise<Answer[]> {
  return Promise.all(rows.map(async (row) => {
    const { refusal: vm, warnings } = await server.creating(row.vm);
    const instance = row.instance ?? (vm === undefined ? await expanded(server, row.vm) : undefined);
    return { vm, warnings, instance: instance && await server.refusal(instance) };
  }));
}

/** The instance with all that an instancetype and a preference give. Of one that does not exist, none is made. */
async function expanded(server: ApiServer, vm: any): Promise<any> {
  const whole = vm.spec.template && await server.expanded(vm);
  return whole && instanceOf(whole);
}

/** Where the server and we do not agree about a row, why; nothing where we do. `words` are what the server says for the row's rule. */
export function disagreement(row: AskedRow, answer: Answer, words: readonly string[]): string | undefined {
  const differs = (what: string, refusal: string | undefined, findings: readonly Finding[], phases: readonly (Phase | undefined)[]) => {
    const ours = findings.filter(({ severity, phase }) => severity === 'error' && phases.includes(phase)).map(({ ruleId }) => ruleId);
    if (refusal === undefined) return ours.length > 0 ? `takes the ${what}, which ${ours.join(', ')} says it refuses` : undefined;
    return ours.length === 0 ? `refuses the ${what}: ${refusal}` : undefined;
  };
  const difference = differs('VM', answer.vm, row.ofVm, ['schema', 'admission'])
    ?? (answer.vm === undefined ? differs('instance of the VM', answer.instance, row.ofVm, ['start']) : undefined)
    ?? (row.instance ? differs('instance by itself', answer.instance, row.ofInstance, ['schema', 'admission', 'start']) : undefined);
  if (difference !== undefined || row.said === undefined) return difference;
  const refusal = answer.vm ?? answer.instance;
  if (refusal === undefined && row.said.severity === 'warning' && answer.warnings !== '') return hears(answer.warnings, words);
  if (row.said.severity === 'warning' || row.said.phase === 'runtime' || row.said.phase === 'import') {
    return refusal === undefined ? undefined : `does not come as far as the rule: ${refusal}`;
  }
  return hears(refusal!, words);
}

/** Whether the server says what is expected; if not, what it says instead. */
export function hears(said: string, words: readonly string[]): string | undefined {
  return words.some((word) => said.includes(word)) ? undefined : `has other words for it: ${said}`;
}
