import { clusterNamespaceKeys } from './cluster-namespace';
import { dropped, fieldsAt, imageKeys, oneOf, PackPart, PackValues, partOf, Says, TEXTS, to, unlessEmpty } from './key';
import { closest } from '../../admission/finding';
import { Capability, DEFAULT_CAPABILITIES, GATES_OF, INSTEAD_OF, LIVE_UPDATES } from '../../kubevirt/capability';
import { kubevirtFacts } from '../../kubevirt/facts';
import { DECLARATIVE, IMPERATIVE } from '../../kubevirt/feature-gates';
import { isMap } from '../../kubevirt/maps';
import { DEFAULT_KUBEVIRT_VERSION } from '../../kubevirt/version';
import { UninstallStrategy } from '../kubevirt-lifecycle';

const RESOURCE = 'kubevirt.kubevirtResource';
const CONFIG = `${RESOURCE}.config`;
const MORE = `${CONFIG}.additionalConfig`;
const GATES = `${RESOURCE}.additionalFeatureGates`;

/** Fields of KubeVirt's configuration whose option is called otherwise. */
const OPTIONS: [field: string, option: string][] = [
  ['liveUpdateConfiguration', 'liveUpdate'], ['mediatedDevicesConfiguration', 'mediatedDevices'], ['tlsConfiguration', 'tls'],
];

/** KubeVirt and its CR. */
export const KUBEVIRT: PackPart = {
  keys: [
    to('kubevirt.enabled', true, 'kubevirt', {
      as: (isOn, says) => {
        if (!isOn) says.mistake('got false, and a profile without KubeVirt is none', 'take it out, or use VmoClusterProfile.fromExisting(…) where the cluster has KubeVirt already');
      },
    }),
    ...dropped('kubevirt', 'virt-operator assumes the namespace kubevirt in places, so it is no option', { namespace: 'kubevirt' }),
    ...clusterNamespaceKeys('kubevirt'),
    to('kubevirt.replicas', 1, 'kubevirt.operator.replicas'),
    ...imageKeys('kubevirt.image', 'us-docker.pkg.dev/palette-images/palette/kubevirt/virt-operator', 'v1.4.0', `one policy holds for all of KubeVirt: \`${RESOURCE}.imagePullPolicy\``)
      .map((key) => key.path === 'kubevirt.image.tag' ? { ...key, as: installedVersion } : key),
    ...dropped(RESOURCE, 'the KubeVirt CR of a cluster is called kubevirt', { name: 'kubevirt' }),
    to(`${RESOURCE}.useEmulation`, false, 'kubevirt.useEmulation'),
    partOf(GATES, [
      'LiveMigration', 'HotplugVolumes', 'Snapshot', 'VMExport', 'ExpandDisks', 'HotplugNICs', 'VMLiveUpdateFeatures', 'VolumeMigration', 'CPUManager',
    ], 'kubevirt.capabilities', { kind: TEXTS }),
    to(`${CONFIG}.evictionStrategy`, 'LiveMigrate', 'kubevirt.evictionStrategy', {
      kind: oneOf('None', 'LiveMigrate', 'LiveMigrateIfPossible', 'External'), as: unlessEmpty,
    }),
    to(`${MORE}.migrations`, { allowAutoConverge: true, completionTimeoutPerGiB: 800 }, 'kubevirt.migrations', { as: unlessEmpty, orElse: 'kubevirt.overrides.configuration.migrations' }),
    to(`${MORE}.vmStateStorageClass`, '', 'kubevirt.vmStateStorageClass', { as: unlessEmpty }),
    to(`${MORE}.ksmConfiguration`, undefined, 'kubevirt.ksm', { as: ksm, orElse: 'kubevirt.overrides.configuration.ksmConfiguration' }),
    ...OPTIONS.map(([field, option]) => to(`${MORE}.${field}`, undefined, `kubevirt.${option}`, { orElse: `kubevirt.overrides.configuration.${field}` })),
    ...elsewhere(MORE, { developerConfiguration: `${CONFIG}.additionalDevConfig`, evictionStrategy: `${CONFIG}.evictionStrategy`, vmRolloutStrategy: `${CONFIG}.vmRolloutStrategy` }),
    to(`${MORE}.*`, undefined, 'kubevirt.*', { orElse: 'kubevirt.overrides.configuration.*', fields: () => configuration() }),
    to(`${CONFIG}.additionalDevConfig.cpuAllocationRatio`, 10, 'kubevirt.cpuAllocationRatio'),
    to(`${CONFIG}.additionalDevConfig.memoryOvercommit`, 100, 'kubevirt.memoryOvercommit'),
    ...elsewhere(`${CONFIG}.additionalDevConfig`, { featureGates: GATES, useEmulation: `${RESOURCE}.useEmulation` }),
    to(`${CONFIG}.additionalDevConfig.*`, undefined, 'kubevirt.*', {
      orElse: 'kubevirt.overrides.configuration.developerConfiguration.*', fields: () => configuration('developerConfiguration'),
    }),
    to(`${CONFIG}.vmRolloutStrategy`, 'LiveUpdate', 'kubevirt.vmRolloutStrategy', { kind: oneOf('LiveUpdate', 'Stage'), as: unlessEmpty }),
    to(`${RESOURCE}.certificateRotateStrategy.selfSigned`, undefined, 'kubevirt.certificateRotateStrategy', {
      as: unlessEmpty, orElse: 'kubevirt.overrides.certificateRotateStrategy.selfSigned',
    }),
    to(`${RESOURCE}.customizeComponents`, {}, 'kubevirt.customizeComponents', { as: unlessEmpty, orElse: 'kubevirt.overrides.customizeComponents' }),
    to(`${RESOURCE}.imagePullPolicy`, 'IfNotPresent', 'kubevirt.imagePullPolicy', { kind: oneOf('Always', 'IfNotPresent', 'Never'), as: unlessEmpty }),
    to(`${RESOURCE}.infra.nodePlacement`, undefined, 'kubevirt.infra', { as: unlessEmpty, orElse: 'kubevirt.overrides.infra.nodePlacement' }),
    to(`${RESOURCE}.infra.replicas`, undefined, 'kubevirt.replicas'),
    to(`${RESOURCE}.monitorAccount`, 'prometheus-operator-prometheus', 'kubevirt.monitorAccount', { as: unlessEmpty }),
    to(`${RESOURCE}.monitorNamespace`, 'monitoring', 'kubevirt.monitorNamespace', { as: unlessEmpty }),
    to(`${RESOURCE}.serviceMonitorNamespace`, 'monitoring', 'kubevirt.serviceMonitorNamespace', { as: unlessEmpty }),
    to(`${RESOURCE}.workloads.nodePlacement`, undefined, 'kubevirt.workloads', { as: unlessEmpty, orElse: 'kubevirt.overrides.workloads.nodePlacement' }),
    to(`${RESOURCE}.workloads.replicas`, undefined, 'kubevirt.overrides.workloads.replicas'),
    to(`${RESOURCE}.workloadsUpdateStrategy`, { workloadUpdateMethods: ['LiveMigrate'] }, 'kubevirt.workloadUpdateStrategy', {
      as: unlessEmpty, orElse: 'kubevirt.overrides.workloadUpdateStrategy',
    }),
    to(`${RESOURCE}.uninstallStrategy`, '', 'kubevirt.uninstallStrategy', { kind: oneOf('RemoveWorkloads', 'BlockUninstallIfWorkloadsExist'), as: uninstallStrategy }),
  ],
  finish: gates,
};

/** Fields of KubeVirt's configuration, or of a part of it. */
function configuration(...way: string[]): readonly string[] {
  return fieldsAt(kubevirtFacts(DEFAULT_KUBEVIRT_VERSION).kinds.KubeVirt, 'spec', 'configuration', ...way);
}

/** Fields that somebody may look for in a map of the pack, and that it has elsewhere. */
function elsewhere(prefix: string, places: Record<string, string>): PackPart['keys'] {
  return Object.entries(places).map(([field, place]) => to(`${prefix}.${field}`, undefined, '', {
    as: (_, says) => says.mistake('the pack does not take it here', `move it to ${place}`),
    undocumented: true,
  }));
}

function installedVersion(tag: string | number, says: Says): void {
  says.remark(`the pack has KubeVirt ${tag}, and this platform has ${DEFAULT_KUBEVIRT_VERSION}`,
    'on a cluster on which the former runs, name it in kubevirt.previousVersion, to have the way up checked');
}

/** Labels of nodes, where the selector is of these alone. */
function ksm({ nodeLabelSelector = {}, ...others }: Record<string, any>): object {
  const { matchLabels, ...selector } = nodeLabelSelector ?? {};
  const isSimple = Object.keys(others).length === 0 && Object.keys(selector).length === 0;
  if (!isSimple) return { nodeLabelSelector, ...others };
  return isMap(matchLabels) && Object.keys(matchLabels).length > 0 ? { nodeLabels: matchLabels } : {};
}

function uninstallStrategy(value: string, says: Says): string | undefined {
  if (value !== '') return value;
  says.remark('the pack leaves this to KubeVirt, which then deletes all VMs when it is removed; here the removal is refused while there are VMs',
    `for the former, write "${UninstallStrategy.REMOVE_WORKLOADS}"`);
  return undefined;
}

/**
 * The pack's list is the whole list: a capability that is there unless told otherwise, and whose gates are not in the list, is none. What KubeVirt has
 * for good, or no longer has, is no gate any more.
 */
function gates(pack: PackValues): void {
  const listed: string[] | undefined = pack.get(GATES);
  if (listed === undefined) return;
  const says = pack.says(GATES);
  const version = DEFAULT_KUBEVIRT_VERSION;
  const states = kubevirtFacts(version).gates;
  listed.forEach((gate, index) => {
    const at = `[${index}]`;
    if (states[gate] === 'Discontinued') says.remark(`KubeVirt ${version} no longer has what "${gate}" stood for`, INSTEAD_OF[gate] ?? 'take it out', at);
    if (gate in states) return;
    const meant = closest(gate, Object.keys(states));
    says.mistake(`KubeVirt ${version} has no feature gate "${gate}"; it would be ignored in silence`, meant ? `did you mean "${meant}"?` : 'take it out', at);
  });
  const forGood = listed.filter((gate) => states[gate] === 'GA');
  if (forGood.length > 0) says.remark(`KubeVirt ${version} has for good what these gates stood for: ${forGood.join(', ')}`, 'nothing need be done');
  if (listed.includes(IMPERATIVE)) {
    says.remark(`${DECLARATIVE} takes the place of ${IMPERATIVE}, so that disks of a blueprint come to running VMs, too`, `for the older one, list "${IMPERATIVE}" in kubevirt.featureGates`);
  }
  const wanted = listed.map((gate) => gate === IMPERATIVE ? DECLARATIVE : gate);
  const isThere = (capability: Capability) => GATES_OF[capability].every((gate) => states[gate] === 'GA' || (states[gate] !== 'Discontinued' && wanted.includes(gate)));
  const usual = DEFAULT_CAPABILITIES.filter(isThere);
  const known = DEFAULT_CAPABILITIES.flatMap((capability) => GATES_OF[capability]);
  const isNamed = (capability: Capability) => GATES_OF[capability].some((gate) => wanted.includes(gate) && !known.includes(gate));
  const more = Object.values(Capability).filter((capability) => isThere(capability) && isNamed(capability));
  // That both are told of is a mistake to a profile, and the usual thing in a pack.
  const isStaged = pack.get(`${CONFIG}.vmRolloutStrategy`) === 'Stage';
  const capabilities = [...usual, ...more].filter((capability) => !(isStaged && LIVE_UPDATES.includes(capability)));
  const off = DEFAULT_CAPABILITIES.filter((capability) => !usual.includes(capability));
  if (off.length > 0) says.remark(`the list of the pack is the whole list, and does not have what is there without it here: ${off.join(', ')}`, 'add these to kubevirt.capabilities to have them');
  if (off.length + more.length > 0) pack.set('kubevirt.capabilities', capabilities, GATES);
  const covered = capabilities.flatMap((capability) => GATES_OF[capability]);
  const others = wanted.filter((gate) => gate in states && !['GA', 'Discontinued'].includes(states[gate]) && !covered.includes(gate));
  if (others.length > 0) pack.set('kubevirt.featureGates', [...new Set(others)].sort(), GATES);
}
