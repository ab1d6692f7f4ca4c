import { policyFindings, todayFindings } from '../../../src/admission/policy/mistakes';

const RULE = { id: 'acme/owner', title: 'Every VM says whose it is', check: () => [] };
const SUPPRESSION = { rule: 'R-9', reason: 'tested' };

test.each([
  ['nothing', {}],
  ['rules', { rules: [RULE] }],
  ['all that a rule may say', { rules: [{ ...RULE, severity: 'warning', remedy: 'set it', appliesTo: ['*'] }] }],
  ['kinds of others, and kinds by their beginning', { rules: [{ ...RULE, appliesTo: ['Service', 'StorageClass', 'VM'] }], suppressions: [{ ...SUPPRESSION, objects: { kind: 'VirtualMachin*' } }] }],
  ['severities of its own rules and of this library\'s', { rules: [RULE], severities: { 'acme/owner': 'off', 'SCH-1': 'warning' } }],
  ['suppressions', { rules: [RULE], suppressions: [{ ...SUPPRESSION, expires: '2028-02-29' }, { ...SUPPRESSION, rule: 'acme/owner', objects: { kind: 'VirtualMachine', name: '*' } }] }],
  ['a rule that leaves out what it may', { rules: [{ ...RULE, severity: null, remedy: null, appliesTo: null }] }],
  ['what other languages and YAML give in place of nothing', { rules: null, severities: null, suppressions: [{ ...SUPPRESSION, expires: null, objects: null }] }],
])('a policy with %s is sound', (_, policy) => {
  expect(policyFindings(policy)).toEqual([]);
});

test.each<[what: string, policy: unknown, path: string, message: string, remedy: string]>([
  ['no map', [], '', 'got [], expected a policy', 'give { rules'],
  ['a function', () => ({}), '', 'got a function', 'give { rules'],
  ['a misspelt field', { severitys: {} }, 'severitys', 'got "severitys", expected one of rules, severities, suppressions', 'did you mean "severities"?'],
  ['rules that are no list', { rules: RULE }, 'rules', 'expected a list of rules', 'write a list'],
  ['a rule that is none', { rules: ['acme/owner'] }, 'rules[0]', 'expected a rule', 'give { id'],
  ['an id without a slash', { rules: [{ ...RULE, id: 'owner' }] }, 'rules[0].id', 'got "owner"', 'acme/owner-label'],
  ['an id with spaces', { rules: [{ ...RULE, id: 'acme/the owner' }] }, 'rules[0].id', 'got "acme/the owner"', 'acme/owner-label'],
  ['a rule without a title', { rules: [{ ...RULE, title: ' ' }] }, 'rules[0].title', 'expected text', 'in one line'],
  ['a rule without a check, as YAML has it', { rules: [{ id: RULE.id, title: RULE.title }] }, 'rules[0].check', 'got nothing, expected a function', 'a file without code'],
  ['a rule of no kind', { rules: [{ ...RULE, appliesTo: [] }] }, 'rules[0].appliesTo', 'got []', 'leave it out'],
  ['a rule of kinds that are no list', { rules: [{ ...RULE, appliesTo: 'Secret' }] }, 'rules[0].appliesTo', 'got "Secret"', 'write ["VirtualMachine"]'],
  ['a rule of a kind that is misspelt', { rules: [{ ...RULE, appliesTo: ['Secret', 'VirtualMachines'] }] }, 'rules[0].appliesTo[1]', 'got "VirtualMachines", which is no kind', 'did you mean "VirtualMachine"?'],
  ['a rule of no severity', { rules: [{ ...RULE, severity: 'fatal' }] }, 'rules[0].severity', 'got "fatal", expected one of error, warning, off', 'write "error"'],
  ['an id twice', { rules: [RULE, { ...RULE }] }, 'rules[1].id', 'the id of another rule', 'of its own'],
  ['severities that are a list', { severities: ['R-9'] }, 'severities', 'expected severities by the id', '"R-9"'],
  ['a severity of no rule', { severities: { 'SCH-11': 'off' } }, 'severities["SCH-11"]', 'there is no rule "SCH-11"', 'did you mean "SCH-1"?'],
  ['a severity of a rule of somebody else', { severities: { 'acme/owner': 'off' } }, 'severities["acme/owner"]', 'there is no rule', 'a rule of your own comes first'],
  ['off without quotes in YAML 1.1', { severities: { 'R-9': false } }, 'severities["R-9"]', 'got false', 'write "off" in quotes'],
  ['a field of Object', { severities: { toString: 'off' } }, 'severities["toString"]', 'there is no rule', 'ids'],
  ['suppressions that are no list', { suppressions: SUPPRESSION }, 'suppressions', 'expected a list of suppressions', 'write a list'],
  ['a suppression that is none', { suppressions: ['R-9'] }, 'suppressions[0]', 'expected a suppression', '{ rule, reason }'],
  ['a suppression of no rule', { suppressions: [{ ...SUPPRESSION, rule: 'XX-1' }] }, 'suppressions[0].rule', 'there is no rule "XX-1"', 'vmo rules'],
  ['a suppression without a rule', { suppressions: [{ reason: 'tested' }] }, 'suppressions[0].rule', 'got nothing, expected the id of a rule', 'vmo rules'],
  ['a suppression of a mistake in a prop', { suppressions: [{ ...SUPPRESSION, rule: 'PROP' }] }, 'suppressions[0].rule', 'there is no rule "PROP"', 'take it out: PROP is a mistake in a prop, which can only be corrected'],
  ['a suppression of a rule that failed', { suppressions: [{ ...SUPPRESSION, rule: 'POL-1' }] }, 'suppressions[0].rule', 'there is no rule "POL-1"', 'take it out: POL-1 is a mistake in a policy, or in the check of one of its rules, which can only be corrected'],
  ['a severity of mistakes in suppressions', { severities: { 'SUP-1': 'off' } }, 'severities["SUP-1"]', 'there is no rule "SUP-1"', 'take it out: SUP-1 is a mistake in a suppression'],
  ['no reason', { suppressions: [{ rule: 'R-9' }] }, 'suppressions[0].reason', 'needs its reason', 'say why'],
  ['a day that there is not', { suppressions: [{ ...SUPPRESSION, expires: '2027-02-29' }] }, 'suppressions[0].expires', 'got "2027-02-29"', '"2026-12-31"'],
  ['a day with a time', { suppressions: [{ ...SUPPRESSION, expires: '2027-01-01T00:00:00Z' }] }, 'suppressions[0].expires', 'YYYY-MM-DD', '"2026-12-31"'],
  ['a day as a date', { suppressions: [{ ...SUPPRESSION, expires: new Date(0) }] }, 'suppressions[0].expires', 'got', '"2026-12-31"'],
  ['objects that are text', { suppressions: [{ ...SUPPRESSION, objects: 'web-0' }] }, 'suppressions[0].objects', 'expected kind, namespace and name', '{ namespace'],
  ['objects by another field', { suppressions: [{ ...SUPPRESSION, objects: { nam: 'web-0' } }] }, 'suppressions[0].objects.nam', 'expected one of kind, namespace, name', 'did you mean "name"?'],
  ['objects of a kind that is misspelt', { suppressions: [{ ...SUPPRESSION, objects: { kind: 'virtualmachine' } }] }, 'suppressions[0].objects.kind', 'got "virtualmachine"', 'did you mean "VirtualMachine"?'],
  ['objects by a number', { suppressions: [{ ...SUPPRESSION, objects: { name: 1 } }] }, 'suppressions[0].objects.name', 'got 1, expected text', '"*"'],
])('%s is refused', (_, policy, path, message, remedy) => {
  expect(policyFindings(policy)).toEqual([
    { ruleId: expect.stringMatching(/^(POL|SUP)-1$/), severity: 'error', path, message: expect.stringContaining(message), remedy: expect.stringContaining(remedy) },
  ]);
});

test('all mistakes are told at once', () => {
  const policy = { rules: [{ id: 'x' }], severities: { no: 'never' }, suppressions: [{ rule: 'R-9', reason: '', expires: 'soon' }] };
  expect(policyFindings(policy).map(({ path }) => path)).toEqual([
    'rules[0].id', 'rules[0].title', 'rules[0].check', 'severities["no"]', 'severities["no"]', 'suppressions[0].reason', 'suppressions[0].expires',
  ]);
});

test('who knows more rules says so', () => {
  const policy = { severities: { 'YAML-1': 'off' } };
  expect(policyFindings(policy)).toHaveLength(1);
  expect(policyFindings(policy, new Set(['YAML-1']))).toEqual([]);
});

test.each([['2026-11-21', 0], [undefined, 0], ['21.11.2026', 1], ['2026-13-01', 1], ['2026-1-1', 1], [20261121, 1]])('the day %p has %d mistakes', (today, mistakes) => {
  expect(todayFindings('--today', today)).toHaveLength(mistakes);
});
