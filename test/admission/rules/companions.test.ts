import { admit, ALL_RULES } from '../../../src/admission/admit';
import { Changes, FACTS, findingLike, withChanges } from '../manifests';
import { COMPANIONS } from '../rows/companions';

describe.each(COMPANIONS.map((companion) => [(companion.base() as any).kind, companion] as const))('%s', (kind, { base, facts: usual, REFUSED, ALLOWED }) => {
  const findings = (ruleId: string, changes: Changes, facts = {}) =>
    admit(withChanges(base(), changes), { ...FACTS, ...usual, ...facts }).filter((finding) => finding.ruleId === ruleId);

  test('a sound one passes every rule', () => {
    expect(admit(base() as any, { ...FACTS, ...usual })).toEqual([]);
  });

  test.each([...REFUSED])('%s refuses %j', (...[ruleId, changes, path, given, facts]) => {
    expect(findings(ruleId, changes, facts)).toContainEqual(findingLike(ruleId, path, given));
  });

  test.each([...ALLOWED])('%s passes where %s', (...[ruleId, , changes, facts]) => {
    expect(findings(ruleId, changes, facts)).toEqual([]);
  });

  test('each of its rules has rows', () => {
    const rules = ALL_RULES.filter(({ subjects }) => subjects.length > 0 && subjects.every((subject) => subject === kind)).map(({ id }) => id);
    expect(rules.filter((id) => !REFUSED.some(([ruleId]) => ruleId === id) || !ALLOWED.some(([ruleId]) => ruleId === id))).toEqual([]);
  });
});
