import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { vmo } from './run-vmo';
import { BootSource, Delivery, Mac, Nic, NicBinding, Size, VirtualMachine } from '../../src';
import { existingCluster, synth, temporaryFolder } from '../support/synth';

const size = Size.of({ cpu: 2, memory: '4Gi' });
const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');
const MAC = Mac.of('02:aa:00:00:00:01');

const findings = (...args: string[]): any[] => JSON.parse(vmo('lint', '--format', 'json', ...args).out);

test('the manifests of a synthesized app are linted as they are delivered, each with its address', () => {
  const { outdir } = synth((stack) => {
    const cluster = existingCluster(stack);
    new VirtualMachine(stack, 'sound', { cluster, size, boot });
    new VirtualMachine(stack, 'bridged', { cluster, size, boot, delivery: Delivery.manifest(), nics: [Nic.pod({ binding: NicBinding.bridge() })], suppress: [{ rule: 'R-10', reason: 'a test' }] });
  });
  expect(vmo('lint', outdir)).toEqual({ code: 0, err: '', out: expect.stringMatching(/ documents, 2 virtual machines, 0 errors, 0 warnings, 1 accepted\n/) });
  expect(findings('--ignore-suppressions', outdir)).toEqual([expect.objectContaining({ ruleId: 'R-10', origin: expect.stringMatching(/^kubernetes_manifest\.bridged/) })]);
});

describe('what a construct accepts', () => {
  const bridged = (suppression: object) => synth((stack) => {
    const cluster = existingCluster(stack);
    const nics = [Nic.pod({ binding: NicBinding.bridge() })];
    new VirtualMachine(stack, 'db', { cluster, size, boot, nics, suppress: [{ rule: 'R-10', reason: 'see: CHG-1 [x]', ...suppression }] });
    new VirtualMachine(stack, 'db-0', { cluster, size, boot, nics });
  }).outdir;

  test('is accepted of it, and of no other', () => {
    const { results } = JSON.parse(vmo('lint', '--format', 'sarif', bridged({})).out).runs[0];
    expect(results.map(({ suppressions = [], locations }: any) => [locations[0].logicalLocations[0].fullyQualifiedName.split(' ')[0], ...suppressions])).toEqual([
      ['VirtualMachine/default/db-0'],
      ['VirtualMachine/default/db', { kind: 'inSource', status: 'accepted', justification: 'see: CHG-1 [x]' }],
    ]);
  });

  test('is accepted until its end', () => {
    const outdir = bridged({ expires: '2026-06-30' });
    expect(findings('--today', '2026-06-30', outdir)).toHaveLength(1);
    expect(findings('--today', '2026-07-01', outdir)).toContainEqual(expect.objectContaining({ message: expect.stringContaining('it was accepted until 2026-06-30 (see: CHG-1 [x])') }));
  });

  test('is not, where something else is found', () => {
    const outdir = bridged({});
    const manifest = join(outdir, 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(': got bridge on', ': got what else on'));
    expect(findings(outdir)).toHaveLength(2);
  });
});

test('what is found stands in the JSON of its stack, at its resource', () => {
  const { outdir } = synth((stack) => void new VirtualMachine(stack, 'db-0', { cluster: existingCluster(stack), size, boot }));
  const path = join(outdir, 'stacks/test/cdk.tf.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/runStrategy\\":\\"Always/, 'runStrategy\\":\\"Allways'));
  const { code, out } = vmo('lint', outdir);
  const line = readFileSync(path, 'utf8').split('\n').findIndex((text) => /^ +"db-0_Release.*": \{/.test(text) || /^ +"db-0_.*": \{/.test(text)) + 1;
  expect(code).toBe(1);
  expect(out).toMatch(/^VirtualMachine default\/db-0 \(helm_release\.db-0_[^)]*\)$/m);
  expect(out).toContain(`  ${path}:${line}: spec.runStrategy: got "Allways"`);
  expect(findings(outdir)).toEqual([expect.objectContaining({ ruleId: 'VM-4', file: path, line, origin: expect.stringMatching(/^helm_release\.db-0/) })]);
});

test('what is only known at apply is held against nobody', () => {
  const { outdir } = synth((stack) => {
    const image = new TerraformVariable(stack, 'image', {});
    new VirtualMachine(stack, 'db-0', { cluster: existingCluster(stack), size, boot: BootSource.containerDisk(image.stringValue) });
  });
  expect(vmo('lint', outdir)).toMatchObject({ code: 0, err: '' });
});

test('stacks with the same providers are one cluster, others are not', () => {
  const address = (contexts: [string, string]) => {
    const { outdir } = synth((_, app) => contexts.forEach((context, index) => {
      const stack = new TerraformStack(app, `s${index}`);
      new HelmProvider(stack, 'helm', { kubernetes: { configContext: context } });
      new KubernetesProvider(stack, 'kubernetes', { configContext: context });
      new VirtualMachine(stack, `vm-${index}`, { cluster: existingCluster(stack, context + index), size, boot, nics: [Nic.pod({ mac: MAC })], name: 'same' } as any);
    }));
    return findings(outdir).map(({ ruleId }) => ruleId);
  };
  expect(address(['a', 'a'])).toContain('R-111');
  expect(address(['a', 'b'])).not.toContain('R-111');
});

test('an app is found in a folder; one that cannot be read is told', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'cdktf.out'));
  writeFileSync(join(folder, 'cdktf.out/manifest.json'), '{"version": "0.21.0", "stacks": {"a": {"name": "a"}}}');
  writeFileSync(join(folder, 'pod.yaml'), 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n');
  const { code, out, err } = vmo('lint', folder);
  expect({ code, out }).toEqual({ code: 2, out: '1 document, 0 virtual machines, 0 errors, 0 warnings\nnot looked at: Pod\n' });
  expect(err).toContain(`${join(folder, 'cdktf.out')}: there is no synthesized app in`);
});
