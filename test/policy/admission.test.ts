import { readFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import {
  AccessMode, Admission, AdmissionOutcome, BootSource, CloudInit, Disk, EvictionStrategy, IPolicyRule, Nic, PolicySeverity, Size, VirtualMachine,
  VirtualMachineInstancetype,
  VirtualMachineProps, VmNetwork,
} from '../../src';
import { existingCluster, refusalOf, synth, SynthesizedApp, userStack } from '../support/synth';

const OWNER: IPolicyRule = {
  id: 'acme/owner',
  title: 'Every VM says whose it is',
  remedy: 'set labels.owner to your team',
  check: ({ labels, metadataPath }) => labels.owner ? [] : [{ path: `${metadataPath}.labels.owner`, message: 'got no owner' }],
};

const VLAN: IPolicyRule = {
  id: 'acme/vlan-100',
  title: 'VLAN 100 is for team A',
  check: ({ nics, namespace }) => nics.filter(({ vlan }) => vlan === 100 && namespace !== 'team-a').map(({ path, name }) =>
    ({ path, message: `NIC "${name}" is on VLAN 100`, remedy: 'use another' })),
};

function vm(scope: Construct, id = 'web-0', props: Partial<VirtualMachineProps> = {}): VirtualMachine {
  return new VirtualMachine(scope, id, {
    cluster: props.cluster ?? existingCluster(TerraformStack.of(scope)),
    size: Size.of({ cpu: 1, memory: '2Gi' }),
    boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
    nics: [Nic.pod()],
    ...props,
  });
}

/** A disk that cannot be moved: R-9 warns. */
const LOCAL: Partial<VirtualMachineProps> = { evictionStrategy: EvictionStrategy.LIVE_MIGRATE, disks: [Disk.blank('data', '1Gi', { accessModes: [AccessMode.READ_WRITE_ONCE] })] };

function infos({ outdir }: SynthesizedApp): string[] {
  const { stacks } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
  return Object.values<any>(stacks).flatMap(({ annotations }) => annotations).filter(({ level }) => level === '@cdktf/info')
    .map(({ constructPath, message }) => `${constructPath}: ${message}`);
}

test('a VM that breaks a rule of one\'s own is refused, in the words of the rule', () => {
  expect(refusalOf((stack, app) => {
    Admission.of(app).add(OWNER);
    vm(stack);
  })).toBe([
    'VirtualMachine "test/web-0" has a mistake:',
    '  - metadata.labels.owner: got no owner',
    '    → set labels.owner to your team [acme/owner]',
  ].join('\n'));
});

test('a VM that keeps it passes, as does one outside the scope', () => {
  const { stacks } = synth((stack, app) => {
    Admission.of(stack).add(OWNER);
    vm(stack, 'web-0', { labels: { owner: 'team-a' } });
    vm(userStack(app, 'other'), 'web-1');
  });
  expect(Object.values(stacks).flatMap(({ warnings }) => warnings)).toEqual([]);
});

test('a rule that is given at an app and at one of its stacks holds in all of the app, and is asked once', () => {
  const build = (place: (app: Construct, stack: TerraformStack) => Construct) => refusalOf((stack, app) => {
    for (const scope of [stack, app]) Admission.of(scope).add(OWNER);
    vm(place(app, stack));
  });
  expect(build((app) => userStack(app as App, 'other'))).toContain('VirtualMachine "other/web-0" has a mistake');
  expect(build((_, stack) => stack)).toContain('VirtualMachine "test/web-0" has a mistake:');
});

test('a value that is only known at apply is held against nobody, and the report lists it', () => {
  synth((stack) => {
    const admission = Admission.of(stack);
    admission.add(OWNER);
    vm(stack, 'web-0', { labels: { owner: new TerraformVariable(stack, 'owner', {}).stringValue } });
    expect(admission.report()).toEqual([
      { outcome: 'undecided', rule: 'acme/owner', construct: 'test/web-0', object: 'VirtualMachine default/web-0', path: 'metadata.labels.owner' },
    ]);
  });
});

test.each([
  ['that is made here', (stack: TerraformStack) => new VmNetwork(stack, 'lan', { cluster: existingCluster(stack, 'east'), vlan: 100 })],
  ['that is on the cluster already', (stack: TerraformStack) => VmNetwork.fromNetworkAttachmentDefinition(stack, 'lan', { name: 'lan', vlan: 100 })],
])('the VLAN of a network is known: %s', (_, network) => {
  const build = (namespace: string) => (stack: TerraformStack) => {
    Admission.of(stack).add(VLAN);
    const lan = network(stack);
    vm(stack, 'web-0', { namespace, nics: [Nic.on(lan)], ...(lan.cluster && { cluster: lan.cluster }) });
  };
  expect(refusalOf(build('team-b'))).toContain('NIC "lan" is on VLAN 100\n    → use another [acme/vlan-100]');
  expect(() => synth(build('team-a'))).not.toThrow();
});

test('memory is that of an instancetype of this app, and user data what went to a Secret', () => {
  const message = refusalOf((stack) => {
    Admission.of(stack).use({
      rules: [
        { id: 'acme/memory', title: 'At most 4 GiB', check: ({ memory }) => memory! > 4 * 2 ** 30 ? [{ message: `got ${memory}` }] : [] },
        { id: 'acme/root', title: 'No root password', check: ({ usersWithPassword }) => usersWithPassword.includes('root') ? [{ message: 'root has a password' }] : [] },
      ],
    });
    const cluster = existingCluster(stack);
    const size = Size.fromInstancetype(new VirtualMachineInstancetype(stack, 'large', { cluster, cpu: 2, memory: '8Gi' }));
    vm(stack, 'web-0', { cluster, size, cloudInit: CloudInit.raw('#cloud-config\nchpasswd: { users: [{ name: root, password: $6$x, type: hash }] }\n', { secret: true }) });
  });
  expect(message).toContain('got 8589934592');
  expect(message).toContain('root has a password');
});

test('severities: the nearest scope counts, for rules of this library and for one\'s own', () => {
  const { stacks } = synth((stack, app) => {
    const all = Admission.of(app);
    all.add(OWNER);
    all.severity('acme/owner', PolicySeverity.WARNING);
    all.severity('R-9', PolicySeverity.OFF);
    const lab = userStack(app, 'lab');
    Admission.of(lab).severity('acme/owner', PolicySeverity.OFF);
    vm(stack, 'web-0', LOCAL);
    vm(lab, 'web-1', { ...LOCAL, cluster: existingCluster(lab, 'lab2') });
  });
  expect(stacks.test.warnings).toEqual(['metadata.labels.owner: got no owner: set labels.owner to your team [acme/owner]']);
  expect(stacks.lab.warnings).toEqual([]);
});

test('a warning can be made an error, and an error a warning', () => {
  expect(refusalOf((stack) => {
    Admission.of(stack).severity('R-9', PolicySeverity.ERROR);
    vm(stack, 'web-0', LOCAL);
  })).toContain('[R-9]');
  const { stack: { warnings } } = synth((stack) => {
    Admission.of(stack).severity('SCH-1', PolicySeverity.WARNING);
    vm(stack, 'web-0', { overrides: { spec: { colour: 'red' } } });
  });
  expect(warnings).toEqual([expect.stringContaining('[SCH-1]')]);
});

test('a rule can be there and off until a scope turns it on', () => {
  expect(refusalOf((stack, app) => {
    Admission.of(app).add({ ...OWNER, severity: PolicySeverity.OFF });
    vm(userStack(app, 'lab'));
    const prod = new Construct(stack, 'prod');
    Admission.of(prod).severity('acme/owner', PolicySeverity.ERROR);
    vm(prod, 'web-1');
  })).toContain('VirtualMachine "test/prod/web-1" has a mistake');
});

test('what is accepted for objects of a scope is in the report and in the notes, and in no warning', () => {
  const app = synth((stack, root) => {
    const admission = Admission.of(root);
    admission.on('2026-11-21');
    admission.suppress({ rule: 'R-9', reason: 'drained by hand', expires: '2026-12-31', objects: { kind: 'VirtualMachine', namespace: 'default', name: 'db-*' } });
    vm(stack, 'db-0', LOCAL);
    expect(admission.report()).toEqual([expect.objectContaining({
      outcome: AdmissionOutcome.SUPPRESSED, rule: 'R-9', construct: 'test/db-0', object: 'VirtualMachine default/db-0', reason: 'drained by hand', expires: '2026-12-31',
    })]);
  });
  expect(app.stack.warnings).toEqual([]);
  expect(infos(app)).toEqual([expect.stringMatching(/^test\/db-0: suppressed until 2026-12-31: .*: drained by hand \[R-9\]$/)]);
});

test('a finding is back on the day after its suppression ends, and says so', () => {
  const warnings = (today: string) => synth((stack, app) => {
    Admission.of(app).on(today);
    vm(stack, 'db-0', { ...LOCAL, suppress: [{ rule: 'R-9', reason: 'until the move', expires: '2026-12-31' }] });
    expect(Admission.of(app).report().map(({ outcome }) => outcome)).toEqual([today === '2026-12-31' ? 'suppressed' : 'expired']);
  }).stack.warnings;
  expect(warnings('2026-12-31')).toEqual([]);
  expect(warnings('2027-01-01')).toEqual([expect.stringMatching(/; it was accepted until 2026-12-31 \(until the move\): .* \[R-9\]$/)]);
});

test('without a day, nothing ends, and a warning says so', () => {
  const { stack: { warnings } } = synth((stack) => vm(stack, 'db-0', { ...LOCAL, suppress: [{ rule: 'R-9', reason: 'tested', expires: '2000-01-01' }] }));
  expect(warnings).toEqual([expect.stringMatching(/^suppress\[0\]\.expires: "R-9" is accepted until 2000-01-01, and nobody says what day it is.* \[SUP-2\]$/)]);
});

test('a suppression whose objects have nothing to accept is a warning at synth, which a policy can turn off; others that are not needed are in the report', () => {
  const build = (severity?: PolicySeverity) => synth((stack, app) => {
    const admission = Admission.of(app);
    if (severity) admission.severity('SUP-3', severity);
    admission.suppress({ rule: 'R-9', reason: 'tested', objects: { name: 'web-*' } });
    admission.suppress({ rule: 'R-8', reason: 'of others', objects: { name: 'db-*' } });
    admission.suppress({ rule: 'R-8', reason: 'of all' });
    vm(stack, 'web-0', { suppress: [{ rule: 'R-8', reason: 'tested' }] });
    expect(admission.report()).toEqual([
      { outcome: 'unused', rule: 'R-8', construct: 'test/web-0', reason: 'tested', expires: undefined },
      { outcome: 'unused', rule: 'R-9', construct: '', reason: 'tested', expires: undefined },
      { outcome: 'unused', rule: 'R-8', construct: '', reason: 'of others', expires: undefined },
      { outcome: 'unused', rule: 'R-8', construct: '', reason: 'of all', expires: undefined },
    ]);
  }).stack.warnings;
  expect(build()).toEqual([expect.stringMatching(/^suppressions\[0\]: "R-9" is accepted of objects that are here, and they have nothing of the kind.* \[SUP-3\]$/)]);
  expect(build(PolicySeverity.OFF)).toEqual([]);
  expect(() => build(PolicySeverity.ERROR)).toThrow('SUP-3');
});

test('a suppression covers findings of constructs made after it in other stacks, whichever is first', () => {
  const { stacks } = synth((stack, app) => {
    Admission.of(app).suppress({ rule: 'R-9', reason: 'tested' });
    vm(stack, 'web-0');
    const other = userStack(app, 'other');
    vm(other, 'db-0', { ...LOCAL, cluster: existingCluster(other, 'east') });
  });
  expect(Object.values(stacks).flatMap(({ warnings }) => warnings)).toEqual([]);
});

test('ids of one\'s own can be suppressed on a construct; what they cover is only its own', () => {
  const build = (stack: TerraformStack) => {
    Admission.of(stack).add(OWNER);
    vm(stack, 'web-0', { suppress: [{ rule: 'acme/owner', reason: 'a test VM' }] });
    vm(stack, 'web-1', { cluster: existingCluster(stack, 'east') });
  };
  expect(refusalOf(build)).toContain('VirtualMachine "test/web-1" has a mistake');
});

test('rules of one\'s own can be about other kinds', () => {
  expect(refusalOf((stack) => {
    Admission.of(stack).add({
      id: 'acme/bridge',
      title: 'Networks are on br-vm',
      appliesTo: ['NetworkAttachmentDefinition'],
      check: (net) => JSON.parse(net.get('spec.config')).bridge === 'br-vm' ? [] : [{ path: 'spec.config.bridge', message: 'got another bridge', remedy: 'use br-vm' }],
    });
    new VmNetwork(stack, 'lan', { cluster: existingCluster(stack) });
  })).toContain('VmNetwork "test/lan" has a mistake:\n  - bridge (spec.config.bridge): got another bridge\n    → use br-vm [acme/bridge]');
});

test('a rule whose check fails is a mistake of the rule, without a stack trace, and cannot be suppressed', () => {
  const message = refusalOf((stack) => {
    Admission.of(stack).use({
      rules: [{ id: 'acme/broken', title: 'Broken', severity: PolicySeverity.WARNING, check: ({ manifest }) => manifest.spec.nothing.here }],
      suppressions: [{ rule: 'acme/broken', reason: 'tested' }],
    });
    vm(stack);
  });
  expect(message).toMatch(/\n {2}- the check of rule "acme\/broken" failed: Cannot read properties of undefined \(reading 'here'\)\n {4}→ correct the check of "acme\/broken" \[POL-1\]$/);
  expect(message).not.toContain('.ts:');
});

describe('what Admission refuses', () => {
  const refused = (call: (admission: Admission) => void) => refusalOf((_, app) => call(Admission.of(app)));

  test.each<[what: string, call: (admission: Admission) => void, says: string]>([
    ['an id that could be one of this library', (admission) => admission.add({ ...OWNER, id: 'ACME-1' }), 'rules[0].id: got "ACME-1", expected a name of yours, "/" and a name'],
    ['two rules of one id', (admission) => admission.use({ rules: [OWNER, { ...OWNER }] }), 'rules[1].id: got "acme/owner", which is the id of another rule'],
    ['the severity of no rule', (admission) => admission.severity('SCH-11', PolicySeverity.OFF), 'there is no rule "SCH-11"\n    → did you mean "SCH-1"?'],
    ['no severity', (admission) => admission.severity('SCH-1', 'none' as any), 'got "none", expected one of error, warning, off'],
    ['a suppression without a reason', (admission) => admission.suppress({ rule: 'R-9', reason: '' }), 'suppressions[0].reason: a suppression needs its reason'],
    ['no day', (admission) => admission.on('2026-02-30'), 'Admission.on() of the app has a mistake:\n  - today: got "2026-02-30", expected a day as YYYY-MM-DD'],
  ])('%s', (_, call, says) => {
    expect(refused(call)).toContain(says);
  });

  test('a rule with the id of another in a scope below; the same rule may be given at both', () => {
    const build = (rule: IPolicyRule) => refusalOf((stack, app) => {
      Admission.of(stack).add(OWNER);
      Admission.of(app).add(rule);
      throw new Error('passed');
    });
    expect(build({ ...OWNER })).toContain('which is the id of another rule');
    expect(build(OWNER)).toBe('passed');
  });

  test('a rule that is not sound, by its place among those that are given at another scope already', () => {
    expect(refusalOf((stack, app) => {
      Admission.of(app).add(OWNER);
      Admission.of(stack).use({ rules: [OWNER, { ...VLAN, id: 'vlan' }] });
    })).toContain('rules[1].id: got "vlan"');
  });

  test('a call that comes after a construct it is about', () => {
    expect(refusalOf((stack, app) => {
      vm(stack);
      Admission.of(app).add(OWNER);
    })).toBe([
      'Admission.add() of the app has a mistake:',
      '  - add(): "test/web-0" was looked at before, without this',
      '    → call it before the constructs are made that it is about [PROP]',
    ].join('\n'));
  });

  test('but not one about another stack', () => {
    expect(() => synth((stack, app) => {
      vm(stack);
      const other = userStack(app, 'other');
      Admission.of(other).add(OWNER);
      vm(other, 'web-1', { labels: { owner: 'b' }, cluster: existingCluster(other, 'east') });
    })).not.toThrow();
  });
});
