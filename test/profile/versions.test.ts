import { readFileSync } from 'fs';
import { join } from 'path';
import { Token } from 'cdktf';
import { BetaFeatures, Capability, KubevirtOptions, KubevirtVersion, VmoClusterProfile, VmoClusterProfileProps, VmRolloutStrategy } from '../../src';
import { VERSION_TABLES, withVersions } from '../../tools/versions';
import { refusalOf, releases, synth } from '../support/synth';

type Props = Omit<VmoClusterProfileProps, 'clusterName'>;

const build = (props: Props) => synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props })).stack;

const refusal = (props: Props) => refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }));

const warnings = (props: Props) => build(props).warnings.join('\n');

const gates = (kubevirt: KubevirtOptions) => releases(build({ kubevirt }))['vmo-kubevirt'].values.spec.configuration.developerConfiguration;

describe('a release that is not supported', () => {
  test('is installed from its images, by tag, with the files and checks of the version, and waited for', () => {
    const { 'vmo-kubevirt-operator': operator, 'vmo-kubevirt': resource } = releases(build({ kubevirt: { unsupportedVersion: 'v1.8.0' } }));
    expect(operator.values).toMatchObject({ version: '1.8.4', unsupportedVersion: '1.8.0', image: 'quay.io/kubevirt/virt-operator:v1.8.0' });
    expect(new Set(Object.values<string>(operator.values.images).filter((image) => !image.includes('template')).map((image) => image.split(':')[1]))).toEqual(new Set(['v1.8.0']));
    expect(resource.values.version).toBe('1.8.0');
    const { 'vmo-vlan-filtering': filtering } = releases(build({ kubevirt: { unsupportedVersion: '1.8.0' }, vlanFiltering: { allowedVlans: ['25'] } }));
    expect(filtering.values.image).toBe(operator.values.images.VIRT_HANDLER_IMAGE);
  });

  test('has no digests, which are those of the version', () => {
    const { values } = releases(build({ kubevirt: { version: KubevirtVersion.V1_9_0, unsupportedVersion: '1.9.1' } }))['vmo-kubevirt-operator'];
    expect(values.image).toBe('quay.io/kubevirt/virt-operator:v1.9.1');
    expect(JSON.stringify(values.images)).not.toContain('sha256');
  });

  test('is warned of, with what is known to be wrong with it, and what to do', () => {
    expect(warnings({ kubevirt: { unsupportedVersion: '1.8.0' } })).toMatch(
      /kubevirt\.unsupportedVersion: KubeVirt 1\.8\.0 gets CRD, rights and checks of 1\.8\.4.*1\.8\.0 has CVE-2026-9804.*take this out to run 1\.8\.4/);
    const newer = warnings({ kubevirt: { unsupportedVersion: '1.8.5' } });
    expect(newer).toContain('read its release notes');
    expect(newer).not.toContain('CVE');
    expect(warnings({})).toBe('');
  });

  test.each<[KubevirtOptions, string]>([
    [{ unsupportedVersion: '1.8' }, 'kubevirt.unsupportedVersion: got "1.8", expected a release of three numbers\n    → write it like "1.8.4"'],
    [{ unsupportedVersion: '1.8.4' }, 'got "1.8.4", which is supported\n    → write version: KubevirtVersion.V1_8_4 in its place'],
    [{ unsupportedVersion: '1.9.1' }, 'got "1.9.1" with version 1.8.4: what is known of one minor version does not hold for another\n    → write version: KubevirtVersion.V1_9_0 beside it'],
    [{ unsupportedVersion: '1.7.4' }, '→ use a release of 1.8.x or 1.9.x'],
    [{ unsupportedVersion: Token.asString({ resolve: () => '1.8.0' }) }, 'kubevirt.unsupportedVersion: got a value that is only known at apply'],
  ])('is refused: %j', (kubevirt, message) => {
    const text = refusal({ kubevirt });
    expect(text).toContain(message);
    expect(text).toContain('has a mistake:');
  });
});

test('a version with a "v" before it is written without, and is no unsupported one', () => {
  expect(refusal({ kubevirt: { version: 'v1.8.4' as KubevirtVersion } })).toMatch(/got "v1\.8\.4", expected 1\.8\.4 or 1\.9\.0\n.*→ write KubevirtVersion\.V1_8_4 \[/);
});

test('of a cluster that exists, a release without facts here is checked by the one that is closest', () => {
  const existing = (kubevirtVersion: string) => refusalOf((stack) =>
    VmoClusterProfile.fromExisting(stack, 'lab', { clusterName: 'lab', kubevirtVersion: kubevirtVersion as KubevirtVersion }));
  expect(existing('1.8.2')).toMatch(/kubevirtVersion: got "1\.8\.2", expected 1\.8\.4 or 1\.9\.0\n.*CVE-2026-9804.*write KubevirtVersion\.V1_8_4, whose checks are closest/);
  expect(existing('1.8.2')).not.toContain('unsupportedVersion');
});

describe('an upgrade', () => {
  test.each<[string, KubevirtOptions]>([
    ['within a minor version', { previousVersion: '1.8.0' }],
    ['to what runs already', { previousVersion: 'v1.8.4' }],
    ['to the next minor version', { previousVersion: '1.8.4', version: KubevirtVersion.V1_9_0 }],
    ['from 1.6 to 1.8', { previousVersion: '1.6.6' }],
    ['from a build of one\'s own', { previousVersion: 'v1.6.6-vmo.3' }],
  ])('%s goes, and there is nothing to say', (_, kubevirt) => {
    expect(warnings({ kubevirt })).toBe('');
  });

  test.each<[KubevirtOptions, string, string]>([
    [{ previousVersion: '1.6.6', version: KubevirtVersion.V1_9_0 }, 'from KubeVirt 1.6.6 to 1.9.0 is more than one minor version', 'upgrade by way of 1.8.4, then 1.9.0'],
    [{ previousVersion: '1.4.1' }, 'from KubeVirt 1.4.1 to 1.8.4 is more', 'upgrade by way of 1.5.3, then 1.6.6, then 1.8.4'],
    [{ previousVersion: '0.59.2' }, 'from KubeVirt 0.59.2 to 1.8.4 is more', 'upgrade by way of 1.0, then 1.1, then'],
    [{ previousVersion: '1.9.0' }, 'KubeVirt 1.9.0 does not go back to 1.8.4', 'write version: KubevirtVersion.V1_9_0'],
    [{ previousVersion: '1.8.4', unsupportedVersion: '1.8.0' }, 'KubeVirt 1.8.4 does not go back to 1.8.0', 'install 1.8.4 or a newer release of it'],
    [{ previousVersion: '1.10.0' }, 'KubeVirt 1.10.0 does not go back to 1.8.4', 'install 1.10.0 or a newer release of it'],
    [{ previousVersion: '1.8' }, 'kubevirt.previousVersion: got "1.8", expected a release of three numbers', "kubectl get kubevirt -A -o jsonpath='{..observedKubeVirtVersion}'"],
    [{ previousVersion: Token.asString({ resolve: () => '1.8.0' }) }, 'kubevirt.previousVersion: got a value that is only known at apply', 'write a literal'],
  ])('is refused: %j', (kubevirt, message, remedy) => {
    const text = refusal({ kubevirt });
    expect(text).toContain(message);
    expect(text).toContain(remedy);
  });

  test('from a broken release is warned of, with what to do first', () => {
    expect(warnings({ kubevirt: { previousVersion: '1.6.1' } })).toMatch(/KubeVirt 1\.6\.1 may leave a VM that is migrated running twice.*go to 1\.6\.6 first/);
    expect(warnings({ kubevirt: { previousVersion: '1.7.4' } })).toMatch(/KubeVirt 1\.7\.4 breaks the live migration.*restart the VMs/);
  });

  test('from 1.8 to 1.9 keeps the gates listed that 1.8 needs, until the previous version is taken out', () => {
    const version = KubevirtVersion.V1_9_0;
    expect(gates({ version, previousVersion: '1.8.4' }).featureGates).toEqual(['CPUManager', 'DeclarativeHotplugVolumes', 'ExpandDisks', 'Snapshot', 'VMExport']);
    expect(gates({ version, previousVersion: '1.8.2' }).featureGates).toContain('VMExport');
    expect(gates({ version }).featureGates).toEqual(['CPUManager', 'DeclarativeHotplugVolumes', 'Snapshot']);
    expect(gates({ version, previousVersion: '1.8.4', disabledFeatureGates: ['VMExport'] }).featureGates).not.toContain('VMExport');
  });

  test('from a version without facts here keeps the gates that were asked for by name', () => {
    expect(gates({ previousVersion: '1.6.6', featureGates: ['EnableVirtioFsConfigVolumes'] }).featureGates)
      .toEqual(['CPUManager', 'DeclarativeHotplugVolumes', 'EnableVirtioFsConfigVolumes', 'ExpandDisks', 'Snapshot', 'VMExport']);
    expect(gates({ featureGates: ['EnableVirtioFsConfigVolumes'] }).featureGates).not.toContain('EnableVirtioFsConfigVolumes');
  });
});

describe('the version of Kubernetes', () => {
  test.each(['1.33', 'v1.34.2+rke2r1', '1.35.1-gke.1000', '1.35+', Token.asString({ resolve: () => '1.20' })])('%s is taken', (kubernetesVersion) => {
    expect(warnings({ kubernetesVersion })).toBe('');
  });

  test.each([
    ['1.29', 'kubernetesVersion: got "1.29"; the platform needs Kubernetes 1.30'],
    ['v1.9.11', 'the platform needs Kubernetes 1.30'],
    ['latest', 'kubernetesVersion: got "latest", expected a version of Kubernetes\n    → write it like "1.35" or "v1.35.4"'],
    ['2.0', 'expected a version of Kubernetes'],
    ['1', 'expected a version of Kubernetes'],
  ])('%s is refused', (kubernetesVersion, message) => {
    expect(refusal({ kubernetesVersion })).toContain(message);
  });

  test('that KubeVirt is not tested with is warned of, with the KubeVirt that is', () => {
    expect(warnings({ kubernetesVersion: '1.36.0' })).toMatch(/KubeVirt 1\.8\.4 is tested with Kubernetes 1\.33 to 1\.35: use KubevirtVersion\.V1_9_0, which is/);
    expect(warnings({ kubernetesVersion: '1.32' })).toMatch(/tested with Kubernetes 1\.33 to 1\.35: upgrade Kubernetes/);
    expect(warnings({ kubernetesVersion: '1.37' })).toMatch(/or wait with the upgrade of Kubernetes/);
  });

  test('is held against the gates that are on, whoever turned them on', () => {
    const kubevirt = { version: KubevirtVersion.V1_9_0 };
    expect(warnings({ kubernetesVersion: '1.34', kubevirt })).toBe('');
    expect(warnings({ kubernetesVersion: '1.35', kubevirt: { ...kubevirt, betaFeatures: BetaFeatures.DEFAULT } })).toBe('');
    expect(warnings({ kubernetesVersion: '1.34', kubevirt: { ...kubevirt, betaFeatures: BetaFeatures.DEFAULT } }))
      .toMatch(/KubeVirt's feature gate ImageVolume is on, and needs Kubernetes 1\.35, not 1\.34.*turn on the feature gate ImageVolume of Kubernetes, or write kubevirt\.disabledFeatureGates: \["ImageVolume"\]/);
    expect(refusal({ kubernetesVersion: '1.33', kubevirt: { featureGates: ['GPUsWithDRA'] } }))
      .toMatch(/gate GPUsWithDRA is on, and needs Kubernetes 1\.34, not 1\.33.*\n.*take it out of kubevirt\.featureGates, or upgrade Kubernetes/);
    expect(refusal({ kubernetesVersion: '1.33', kubevirt: { capabilities: [Capability.CLAIMED_GPUS] } }))
      .toMatch(/gate GPUsWithDRA is on.*\n.*take "claimed-gpus" out of kubevirt\.capabilities, and write kubevirt\.disabledFeatureGates: \["GPUsWithDRA"\], or upgrade Kubernetes/);
  });
});

describe('capabilities', () => {
  test('take the place of the default ones, and gates come in addition', () => {
    expect(gates({ capabilities: [Capability.SNAPSHOTS, Capability.SIDECARS, Capability.LIVE_MIGRATION] }).featureGates).toEqual(['Sidecar', 'Snapshot']);
    expect(gates({ capabilities: [], featureGates: ['Sidecar'] }).featureGates).toEqual(['Sidecar']);
    expect(gates({ capabilities: [Capability.DISK_HOTPLUG], featureGates: ['HotplugVolumes'] }).featureGates).toEqual(['HotplugVolumes']);
  });

  test('are as many gates as the version needs', () => {
    const capabilities = [Capability.VIDEO_TYPES, Capability.EXPORT, Capability.CPU_PINNING];
    expect(gates({ capabilities }).featureGates).toEqual(['CPUManager', 'VMExport', 'VideoConfig']);
    const newer = gates({ version: KubevirtVersion.V1_9_0, capabilities });
    expect(newer.featureGates).toEqual(['CPUManager']);
    expect(newer.disabledFeatureGates).toEqual(expect.arrayContaining(['Snapshot', 'DeclarativeHotplugVolumes']));
  });

  test.each<[KubevirtOptions, string, string]>([
    [{ capabilities: ['livemigration' as any] }, 'kubevirt.capabilities[0]: got "livemigration"', 'write "live-migration"'],
    [{ capabilities: [undefined as any] }, 'kubevirt.capabilities[0]: got null, expected one of live-migration', 'write one of these'],
    [{ capabilities: [Capability.MACVTAP] }, '"macvtap" is gone: its feature gate Macvtap is discontinued in KubeVirt 1.8.4', 'kubevirt.network.binding'],
    [{ capabilities: [Capability.VGPU_LIVE_MIGRATION] }, 'KubeVirt 1.8.4 has no feature gate VGPULiveMigration', 'take it out, or use KubeVirt 1.9.0'],
    [{ capabilities: [Capability.SNAPSHOTS], disabledFeatureGates: ['Snapshot'] }, '"snapshots" takes the feature gate Snapshot, which is in kubevirt.disabledFeatureGates', 'take it out of one of them'],
    [{ capabilities: [Capability.CPU_HOTPLUG], vmRolloutStrategy: VmRolloutStrategy.STAGE }, 'kubevirt.capabilities[0]: "cpu-hotplug" reaches no running VM with vmRolloutStrategy "Stage"', 'the default strategy is "LiveUpdate"'],
    [{ capabilities: [Capability.CPU_HOTPLUG], overrides: { configuration: { vmRolloutStrategy: 'Stage' } } }, 'reaches no running VM with vmRolloutStrategy "Stage"', 'take one of them out'],
    [{ featureGates: ['Passt'] }, '"Passt" is discontinued in KubeVirt 1.8.4', 'use Capability.PASST'],
  ])('are refused, once: %j', (kubevirt, message, remedy) => {
    const text = refusal({ kubevirt });
    expect(text).toContain(message);
    expect(text).toContain(remedy);
    expect(text).toContain('has a mistake:');
  });

  test('the default ones give way to what is said otherwise', () => {
    expect(warnings({ kubevirt: { vmRolloutStrategy: VmRolloutStrategy.STAGE, disabledFeatureGates: ['Snapshot'] } })).toBe('');
  });

  test('are what VMs are checked against', () => {
    synth((stack) => {
      const { featureGates } = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubevirt: { capabilities: [Capability.SIDECARS] } });
      expect(featureGates).toEqual(expect.arrayContaining(['Sidecar', 'LiveMigration']));
      expect(featureGates).not.toContain('Snapshot');
    });
  });
});

test('a gate that is on its way out is warned of, with what takes its place, and so is one that cannot be turned off', () => {
  expect(warnings({ kubevirt: { version: KubevirtVersion.V1_9_0, featureGates: ['HotplugVolumes'] } }))
    .toMatch(/"HotplugVolumes" is deprecated in KubeVirt 1\.9\.0.*use Capability\.DISK_HOTPLUG/);
  expect(warnings({ kubevirt: { featureGates: ['HotplugVolumes'] } })).toBe('');
  expect(warnings({ kubevirt: { disabledFeatureGates: ['LiveMigration'] } })).toMatch(/kubevirt\.disabledFeatureGates\[0\]: KubeVirt 1\.8\.4 has what was behind "LiveMigration" on for good/);
});

test('a gate that is for good and off all the same is no such gate', () => {
  expect(warnings({ kubevirt: { version: KubevirtVersion.V1_9_0, disabledFeatureGates: ['PersistentReservation'] } })).toBe('');
});

test('the tables of docs/versions.md are current', () => {
  const page = readFileSync(join(__dirname, '../../docs/versions.md'), 'utf8');
  for (const name of VERSION_TABLES) expect(page).toContain(`<!-- versions: ${name} -->`);
  expect({ hint: 'npm run docs', page }).toEqual({ hint: 'npm run docs', page: withVersions(page) });
});
