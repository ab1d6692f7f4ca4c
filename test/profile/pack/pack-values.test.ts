import { readFileSync } from 'fs';
import { join } from 'path';
import { Fn, TerraformStack } from 'cdktf';
import { Distribution, PackValuesProps, SnapshotController, VmoClusterProfile } from '../../../src';
import { refusalOf, releases, synth } from '../../support/synth';

/** Values of the pack, as they stand below its name. */
function pack(values: object): object {
  return { charts: { 'virtual-machine-orchestrator': values } };
}

function profile(stack: TerraformStack, values: unknown, props: Partial<PackValuesProps> = {}): VmoClusterProfile {
  return VmoClusterProfile.fromPackValues(stack, 'vmo', { clusterName: 'prod-east', values, ...props });
}

/** What a platform says at synth, by how loud it says it. */
function notes(values: unknown, props: Partial<PackValuesProps> = {}): { [level: string]: string[] } {
  const { outdir } = synth((stack) => profile(stack, values, props));
  const { annotations } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')).stacks.test;
  const of = (level: string) => annotations.filter((note: any) => note.level === level).map((note: any) => `${note.constructPath} ${note.message}`);
  return { warnings: of('@cdktf/warn'), infos: of('@cdktf/info') };
}

const NAMESPACES = pack({ vmEnabledNamespaces: ['default', 'team-a'], goldenImagesNamespace: 'images' });

test('the platform is what the values say, as text and as a map', () => {
  const text = 'charts:\n  virtual-machine-orchestrator:\n    vmEnabledNamespaces: [default, team-a]\n    goldenImagesNamespace: images\n';
  const [ofMap, ofText, ofProps] = [
    (stack: TerraformStack) => profile(stack, NAMESPACES),
    (stack: TerraformStack) => profile(stack, text),
    (stack: TerraformStack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', vmEnabledNamespaces: ['default', 'team-a'], goldenImagesNamespace: 'images' }),
  ].map((build) => synth(build).stack.text);
  expect(ofMap).toBe(ofProps);
  expect(ofText).toBe(ofProps);
});

test('props hold in place of what the values say, but for those that are not given', () => {
  synth((stack) => {
    const { vmEnabledNamespaces, goldenImagesNamespace } = profile(stack, NAMESPACES, { vmEnabledNamespaces: ['team-b'], goldenImagesNamespace: undefined });
    expect({ vmEnabledNamespaces, goldenImagesNamespace }).toEqual({ vmEnabledNamespaces: ['team-b'], goldenImagesNamespace: 'images' });
  });
});

test('a part that the pack installs is left out where the distribution brings it, unless a prop says otherwise', () => {
  const values = pack({ 'snapshot-controller': { enabled: true }, 'multus': { enabled: true } });
  const names = (props: Partial<PackValuesProps>) => Object.keys(releases(synth((stack) => profile(stack, values, props)).stack));
  expect(names({})).toEqual(expect.arrayContaining(['vmo-snapshot-controller', 'vmo-multus']));
  expect(names({ distribution: Distribution.OPENSHIFT }).filter((name) => /snapshot|multus/.test(name))).toEqual([]);
  expect(names({ distribution: Distribution.RKE2, snapshotController: SnapshotController.install() })).toContain('vmo-snapshot-controller');
  expect(notes(values, { distribution: Distribution.GKE }).warnings).toEqual([expect.stringContaining('the pack installs one, and distribution "gke" brings one')]);
  expect(refusalOf((stack) => profile(stack as TerraformStack, values, { distribution: 'k8s' as any }))).toContain('distribution: got "k8s"');
});

test('what does nothing is one warning where somebody changed it, and a note where it is as the pack has it', () => {
  const { warnings, infos } = notes(pack({ 'snapshot-controller': { hooksleepTime: 20 }, 'multus': { dpdkCompatibility: true } }));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^test\/vmo values: 2 keys do nothing here: .*hooksleepTime \(.+\), .*dpdkCompatibility \(.+\): take them out once/);
  expect(infos).toEqual([]);
  expect(notes(pack({ 'snapshot-controller': { hooksleepTime: 12 } }))).toEqual({
    warnings: [], infos: [expect.stringMatching(/^test\/vmo values: one key does nothing here, at the pack's own defaults: .*hooksleepTime$/)],
  });
});

test('keys that stand beside each other are listed as one', () => {
  const { infos } = notes(pack({ 'snapshot-controller': { hooksleepTime: 12, image: { tag: 'v8.1.0', pullPolicy: 'IfNotPresent' } } }));
  expect(infos).toEqual([expect.stringMatching(/ 3 keys .*: .*\.snapshot-controller\.image\.\{tag,pullPolicy\}, .*\.snapshot-controller\.hooksleepTime$/)]);
});

test('what is otherwise here than in the pack is a warning', () => {
  expect(notes(pack({ 'snapshot-controller': { enabled: false } })).warnings).toEqual([expect.stringContaining('snapshot-controller.enabled: ')]);
});

test('all mistakes in the values are one error, with the path of the construct', () => {
  const refusal = refusalOf((stack) => profile(stack, pack({ 'vmEnabledNamespace': ['default'], 'snapshot-controller': { replicas: 'two' } })));
  expect(refusal).toMatch(/^VmoClusterProfile "test\/vmo" has 2 mistakes:\n/);
  expect(refusal).toContain('did you mean "vmEnabledNamespaces"?');
  expect(refusal).toContain('snapshot-controller.replicas: got "two"');
});

test('mistakes in props beside the values are an error as ever', () => {
  expect(refusalOf((stack) => profile(stack, NAMESPACES, { clusterName: 'Prod East' }))).toContain('clusterName: got "Prod East"');
});

test.each([[undefined], [{}], [{ clusterName: 'prod-east', values: null }]])('%j are no values, and the error says what to give', (props: any) => {
  expect(refusalOf((stack) => VmoClusterProfile.fromPackValues(stack, 'vmo', props))).toMatch(/^VmoClusterProfile "test\/vmo" has a mistake:\n.*\n.*give the values of the pack/);
});

test('values that are only known at apply are refused', () => {
  expect(refusalOf((stack) => profile(stack, Fn.file('values.yaml')))).toBe('VmoClusterProfile "test/vmo" has a mistake:\n'
    + '  - values: got a value that is only known at apply, and the values decide at synth what is made\n'
    + '    → read the file in the program: readFileSync("values.yaml", "utf8") [PROP]');
});
