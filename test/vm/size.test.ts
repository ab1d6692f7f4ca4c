import { readFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import { BootSource, Delivery, KubevirtVersion, Preference, Size, SizeProps, VirtualMachine, VirtualMachineProps } from '../../src';
import { kubevirtFacts } from '../../src/kubevirt/facts';
import { existingCluster, refusalOf, synth, vms } from '../support/synth';

const make = (stack: TerraformStack, props: Partial<VirtualMachineProps>) => new VirtualMachine(stack, 'web', {
  cluster: existingCluster(stack), size: Size.of({ cpu: 2, memory: '4Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'), ...props,
});
const domain = (props: SizeProps) => vms(synth((stack) => void make(stack, { size: Size.of(props) })).stack).web.spec.template.spec.domain;
const refusal = (props: Partial<SizeProps>) => refusalOf((stack) => make(stack, { size: Size.of({ cpu: 2, memory: '4Gi', ...props }) }));

test('CPUs are counted in all, and become sockets', () => {
  expect(domain({ cpu: 12, cores: 3, threads: 2, maxCpu: 24, memory: '4Gi' }).cpu).toEqual({ sockets: 2, cores: 3, threads: 2, maxSockets: 4 });
});

test('what is off is not sent: the server would drop it', () => {
  const off = domain({
    cpu: 1, memory: '1Gi', dedicatedCpuPlacement: false, isolateEmulatorThread: false, guestMappingPassthrough: false, overcommitGuestOverhead: false,
  });
  expect(off.cpu).toEqual({ sockets: 1, cores: 1, threads: 1 });
  expect(off).not.toHaveProperty('resources');
});

test('quantities are sent as the server writes them back', () => {
  const sized = domain({ cpu: 1, memory: '1024Mi', maxMemory: '4096Mi', requests: { cpu: '1000m' }, reservedOverhead: undefined });
  expect(sized.memory).toEqual({ guest: '1Gi', maxGuest: '4Gi' });
  expect(sized.resources).toEqual({ requests: { cpu: '1' } });
});

test.each<[Partial<SizeProps>, string, string]>([
  [{ cpu: 0 }, 'size.cpu: got 0', 'write a number such as 2'],
  [{ cpu: 1.5 }, 'size.cpu (spec.template.spec.domain.cpu.sockets): got 1.5', 'write a whole number'],
  [{ cpu: 6, cores: 4 }, 'size.cpu: got 6 CPUs, which make no whole sockets of 4', 'use 4 or 8'],
  [{ cpu: 2, cores: 4 }, 'size.cpu: got 2 CPUs', 'use 4, or change cores and threads'],
  [{ cpu: 4, cores: 2, threads: 2, maxCpu: 6 }, 'size.maxCpu: got 6 CPUs', 'use 4 or 8'],
  [{ cores: 0 }, 'size.cores: got 0', 'write a number such as 2'],
  [{ cpu: 4, maxCpu: 2 }, 'size.cpu (spec.template.spec.domain.cpu.sockets): got 4', 'at most 2'],
  [{ maxMemory: '2Gi' }, 'size.memory (spec.template.spec.domain.memory.guest)', 'raise maxGuest'],
  [{ isolateEmulatorThread: true }, 'size.isolateEmulatorThread', 'dedicatedCpuPlacement true'],
  [{ realtime: {} }, 'size.realtime', 'guestMappingPassthrough'],
  [{ requests: { memory: '8Gi' }, limits: { memory: '4Gi' } }, 'size.requests', 'lower the request'],
  [{ reservedOverhead: {} }, 'size.reservedOverhead', 'ReservedOverheadMemlock'],
  [{ hugepages: '3Mi' }, 'size.hugepages', 'use "2Mi" or "1Gi"'],
  [{ cpuFeatures: [{ name: 'vmx', policy: 'needed' as any }] }, 'size.cpuFeatures', 'require'],
])('%j is refused', (props, message, remedy) => {
  expect(refusal(props)).toContain(message);
  expect(refusal(props)).toContain(remedy);
});

test('CPUs that are only known at apply become sockets of one core', () => {
  const build = (stack: TerraformStack, cores?: number) => make(stack, {
    size: Size.of({ cpu: Token.asNumber(new TerraformVariable(stack, 'cpus', {}).value), cores, memory: '4Gi' }),
  });
  expect(synth((stack) => void build(stack)).stack.text).toMatch(/sockets.{2,5}\$\{jsonencode\(var\.cpus\)\}/);
  expect(refusalOf((stack) => build(stack, 2))).toContain('size.cpu: got a value that is only known at apply; sockets are computed from it');
});

test('a size is filled in from defaults; an instancetype says it all itself', () => {
  const size = Size.of({ cpu: 2, memory: '4Gi', hugepages: '2Mi', cores: undefined })._with({ hugepages: '1Gi', cores: 2, dedicatedCpuPlacement: true });
  expect(size._props).toEqual({ cpu: 2, memory: '4Gi', hugepages: '2Mi', cores: 2, dedicatedCpuPlacement: true });
  const instancetype = Size.instancetype('u1.medium');
  expect(instancetype._with({ hugepages: '1Gi' })).toBe(instancetype);
});

test('a preference in quotes is refused with what to type', () => {
  expect(refusalOf((stack) => make(stack, { preference: 'ubuntu' as any }))).toContain('write Preference.cluster("ubuntu")');
});

test('what the server replaces is refused with Delivery.manifest(), which would find it changed', () => {
  const inferred = { size: Size.inferredFrom('boot'), preference: Preference.inferredFrom('boot'), boot: BootSource.existingPvc('web') };
  const refused = refusalOf((stack) => make(stack, { ...inferred, delivery: Delivery.manifest() }));
  expect(refused.match(/inferFromVolume.*\n.*DEL-2/g)).toHaveLength(2);
  expect(synth((stack) => void make(stack, inferred)).stack.warnings).toEqual([]);
});

test.each(Object.values(KubevirtVersion))('the guide shows every series of instancetypes of KubeVirt %s, and names none that is not there', (version) => {
  const known = Object.keys(kubevirtFacts(version).instancetypes);
  const guide = readFileSync(join(__dirname, '../../docs/virtual-machine/size.md'), 'utf8');
  const rows = guide.split('\n').filter((line) => /^\| `[a-z]+\d` \|/.test(line));
  expect(rows.map((row) => /\w+/.exec(row)![0]).sort()).toEqual([...new Set(known.map((name) => name.split('.')[0]))].sort());
  const named = rows.flatMap((row) => [...row.matchAll(/`(\w+\.\w+)`/g)].map(([, name]) => name));
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});
