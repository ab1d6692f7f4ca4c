import { Changes, FACTS, findingLike, withChanges } from './manifests';
import { admit } from '../../src/admission/admit';
import { Finding, Phase } from '../../src/admission/finding';
import { ClusterFacts } from '../../src/admission/rule';

/** Makes manifests of a kind that nobody has anything against. */
export type Base = () => { apiVersion: string; kind: string; metadata: object };

/** A row of a table of what is refused: base, rule, what is changed in it, where the finding points, what its message names, when it fires. */
export type RefusedObject = [
  base: Base, ruleId: string, changes: Changes, path: string, given: string, phase?: Phase, facts?: Partial<ClusterFacts>,
];

/** A row of a table of what passes: base, why one might think otherwise, what is changed in it. */
export type AllowedObject = [base: Base, because: string, changes: Changes, facts?: Partial<ClusterFacts>];

function findings(base: Base, changes: Changes, facts: Partial<ClusterFacts> = {}): Finding[] {
  return admit(withChanges(base(), changes), { ...FACTS, ...facts });
}

/** Tests each row. */
export function testRefused(rows: RefusedObject[]): void {
  test.each(rows.map((row) => ({ kind: row[0]().kind, ruleId: row[1], changes: row[2], row })))('$ruleId refuses a $kind with $changes', ({ row }) => {
    const [base, ruleId, changes, path, given, phase, facts] = row;
    expect(findings(base, changes, facts)).toContainEqual(findingLike(ruleId, path, given, phase ? { phase } : {}));
  });
}

/** Tests that nothing is said of any row. */
export function testAllowed(rows: AllowedObject[]): void {
  test.each(rows.map((row) => ({ kind: row[0]().kind, because: row[1], row })))('a $kind passes: $because', ({ row: [base, , changes, facts] }) => {
    expect(findings(base, changes, facts)).toEqual([]);
  });
}
