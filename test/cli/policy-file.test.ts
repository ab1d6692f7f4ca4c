import { spawnSync } from 'child_process';
import { join } from 'path';
import { file, folder } from './file';
import { vmo } from './run-vmo';
import { ROOT } from '../support/run-app';

jest.setTimeout(60_000); // some tests start processes

const VM = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: db-0
  namespace: vms
spec:
  runStrategy: Always
  template:
    spec:
      architecture: amd64
      domain:
        memory: {guest: 2Gi}
        devices:
          disks: [{name: root, disk: {bus: virtio}}]
          interfaces: [{name: default, bridge: {}}]
      networks: [{name: default, pod: {}}]
      volumes: [{name: root, containerDisk: {image: "quay.io/containerdisks/fedora:42"}}]
`;

/** What is found, by rule, with its level. */
const levels = (...args: string[]) => JSON.parse(vmo('lint', '--format', 'json', ...args).out).map(({ ruleId, severity }: any) => `${ruleId} ${severity}`);

const OWNER = `{
  id: 'acme/owner-label', title: 'Every VM has an owner', remedy: 'set metadata.labels.owner',
  check: (vm) => vm.labels.owner ? [] : [{ path: 'metadata.labels', message: 'got no owner' }],
}`;

test('rules of one\'s own are asked, and stand where they say', () => {
  const vm = file('vm.yaml', VM);
  for (const content of [`module.exports = { rules: [${OWNER}] }`, `exports.policy = { rules: [${OWNER}] }`, `exports.default = { rules: [${OWNER}] }`]) {
    const policy = file('policy.cjs', content);
    const { code, out } = spawnedLint('--policy', policy, vm);
    expect(out.replaceAll(`${folder}/`, '')).toContain('  vm.yaml:3: metadata.labels: got no owner → set metadata.labels.owner [acme/owner-label]\n');
    expect(code).toBe(1);
  }
});

test('a policy may be TypeScript', () => {
  const policy = file('policy.ts', `const rule = ${OWNER.replace('(vm)', '(vm: { labels: Record<string, string> })')};\nexport default { rules: [rule] };\n`);
  expect(spawnedLint('--policy', policy, file('vm.yaml', VM)).out).toContain('[acme/owner-label]');
});

test('the policy of the example is one that vmo lint takes', () => {
  const args = ['--policy', 'examples/platform-policy/policy.ts', '--today', '2026-11-21', file('vm.yaml', VM)];
  const { status, stdout } = spawnSync(process.execPath, ['bin/vmo', 'lint', ...args], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, TSX_TSCONFIG_PATH: 'examples/tsconfig.json' }, // where `cdktf-vmo` is this source tree
  });
  expect(status).toBe(1);
  expect(stdout).toContain('got no label owner');
});

test('its rules are in the table, and explained', () => {
  const policy = file('rules.cjs', `module.exports = { rules: [${OWNER}] }`);
  expect(spawnedLint('--policy', policy, '--rules').out).toMatch(/^acme\/owner-label +error +Every VM has an owner$/m);
  expect(spawnedLint('--policy', policy, '--explain', 'acme/owner-label').out).toMatch(
    /^acme\/owner-label: Every VM has an owner$[^]*^ {2}looks at +VirtualMachine, VirtualMachineInstance, VirtualMachineInstanceReplicaSet, VirtualMachinePool$/m);
  expect(spawnedLint('--policy', policy, '--explain', 'acme/owner-label').out).toMatch(/more +https:.*\/policies\.md#rules$/m);
  expect(JSON.parse(spawnedLint('--policy', policy, '--format', 'sarif', file('vm.yaml', VM)).out).runs[0].tool.driver.rules)
    .toContainEqual(expect.objectContaining({ id: 'acme/owner-label', shortDescription: { text: 'Every VM has an owner' } }));
});

/** In a process of its own: a module is loaded once, and jest has a loader of its own. */
function spawnedLint(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin/vmo'), 'lint', ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

describe('without code', () => {
  test('severities are weighed, and a rule that is off says nothing', () => {
    const vm = file('vm.yaml', VM);
    expect(levels(vm)).toEqual(['R-10 warning']);
    expect(levels('--policy', file('p.yaml', 'severities: {R-10: error}\n'), vm)).toEqual(['R-10 error']);
    expect(levels('--policy', file('p.json', '{"severities": {"R-10": "off"}}'), vm)).toEqual([]);
  });

  test('what is accepted is counted, and in SARIF with its reason', () => {
    const policy = file('p.yaml', 'suppressions:\n- rule: R-10\n  reason: moved to a VLAN next week\n  objects: {namespace: vms}\n');
    expect(vmo('lint', '--policy', policy, file('vm.yaml', VM))).toEqual({ code: 0, out: '1 document, 1 virtual machine, 0 errors, 0 warnings, 1 accepted\n', err: '' });
    expect(JSON.parse(vmo('lint', '--format', 'sarif', '--policy', policy, file('vm.yaml', VM)).out).runs[0].results).toEqual([
      expect.objectContaining({ ruleId: 'R-10', suppressions: [{ kind: 'external', status: 'accepted', justification: 'moved to a VLAN next week' }] }),
    ]);
    for (const format of ['json', 'github']) expect(vmo('lint', '--format', format, '--policy', policy, file('vm.yaml', VM)).out).not.toContain('R-10');
  });

  test('findings on the text are weighed like others', () => {
    expect(levels('--policy', file('p.yaml', 'severities: {YML-2: error}\n'), file('text.yaml', VM.replace('Always', 'Always\n  running: no')))).toContain('YML-2 error');
  });

  test('a suppression ends behind its last day, which somebody says', () => {
    const policy = file('p.yaml', 'suppressions:\n- rule: R-10\n  reason: for now\n  expires: 2026-06-30\n');
    const vm = file('vm.yaml', VM);
    expect(levels('--policy', policy, '--today', '2026-06-30', vm)).toEqual([]);
    expect(vmo('lint', '--policy', policy, '--today', '2026-07-01', vm).out).toContain('it was accepted until 2026-06-30 (for now)');
    expect(vmo('lint', '--policy', policy, vm).out).toContain(`  ${policy}:4: suppressions[0].expires: "R-10" is accepted until 2026-06-30, and nobody says what day it is`);
  });

  test('what is left empty says nothing', () => {
    const vm = file('vm.yaml', VM);
    for (const content of ['rules:\nseverities:\nsuppressions:\n', 'suppressions:\n- {rule: R-9, reason: a, expires: , objects: }\n']) {
      expect(vmo('lint', '--policy', file('p.yaml', content), vm)).toEqual(vmo('lint', vm));
    }
  });

  test('a suppression of objects that have nothing of the kind is told, where it stands', () => {
    const policy = file('p.yaml', [
      '# all of it',
      'suppressions:',
      '- {rule: R-9, reason: a, objects: {name: db-0}}',
      '- {rule: R-9, reason: of others, objects: {name: web-0}}',
      '- {rule: R-10, reason: b}',
    ].join('\n'));
    const { out } = vmo('lint', '--policy', policy, file('vm.yaml', VM));
    expect(out).toContain(`  ${policy}:3: suppressions[0]: "R-9" is accepted of objects that are here, and they have nothing of the kind`);
    expect(out).not.toContain('suppressions[1]');
  });

  test('it is told of objects that have nothing to accept at all, too', () => {
    const sound = file('sound.yaml', VM.replace('bridge', 'masquerade'));
    expect(levels(sound)).toEqual([]);
    expect(levels('--policy', file('p.yaml', 'suppressions: [{rule: R-10, reason: a, objects: {name: db-0}}]\n'), sound)).toEqual(['SUP-3 warning']);
  });

  test.each<[string, string, string]>([
    ['p.yaml', 'severities: {R-9: eror}\n', ':1: severities["R-9"]: got "eror", expected one of error, warning, off'],
    ['p.yaml', '# a\nsuppressions:\n- {rule: R-9}\n', ':3: suppressions[0].reason: a suppression needs its reason'],
    ['p.yaml', 'rules:\n- {id: acme/x, title: x}\n', ':2: rules[0].check: got nothing, expected a function'],
    ['p.yaml', 'severity: {}\n', ':1: severity: got "severity", expected one of rules, severities, suppressions; did you mean "severities"?'],
    ['p.yaml', 'a: [\n', ':1: this is no YAML'],
    ['p.yaml', '', ': expected one policy'],
    ['p.yaml', '- a\n', 'expected a policy'],
  ])('%s that says %j is refused', (name, content, message) => {
    const policy = file(name, content);
    expect(vmo('lint', '--policy', policy, file('vm.yaml', VM))).toEqual({ code: 2, out: '', err: expect.stringContaining(`${policy}${message.startsWith(':') ? message : ''}`) });
    expect(vmo('lint', '--policy', policy, file('vm.yaml', VM)).err).toContain(message);
  });
});

test.each<[string, string, string]>([
  ['throws.cjs', 'throw new Error("no\\nway")', ': no\n'],
  ['syntax.cjs', 'module.exports = {\n  rules: [,,\n', ': Unexpected end of input, in line 3\n'],
  ['syntax.ts', 'export const policy = {\n  rules: [,,\n', ': Unexpected end of file, in line '],
  ['empty.cjs', '', ': it exports nothing, and no policy; write export const policy = { … }'],
  ['other.cjs', 'exports.myPolicy = { rules: [] }', ': it exports myPolicy, and no policy; write export const policy = { … }'],
  ['needs.cjs', 'require("no-such-package")', ': Cannot find module \'no-such-package\'\n'],
  ['function.cjs', 'module.exports = () => {}', ': got a function, expected a policy'],
])('%s is refused with one line, and no stack', (name, content, message) => {
  const policy = file(name, content);
  const { code, out, err } = spawnedLint('--policy', policy, file('vm.yaml', VM));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(`${policy}${message}`);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('a policy that is not there, and a day that is none, are told', () => {
  expect(vmo('lint', '--policy', 'no/policy.ts', 'x.yaml').err).toBe('no/policy.ts: there is no such file\n');
  expect(vmo('lint', '--today', '2026-02-30', 'x.yaml')).toEqual({ code: 2, out: '', err: expect.stringContaining('--today: got "2026-02-30", expected a day as YYYY-MM-DD') });
});

test('a check that fails is a mistake of its rule', () => {
  const policy = file('fails.cjs', 'module.exports = { rules: [{ id: "acme/x", title: "x", check: () => { throw new Error("oh"); } }] }');
  const { code, out, err } = spawnedLint('--policy', policy, file('vm.yaml', VM));
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toContain('the check of rule "acme/x" failed: oh');
});
