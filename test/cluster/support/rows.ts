import { ApiServer } from './api-server';
import { admit } from '../../../src/admission/admit';
import { Finding, UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { FACTS, vmWith } from '../../admission/manifests';
import { Row } from '../../admission/rows';

/** A row, with what we say of it. */
export interface AskedRow extends Row {
  readonly manifest: any;
  /** What its rule says where it points; of a row that it leaves alone, nothing. */
  readonly said?: Finding;
  /** What all rules say. */
  readonly findings: readonly Finding[];
}

/** What a server says of a VM, and of the instance made of it where it takes the VM: the words it refuses it with. */
export interface Answer {
  readonly vm?: string;
  readonly instance?: string;
}

/** The rows that a server with these gates can be asked about. */
export function askable(rows: readonly Row[], featureGates: ReadonlySet<string>): AskedRow[] {
  return rows.flatMap((row): AskedRow[] => {
    const { ruleId, changes, refusedAt } = row;
    const facts = { ...FACTS, ...row.facts, featureGates };
    const manifest: any = vmWith(changes);
    const named = [facts.own?.instancetypes.get(manifest.spec.instancetype?.name), facts.own?.preferences.get(manifest.spec.preference?.name)];
    const isHere = facts.kubevirtVersion === KubevirtVersion.V1_8_4 && manifest.metadata.namespace === 'vms';
    if (!isHere || ![manifest, ...named].every(isKnown)) return [];
    const findings = admit(manifest, facts);
    const said = findings.find((finding) => finding.ruleId === ruleId && (refusedAt === undefined || finding.path === refusedAt));
    // With the gates that this server has, the rule may say something else.
    return (refusedAt === undefined) === (said === undefined) ? [{ ...row, manifest, said, findings }] : [];
  });
}

function isKnown(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return value !== UNKNOWN;
  return Object.entries(value).every(([key, child]) => !key.includes('${') && isKnown(child));
}

/** Asks for all, several at a time. */
export async function ask(server: ApiServer, rows: readonly AskedRow[]): Promise<Answer[]> {
  return Promise.all(rows.map(async ({ manifest }) => {
    const vm = await server.refusal(manifest);
    return vm === undefined ? { instance: await instanceRefusal(server, manifest) } : { vm };
  }));
}

/** As virt-controller makes the instance: with all that an instancetype and a preference give. Of one that does not exist, none is made. */
async function instanceRefusal(server: ApiServer, vm: any): Promise<string | undefined> {
  const whole = vm.spec.instancetype || vm.spec.preference ? await server.expanded(vm) : vm;
  if (whole === undefined) return undefined;
  const { metadata: { name, namespace }, spec: { template } } = whole;
  return server.refusal({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', metadata: { ...template.metadata, name, namespace }, spec: template.spec });
}

/** Where the server and we do not agree about a row, why; nothing where we do. `words` are what the server says for the row's rule. */
export function disagreement({ said, findings }: AskedRow, { vm, instance }: Answer, words: readonly string[]): string | undefined {
  const refusals = (phases: readonly (string | undefined)[]) => findings.filter(({ severity, phase }) => severity === 'error' && phases.includes(phase));
  const [now, later] = [refusals(['schema', 'admission']), refusals(['start'])];
  const ids = (some: readonly Finding[]) => some.map(({ ruleId }) => ruleId).join(', ');
  if ((vm !== undefined) !== now.length > 0) return vm === undefined ? `takes the VM, refused by ${ids(now)}` : `refuses the VM: ${vm}`;
  if (vm === undefined && (instance !== undefined) !== later.length > 0) {
    return instance === undefined ? `takes the instance, refused by ${ids(later)}` : `refuses the instance: ${instance}`;
  }
  if (said === undefined) return undefined;
  const reason = vm ?? instance;
  if (said.severity === 'warning' || said.phase === 'runtime' || said.phase === 'import') {
    return reason === undefined ? undefined : `does not come as far as the rule: ${reason}`;
  }
  return words.some((word) => reason!.includes(word)) ? undefined : `has other words for it: ${reason}`;
}
