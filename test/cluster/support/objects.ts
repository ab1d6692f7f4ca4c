import { ApiServer, Said } from './api-server';
import { hears, isKnown } from './rows';
import { admit } from '../../../src/admission/admit';
import { groupOf } from '../../../src/admission/api-group';
import { Finding } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { KubevirtVersion } from '../../../src/kubevirt';
import { FACTS } from '../../admission/manifests';
import { WEBHOOKS_ELSEWHERE } from '../../admission/oracle';
import { ObjectRow } from '../../admission/rows/objects';

/** A row, with what we say of it. */
export interface AskedObject extends ObjectRow {
  /** What its rule says where it points; of a row that is left alone, nothing. */
  readonly said?: Finding;
  /** What all rules say that fails at once. */
  readonly refusals: readonly Finding[];
}

/** The rows that a server can be asked about of which this is so. */
export function askableObjects(rows: readonly ObjectRow[], server: Partial<ClusterFacts>): AskedObject[] {
  return rows.flatMap((row): AskedObject[] => {
    const facts = { ...FACTS, ...row.facts, ...server };
    if (facts.kubevirtVersion !== KubevirtVersion.V1_8_4 || !isKnown(row.manifest)) return [];
    const findings = admit(row.manifest, facts);
    const said = findings.find(({ ruleId, path }) => ruleId === row.ruleId && path === row.refusedAt);
    const refusals = findings.filter(({ severity, phase }) => severity === 'error' && (phase === 'schema' || phase === 'admission'));
    if ((row.refusedAt === undefined) !== (said === undefined) || !isHeard(row, refusals)) return [];
    return [{ ...row, said, refusals }];
  });
}

/** Of kinds whose webhook does not run here, only the schema says something; where it is asked all the same, it says no to all that the schema takes. */
function isHeard({ manifest: { apiVersion } }: ObjectRow, refusals: readonly Finding[]): boolean {
  const webhook = WEBHOOKS_ELSEWHERE[groupOf(apiVersion)];
  return webhook === undefined || (refusals.length === 0 ? !webhook.isAsked : refusals.every(({ phase }) => phase === 'schema'));
}

/** Asks for all, several at a time. There is one KubeVirt, whose webhook looks only at what is changed in it. */
export async function askObjects(server: ApiServer, rows: readonly AskedObject[]): Promise<Said[]> {
  return Promise.all(rows.map(({ manifest }) => manifest.kind === 'KubeVirt' ? server.applying(manifest) : server.creating(manifest)));
}

/** Where the server and we do not agree about a row, why; nothing where we do. `words` are what the server says for the row's rule. */
export function objectDisagreement({ said, refusals }: AskedObject, { refusal, warnings }: Said, words: readonly string[]): string | undefined {
  if (refusal === undefined && refusals.length > 0) return `takes it, which ${refusals.map(({ ruleId }) => ruleId).join(', ')} says it refuses`;
  if (refusal !== undefined && refusals.length === 0) return `refuses it: ${refusal}`;
  if (said === undefined) return undefined;
  if (refusals.includes(said)) return hears(refusal!, words);
  return said.severity === 'warning' && warnings !== '' ? hears(warnings, words) : undefined;
}
