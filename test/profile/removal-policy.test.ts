import { TerraformVariable, Token } from 'cdktf';
import {
  Cdi, KubevirtOptions, Multus, RemovalPolicy, SnapshotController, UninstallStrategy, VmoClusterProfile, VmoClusterProfileProps,
} from '../../src';
import { refusalOf, releases, synth } from '../support/synth';

const made = (props: Partial<VmoClusterProfileProps>) => releases(synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props })).stack);
const refusal = (props: Partial<VmoClusterProfileProps>) => refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }));

const DESTROY = { removalPolicy: RemovalPolicy.DESTROY };
const OF_CRDS = ['vmo-kubevirt-operator', 'vmo-cdi-operator', 'vmo-multus', 'vmo-snapshot-crds'];

/** Names of the namespaces, and whether each stays. */
function namespaces(props: Partial<VmoClusterProfileProps>): Record<string, boolean> {
  const { objects } = made(props)['vmo-namespaces'].values;
  return Object.fromEntries(objects.filter(({ kind }: any) => kind === 'Namespace')
    .map(({ metadata }: any) => [metadata.name, metadata.annotations?.['helm.sh/resource-policy'] === 'keep']));
}

test('RETAIN is what comes where nothing is said', () => {
  expect(made({ removalPolicy: RemovalPolicy.RETAIN })).toEqual(made({}));
  expect(new Set(Object.values(namespaces({})))).toEqual(new Set([true]));
  for (const release of OF_CRDS) expect(made({})[release].values).not.toHaveProperty('keepCrds');
});

test('with DESTROY, VMs go with KubeVirt and DataVolumes with CDI, and nobody asks', () => {
  const all = made(DESTROY);
  expect(all['vmo-kubevirt'].values).toMatchObject({ spec: { uninstallStrategy: 'RemoveWorkloads' }, refuseRemovalWhileVirtualMachinesExist: false });
  expect(all['vmo-cdi'].values).toMatchObject({ spec: { uninstallStrategy: 'RemoveWorkloads' }, refuseRemovalWhileDataVolumesExist: false });
});

test('a strategy that is left open is that of the policy', () => {
  const all = made({ ...DESTROY, kubevirt: { uninstallStrategy: undefined }, cdi: Cdi.install({ uninstallStrategy: undefined }) });
  for (const name of ['vmo-kubevirt', 'vmo-cdi']) expect(all[name].values.spec.uninstallStrategy).toBe('RemoveWorkloads');
});

test('with DESTROY, CRDs and namespaces go, but never the namespace default', () => {
  for (const release of OF_CRDS) expect(made(DESTROY)[release].values).toMatchObject({ keepCrds: false });
  const all = namespaces({ ...DESTROY, vmEnabledNamespaces: ['default', 'vms'], namespaces: { labels: { team: 'a' } } });
  expect(all).toEqual({ 'cdi': false, 'default': true, 'kubevirt': false, 'vms': false, 'vmo-golden-images': false, 'vmo-system': false });
});

test('a namespace where others run as well always stays, unless it is one of the platform, too', () => {
  expect(namespaces({ ...DESTROY, monitoring: { namespace: 'monitoring' } })).toMatchObject({ 'monitoring': true, 'vmo-system': false });
  expect(namespaces({ ...DESTROY, monitoring: { namespace: 'vmo-system' } })).toMatchObject({ 'vmo-system': false });
});

test('with DESTROY, annotations of a namespace stay its own', () => {
  const { objects } = made({ ...DESTROY, namespaces: { annotations: { owner: 'a' } } })['vmo-namespaces'].values;
  expect(objects.find(({ metadata }: any) => metadata.name === 'kubevirt').metadata.annotations).toEqual({ owner: 'a' });
});

test('what would go with the platform, it takes over only where that is said', () => {
  expect(made(DESTROY)['vmo-multus'].resource).not.toHaveProperty('take_ownership');
  expect(made(DESTROY)['vmo-namespaces'].values).not.toHaveProperty('takeNamespaces');
  const adopting = made({ ...DESTROY, adoptExisting: true });
  expect(adopting['vmo-multus'].resource.take_ownership).toBe(true);
  expect(adopting['vmo-namespaces'].values.takeNamespaces).toBe(true);
  expect(made(DESTROY)['vmo-multus'].values).not.toHaveProperty('takeCrd');
  expect(adopting['vmo-multus'].values.takeCrd).toBe(true);
});

test('adoptExisting is for every release of the platform, and most of them it changes in nothing else', () => {
  const adopting = made({ adoptExisting: true });
  for (const { resource } of Object.values(adopting)) expect(resource.take_ownership).toBe(true);
  const told = ['vmo-namespaces', 'vmo-multus']; // which may go with the platform, too
  const values = (all: typeof adopting) => Object.entries(all).filter(([name]) => !told.includes(name)).map(([, release]) => release.values);
  expect(values(adopting)).toEqual(values(made({})));
  expect(made({ adoptExisting: false })).toEqual(made({}));
});

test.each<[string, Partial<VmoClusterProfileProps>, string]>([
  ['of KubeVirt', { kubevirt: { uninstallStrategy: UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST } }, 'kubevirt.uninstallStrategy: got "BlockUninstallIfWorkloadsExist" with removalPolicy "destroy"'],
  ['of KubeVirt in overrides', { kubevirt: { overrides: { uninstallStrategy: 'BlockUninstallIfWorkloadsExist' } } }, 'kubevirt.uninstallStrategy: got'],
  ['of CDI', { cdi: Cdi.install({ uninstallStrategy: UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST }) }, 'cdi.uninstallStrategy: got'],
])('refused: a strategy %s that keeps what the policy removes', (_, props, words) => {
  expect(refusal({ ...DESTROY, ...props })).toContain(words);
  expect(made(props)).toBeDefined();
});

test('KubeVirt may remove its VMs where the rest stays', () => {
  const kubevirt: KubevirtOptions = { uninstallStrategy: UninstallStrategy.REMOVE_WORKLOADS };
  expect(made({ kubevirt, removalPolicy: RemovalPolicy.RETAIN })['vmo-kubevirt'].values.refuseRemovalWhileVirtualMachinesExist).toBe(false);
});

test('what is not installed is not removed', () => {
  const all = made({ ...DESTROY, multus: Multus.existing(), cdi: Cdi.existing(), snapshotController: SnapshotController.existing() });
  expect(OF_CRDS.filter((name) => all[name])).toEqual(['vmo-kubevirt-operator']);
});

test('refused: a policy that there is not, and what is known only at apply', () => {
  expect(refusal({ removalPolicy: 'delete' as RemovalPolicy })).toMatch(/removalPolicy: got "delete", expected one of retain, destroy\n.*→ write one of these/);
  expect(refusalOf((stack) => {
    const variable = new TerraformVariable(stack, 'policy', { type: 'string' });
    new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', removalPolicy: variable.stringValue as RemovalPolicy, adoptExisting: Token.asAny(variable.value) as any });
  })).toMatch(/removalPolicy: [^]*adoptExisting: /);
});
