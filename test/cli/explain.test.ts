import { vmo } from './run-vmo';
import { LINT_RULES } from '../../src/cli/rules';

test('a rule is told of with all that is known of it', () => {
  expect(vmo('lint', '--explain', 'DV-10')).toEqual({
    code: 0,
    err: '',
    out: `DV-10: A VM with an NVIDIA Grace GPU is on arm64, of machine type virt and with dedicated CPUs; that needs feature gates

  level     error: vmo lint fails
  fails     when it is applied, by a webhook
  looks at  VirtualMachine, VirtualMachineInstance, VirtualMachineInstanceReplicaSet, VirtualMachinePool
  KubeVirt  1.9.0
  gates     GraceIOVirtualization, PCINUMAAwareTopology, IOMMUFD
  upstream  validateGraceIOVirtualization refuses the same
  needs     permittedPciDevices in the cluster file; without, it says nothing
  accept    suppress: [{ rule: 'DV-10', reason: '…' }] in a construct, or suppressions in a file for --policy
  more      https://github.com/cdktf-vmo/cdktf-vmo/blob/main/docs/admission.md#all-rules
`,
  });
});

test('several are, in whatever letters, and by an id that they cover', () => {
  const { out } = vmo('lint', '--explain', 'yml-2,R-17', '--explain', 'OBJ-1');
  expect(out.match(/^\S+(?=: )/gm)).toEqual(['YML-2', 'SCH-1', 'OBJ-1']);
});

test('every rule can be told of', () => {
  const { code, out } = vmo('lint', '--explain', LINT_RULES.map(({ id }) => id).join(','));
  expect(code).toBe(0);
  expect(out).not.toContain('undefined');
  expect(out.match(/^ {2}level /gm)).toHaveLength(LINT_RULES.length);
});

test('as JSON, it is as in the table of rules', () => {
  const [rule, ...more] = JSON.parse(vmo('lint', '--explain', 'VM-2', '--format', 'json').out);
  expect(more).toEqual([]);
  expect(JSON.parse(vmo('rules', '--format', 'json').out)).toContainEqual(rule);
});

test('an id that no rule has is told, with the one that was meant', () => {
  expect(vmo('lint', '--explain', 'YML-22')).toEqual({ code: 2, out: '', err: 'there is no rule "YML-22"; did you mean "YML-2"?; vmo lint --rules lists them\n' });
  expect(vmo('lint', '--explain', 'x/yz').err).toBe('there is no rule "x/yz"; vmo lint --rules lists them; rules of your own need --policy FILE\n');
  expect(vmo('lint', '--explain', 'pol-1').err).toBe('there is no rule "pol-1": POL-1 is a mistake in a policy, or in the check of one of its rules, which can only be corrected\n');
  expect(vmo('lint', '--explain', '')).toEqual({ code: 2, out: '', err: 'got --explain without an id, expected one such as R-9; vmo lint --rules lists them\n' });
});
