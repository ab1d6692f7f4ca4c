import { clusterNamespaceKeys } from './cluster-namespace';
import { dropped, imageKeys, oneOf, PackPart, partOf, Says, TEXTS, to, unlessEmpty } from './key';
import { closest } from '../../admission/finding';
import { kubevirtFacts } from '../../kubevirt/facts';
import { DECLARATIVE, gateLists, IMPERATIVE } from '../../kubevirt/feature-gates';
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
    ], 'kubevirt.featureGates, kubevirt.disabledFeatureGates', { kind: TEXTS }),
    to(`${CONFIG}.evictionStrategy`, 'LiveMigrate', 'kubevirt.evictionStrategy', {
      kind: oneOf('None', 'LiveMigrate', 'LiveMigrateIfPossible', 'External'), as: unlessEmpty,
    }),
    to(`${MORE}.migrations`, { allowAutoConverge: true, completionTimeoutPerGiB: 800 }, 'kubevirt.migrations', { as: unlessEmpty, orElse: 'kubevirt.overrides.configuration.migrations' }),
    to(`${MORE}.vmStateStorageClass`, '', 'kubevirt.vmStateStorageClass', { as: unlessEmpty }),
    to(`${MORE}.ksmConfiguration`, undefined, 'kubevirt.ksm', { as: ksm, orElse: 'kubevirt.overrides.configuration.ksmConfiguration' }),
    ...OPTIONS.map(([field, option]) => to(`${MORE}.${field}`, undefined, `kubevirt.${option}`, { orElse: `kubevirt.overrides.configuration.${field}` })),
    ...elsewhere(MORE, { developerConfiguration: `${CONFIG}.additionalDevConfig`, evictionStrategy: `${CONFIG}.evictionStrategy`, vmRolloutStrategy: `${CONFIG}.vmRolloutStrategy` }),
    to(`${MORE}.*`, undefined, 'kubevirt.*', { orElse: 'kubevirt.overrides.configuration.*' }),
    to(`${CONFIG}.additionalDevConfig.cpuAllocationRatio`, 10, 'kubevirt.cpuAllocationRatio'),
    to(`${CONFIG}.additionalDevConfig.memoryOvercommit`, 100, 'kubevirt.memoryOvercommit'),
    ...elsewhere(`${CONFIG}.additionalDevConfig`, { ksmConfiguration: `${MORE}.ksmConfiguration`, featureGates: GATES, useEmulation: `${RESOURCE}.useEmulation` }),
    to(`${CONFIG}.additionalDevConfig.*`, undefined, 'kubevirt.*', { orElse: 'kubevirt.overrides.configuration.developerConfiguration.*' }),
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
  finish: (pack) => {
    const gates: string[] | undefined = pack.get(GATES);
    if (gates === undefined) return;
    const says = pack.says(GATES);
    const { on, off } = gateProps(gates, says);
    if (on.length > 0) pack.set('kubevirt.featureGates', on, GATES);
    if (off.length > 0) pack.set('kubevirt.disabledFeatureGates', off, GATES);
  },
};

/** Fields that somebody may look for in a map of the pack, and that it has elsewhere. */
function elsewhere(prefix: string, places: Record<string, string>): PackPart['keys'] {
  return Object.entries(places).map(([field, place]) => to(`${prefix}.${field}`, undefined, '', {
    as: (_, says) => says.mistake('the pack does not take it here', `move it to ${place}`),
    undocumented: true,
  }));
}

function installedVersion(tag: string | number, says: Says): void {
  says.remark(`the pack has KubeVirt ${tag}, and this platform has ${DEFAULT_KUBEVIRT_VERSION}`,
    'a cluster on which the former runs goes up one minor version after the other first; a new one need not');
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
 * The pack's list is the whole list: gates that are on here and not in it are turned off. What KubeVirt has for good, or no longer has, is no
 * gate any more.
 */
function gateProps(listed: string[], says: Says): { on: string[]; off: string[] } {
  const version = DEFAULT_KUBEVIRT_VERSION;
  const states = kubevirtFacts(version).gates;
  const usual = gateLists(version).featureGates;
  listed.forEach((gate, index) => {
    if (gate in states) return;
    const meant = closest(gate, Object.keys(states));
    says.mistake(`KubeVirt ${version} has no feature gate "${gate}"; it would be ignored in silence`, meant ? `did you mean "${meant}"?` : 'take it out', `[${index}]`);
  });
  const inState = (state: string) => listed.filter((gate) => states[gate] === state);
  const [forGood, gone] = [inState('GA'), inState('Discontinued')];
  if (forGood.length > 0) says.remark(`KubeVirt ${version} has for good what these gates stood for: ${forGood.join(', ')}`, 'nothing need be done');
  if (gone.length > 0) says.remark(`KubeVirt ${version} no longer has what these gates stood for: ${gone.join(', ')}`, 'see its release notes for what has taken their place');
  const needed = listed.filter((gate) => gate in states && ![...forGood, ...gone].includes(gate));
  const wanted = needed.map((gate) => gate === IMPERATIVE ? DECLARATIVE : gate);
  if (listed.includes(IMPERATIVE)) {
    says.remark(`${DECLARATIVE} takes the place of ${IMPERATIVE}, so that disks of a blueprint come to running VMs, too`, `for the older one, list "${IMPERATIVE}" in kubevirt.featureGates`);
  }
  const off = usual.filter((gate) => !wanted.includes(gate));
  if (off.length > 0) {
    says.remark(`these gates are on here unless told otherwise, and the pack's list, which is the whole list, does not have them; they are turned off: ${off.join(', ')}`,
      'take them out of kubevirt.disabledFeatureGates to have what they are for');
  }
  return { on: [...new Set(wanted)].filter((gate) => !usual.includes(gate)).sort(), off };
}
