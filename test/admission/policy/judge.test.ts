import { Finding, UNKNOWN } from '../../../src/admission/finding';
import { Manifest } from '../../../src/admission/given';
import { Judge } from '../../../src/admission/policy/judge';
import { IPolicyRule, ObjectSelector, Policy, PolicySeverity } from '../../../src/admission/policy/policy';
import { surroundingsOf } from '../../../src/admission/policy/surroundings';
import { FACTS, vmWith } from '../manifests';

const rule = (check: IPolicyRule['check'], more: Partial<IPolicyRule> = {}): IPolicyRule => ({ id: 'acme/rule', title: 'A rule', remedy: 'do better', check, ...more });
const judgeOf = (policy: Policy, today?: string) => new Judge(policy, surroundingsOf([], FACTS), today);
const own = (one: IPolicyRule, manifest: Manifest = vmWith({}), policy: Policy = {}) => judgeOf({ ...policy, rules: [one] }).own(manifest);

const FINDING: Finding = { ruleId: 'R-9', severity: 'warning', path: 'spec.a', message: 'got a', remedy: 'write b' };

describe('rules of one\'s own', () => {
  test('a violation becomes a finding: place and remedy from the rule, where it has none', () => {
    expect(own(rule(() => [{ message: 'got a' }, { message: 'got b', path: 'spec.b', remedy: 'write c' }]))).toEqual({
      undecided: [],
      findings: [
        { ruleId: 'acme/rule', severity: 'error', phase: 'runtime', path: 'metadata.name', message: 'got a', remedy: 'do better' },
        { ruleId: 'acme/rule', severity: 'error', phase: 'runtime', path: 'spec.b', message: 'got b', remedy: 'write c' },
      ],
    });
  });

  test('a rule without a remedy points to its title', () => {
    expect(own(rule(() => [{ message: 'got a' }], { remedy: undefined })).findings[0].remedy).toContain('A rule');
  });

  test.each([
    ['VirtualMachine', undefined, true], ['VirtualMachinePool', undefined, true], ['VirtualMachineInstance', undefined, true],
    ['VirtualMachineInstanceReplicaSet', undefined, true], ['VirtualMachine', null as any, true], ['Secret', undefined, false], ['Secret', ['Secret'], true], ['Service', ['Secret'], false],
    ['VirtualMachine', ['Secret'], false], ['Whatever', ['*'], true],
  ])('a %s, and a rule that applies to %j: %p', (kind, appliesTo, asked) => {
    expect(own(rule(() => [{ message: 'got a' }], { appliesTo }), { kind, metadata: { name: 'a' } }).findings).toHaveLength(asked ? 1 : 0);
  });

  test('a VirtualMachine of somebody else is none', () => {
    expect(own(rule(() => [{ message: 'got a' }]), { apiVersion: 'example.com/v1', kind: 'VirtualMachine' }).findings).toEqual([]);
  });

  test.each([
    ['the rule', { severity: PolicySeverity.OFF }, {}],
    ['the policy', {}, { severities: { 'acme/rule': PolicySeverity.OFF } }],
  ])('a rule that is off is not asked: by %s', (_, more, policy) => {
    const check = jest.fn(() => []);
    own(rule(check, more), vmWith({}), policy);
    expect(check).not.toHaveBeenCalled();
  });

  test.each<[what: string, check: () => any, says: string]>([
    ['throws', () => { throw new Error('no team'); }, 'no team'],
    ['throws what is no error', () => { throw 'no team'; }, '"no team"'],
    ['gives nothing', () => undefined, 'it gave nothing, expected a list of violations'],
    ['gives a text', () => 'no owner', 'it gave "no owner"'],
    ['gives texts', () => ['no owner'], 'it gave ["no owner"]'],
    ['gives violations without a message', () => [{ path: 'spec' }], 'each with a message'],
    ['gives a path that is no text', () => [{ message: 'got a', path: ['spec'] }], 'each with a message'],
    ['gives a promise', async () => [], 'a Promise'],
    ['changes the object', (({ manifest }: any) => { manifest.spec.runStrategy = 'Always'; }) as any, 'read only'],
  ])('a rule that %s is a mistake that nobody can accept', (_, check, says) => {
    const { findings } = own(rule(check, { severity: PolicySeverity.WARNING }));
    expect(findings).toEqual([{
      ruleId: 'POL-1', severity: 'error', path: '', message: expect.stringMatching(/^the check of rule "acme\/rule" failed: /), remedy: 'correct the check of "acme/rule"',
    }]);
    expect(findings[0].message).toContain(says);
  });

  test('what hangs on something that is not known is held against nobody, and said', () => {
    const unknown = vmWith({ 'metadata.labels.owner': UNKNOWN });
    const owner = rule(({ labels }) => labels.owner ? [] : [{ message: 'no owner' }]);
    expect(own(owner, unknown)).toEqual({ findings: [], undecided: [{ ruleId: 'acme/rule', path: 'metadata.labels.owner' }] });
    const app = rule(({ labels }) => labels.app === 'web' ? [{ message: 'no web' }] : []);
    expect(own(app, unknown)).toMatchObject({ findings: [{ message: 'no web' }], undecided: [] });
  });

  test('a rule that stumbles over what is not known is undecided, not broken', () => {
    const stumbling = rule(({ labels }) => labels.owner.startsWith('team-') ? [] : [{ message: 'no team' }]);
    expect(own(stumbling, vmWith({ 'metadata.labels.owner': UNKNOWN }))).toEqual({ findings: [], undecided: [{ ruleId: 'acme/rule', path: 'metadata.labels.owner' }] });
    expect(own(stumbling).findings[0].ruleId).toBe('POL-1');
  });

  test('what one rule has asked for is not held against the next', () => {
    const manifest = vmWith({ 'metadata.labels.owner': UNKNOWN });
    const [asks, decides] = [rule(({ labels }) => labels.owner ? [] : []), rule(() => [{ message: 'got a' }], { id: 'acme/other' })];
    expect(judgeOf({ rules: [asks, decides] }).own(manifest)).toMatchObject({ findings: [{ ruleId: 'acme/other' }], undecided: [{ ruleId: 'acme/rule' }] });
  });
});

describe('weight', () => {
  test('a severity takes the place of what the rule says; off takes the finding out', () => {
    const { findings } = judgeOf({ severities: { 'R-9': PolicySeverity.ERROR, 'SCH-1': PolicySeverity.OFF } })
      .judge(vmWith({}), [FINDING, { ...FINDING, ruleId: 'SCH-1', severity: 'error' }, { ...FINDING, ruleId: 'R-8' }]);
    expect(findings).toEqual([{ ...FINDING, severity: 'error' }, { ...FINDING, ruleId: 'R-8' }]);
  });

  test('what a finding has beside the rest stays', () => {
    const placed = { ...FINDING, line: 7 };
    expect(judgeOf({ severities: { 'R-9': PolicySeverity.ERROR } }).judge(vmWith({}), [placed]).findings).toEqual([{ ...placed, severity: 'error' }]);
  });
});

describe('suppressions', () => {
  test.each<[objects: ObjectSelector | undefined, covers: boolean]>([
    [undefined, true], [{}, true], [{ kind: 'VirtualMachine' }, true], [{ kind: 'VirtualMachinePool' }, false], [{ kind: 'VirtualMachine*' }, true],
    [{ namespace: 'vms', name: 'web-0' }, true], [{ namespace: 'other' }, false], [{ name: 'web-*' }, true], [{ name: '*-0' }, true], [{ name: 'w*b*0' }, true],
    [{ name: 'web' }, false], [{ name: 'web.0' }, false], [{ name: '*' }, true], [{ name: '' }, false], [{ name: 'WEB-0' }, false],
  ])('of the objects %j: %p', (objects, covers) => {
    const judge = judgeOf({ suppressions: [{ rule: 'R-9', reason: 'tested', objects }] });
    const { findings, suppressed } = judge.judge(vmWith({}), [FINDING]);
    expect([findings.length, suppressed.length]).toEqual(covers ? [0, 1] : [1, 0]);
    expect(judge.notes()).toEqual([]);
  });

  test('a name that is only known at apply is none that is named', () => {
    const unknown = vmWith({ 'metadata.name': UNKNOWN });
    const covered = (objects: ObjectSelector) => judgeOf({ suppressions: [{ rule: 'R-9', reason: 'tested', objects }] }).judge(unknown, [FINDING]).suppressed.length;
    expect([covered({ name: 'web-*' }), covered({ name: '*' }), covered({ namespace: 'vms' })]).toEqual([0, 1, 1]);
  });

  test('a namespace that is left to the command line is an empty one', () => {
    const judge = judgeOf({ suppressions: [{ rule: 'R-9', reason: 'tested', objects: { namespace: '' } }] });
    expect(judge.judge(vmWith({ 'metadata.namespace': undefined }), [FINDING]).suppressed).toHaveLength(1);
  });

  test.each([['2026-12-30', true], ['2026-12-31', true], ['2027-01-01', false], [undefined, true]])('one until 2026-12-31 on %p: %p', (today, holds) => {
    const suppression = { rule: 'R-9', reason: 'tested', expires: '2026-12-31' };
    const judge = judgeOf({ suppressions: [suppression] }, today);
    expect(judge.judge(vmWith({}), [FINDING])).toEqual(holds
      ? { findings: [], suppressed: [{ finding: FINDING, suppression }], expired: [] }
      : { findings: [{ ...FINDING, message: 'got a; it was accepted until 2026-12-31 (tested)' }], suppressed: [], expired: [{ finding: FINDING, suppression }] });
    expect(judge.notes().map(({ ruleId, path }) => `${ruleId} ${path}`)).toEqual(today === undefined ? ['SUP-2 suppressions[0].expires'] : []);
  });

  test('of two, the one that still holds counts', () => {
    const policy = { suppressions: [{ rule: 'R-9', reason: 'old', expires: '2025-01-01' }, { rule: 'R-9', reason: 'new', expires: '2027-01-01' }] };
    expect(judgeOf(policy, '2026-01-01').judge(vmWith({}), [FINDING])).toMatchObject({ findings: [], suppressed: [{ suppression: { reason: 'new' } }], expired: [] });
  });

  test('those of the object itself come first', () => {
    const judge = judgeOf({ suppressions: [{ rule: 'R-9', reason: 'of the policy' }] });
    expect(judge.judge(vmWith({}), [FINDING], [{ rule: 'R-9', reason: 'of the VM' }]).suppressed).toMatchObject([{ suppression: { reason: 'of the VM' } }]);
  });

  test('one whose objects have nothing to accept is a warning, which can be off or an error', () => {
    const notes = (policy: Policy, findings: Finding[] = []) => {
      const judge = judgeOf({ suppressions: [{ rule: 'R-9', reason: 'tested', objects: { name: 'web-*' } }], ...policy });
      judge.judge(vmWith({}), findings);
      return judge.notes();
    };
    expect(notes({})).toEqual([expect.objectContaining({ ruleId: 'SUP-3', severity: 'warning', path: 'suppressions[0]' })]);
    expect(notes({}, [FINDING])).toEqual([]);
    expect(notes({ severities: { 'SUP-3': PolicySeverity.OFF } })).toEqual([]);
    expect(notes({ severities: { 'SUP-3': PolicySeverity.ERROR } })).toMatchObject([{ severity: 'error' }]);
  });

  test.each<[what: string, objects: ObjectSelector | undefined]>([['of objects that are elsewhere', { name: 'db-*' }], ['of all objects', undefined]])(
    'one %s may be needed there', (_, objects) => {
      const judge = judgeOf({ suppressions: [{ rule: 'R-9', reason: 'tested', objects }] });
      judge.judge(vmWith({}), []);
      expect(judge.notes()).toEqual([]);
    });

  test('a finding of a rule that is off needs no suppression', () => {
    const judge = judgeOf({ severities: { 'R-9': PolicySeverity.OFF }, suppressions: [{ rule: 'R-9', reason: 'tested' }] });
    expect(judge.judge(vmWith({}), [FINDING])).toEqual({ findings: [], suppressed: [], expired: [] });
    expect(judge.encounters.used.size).toBe(0);
  });
});
