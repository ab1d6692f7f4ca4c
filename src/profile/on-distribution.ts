import { Token } from 'cdktf';
import { CniPluginsOptions } from './cni-plugins';
import { Brought, Distribution, factsOf, STANDARD_KUBELET } from './distribution';
import { ComponentPatchType } from './kubevirt-lifecycle';
import { KubevirtOptions } from './kubevirt-options';
import { Multus, nodePaths } from './multus';
import { NamespacesOptions } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { SnapshotController } from './snapshot-controller';
import { Finding, show } from '../admission/finding';
import { propFinding, propWarning } from '../construct/report';
import { set } from '../kubevirt/maps';

/** The props with what the distribution is otherwise than others, where they do not say. */
export function onDistribution(props: VmoClusterProfileProps): VmoClusterProfileProps {
  const { brings } = factsOf(props);
  return {
    ...props,
    ...set({
      multus: props.multus ?? (brings.includes('multus') ? Multus.existing() : undefined),
      snapshotController: props.snapshotController ?? (brings.includes('snapshotController') ? SnapshotController.existing() : undefined),
      namespaces: namespaces(props),
      kubevirt: kubevirt(props),
    }),
    cniPlugins: cniPlugins(props),
  };
}

/** `plugins: []` is how one says that somebody else brings them. */
function cniPlugins(props: VmoClusterProfileProps): CniPluginsOptions | undefined {
  const { cniPlugins: given, multus } = props;
  if (!factsOf(props).lacksCniPlugins) return given;
  if (given === undefined) return multus?._mode === 'none' ? undefined : {};
  return given.plugins?.length === 0 ? undefined : given;
}

/** VMs run within the level that the cluster enforces; said of a namespace itself, nobody is warned of each of them. */
function namespaces(props: VmoClusterProfileProps): NamespacesOptions | undefined {
  const { podSecurity: level } = factsOf(props);
  if (level === undefined || props.namespaces?.podSecurity !== undefined) return props.namespaces;
  return { ...props.namespaces, podSecurity: { enforce: level, audit: level, warn: level } };
}

/**
 * virt-handler looks for pods below /var/lib/kubelet, in its own file system and on the node, and has a flag for the latter. What it finds in
 * its own there is the kubelet's directory, save for the sockets of device plugins: the kubelet has these in /var/lib/kubelet wherever else it is.
 */
function kubevirt(props: VmoClusterProfileProps): KubevirtOptions | undefined {
  const { kubelet } = nodePaths(props.multus?._options ?? {}, props.distribution);
  const { customizeComponents: { patches = [], flags } = {} } = props.kubevirt ?? {};
  if (kubelet === STANDARD_KUBELET || flags?.handler?.['kubelet-pods-dir'] !== undefined) return props.kubevirt;
  const pod = {
    volumes: [
      { name: 'kubelet', hostPath: { path: kubelet } },
      { name: 'kubelet-pods', hostPath: { path: `${kubelet}/pods` } },
      { name: 'device-plugins', hostPath: { path: DEVICE_PLUGINS } },
    ],
    containers: [{
      name: 'virt-handler',
      volumeMounts: [
        // Not Bidirectional, or the mount inside would come to be on the node, once more with each start.
        { name: 'kubelet', mountPath: STANDARD_KUBELET, mountPropagation: 'HostToContainer' },
        { name: 'device-plugins', mountPath: DEVICE_PLUGINS },
        { name: 'kubelet', mountPath: kubelet, mountPropagation: 'Bidirectional' },
      ],
    }],
  };
  const patch = JSON.stringify({ spec: { template: { spec: pod } } });
  return {
    ...props.kubevirt,
    customizeComponents: {
      patches: [...patches, { resourceType: 'DaemonSet', resourceName: 'virt-handler', type: ComponentPatchType.STRATEGIC, patch }],
      flags: { ...flags, handler: { 'kubelet-pods-dir': `${kubelet}/pods`, ...flags?.handler } },
    },
  };
}

const DEVICE_PLUGINS = `${STANDARD_KUBELET}/device-plugins`;

/** What is asked for that does not go with the distribution. */
export function contradictionFindings(props: VmoClusterProfileProps): Finding[] {
  const { brings, controlPlaneNodes } = factsOf(props);
  const name = nameOf(props.distribution ?? Distribution.KUBEADM);
  const twice = brings.flatMap((part) => props[part]?._mode === 'install' ? [twiceFinding(part, props)] : []);
  const requires = controlPlaneNodes === 'no' && props.kubevirt?.operator?.requireControlPlane === true;
  const kubelet = props.multus?._options.kubeletDir;
  const { customizeComponents, overrides } = props.kubevirt ?? {};
  const isTold = customizeComponents?.patches?.some(({ patch }) => patch.includes(DEVICE_PLUGINS));
  return [
    ...twice,
    ...(isTold && overrides?.customizeComponents?.patches !== undefined ? [propFinding('kubevirt.overrides.customizeComponents.patches',
      'got a list, which would take the place of the patch that tells virt-handler where the kubelet is', 'use kubevirt.customizeComponents.patches, which come beside it')] : []),
    ...(typeof kubelet === 'string' && !Token.isUnresolved(kubelet) && /[A-Z]/.test(kubelet) ? [propFinding('multus.kubeletDir',
      `got ${show(kubelet)}, and KubeVirt reads its flags in small letters`, 'give the kubelet a directory without capitals')] : []),
    ...(requires ? [propFinding('kubevirt.operator.requireControlPlane', `got true on ${name}, where pods cannot be on nodes of the control plane`,
      'take it out: nodes of the control plane are preferred where there are any')] : []),
  ];
}

const HARM: Record<Brought, string> = {
  multus: 'two of them overwrite each other\'s configuration on the nodes',
  snapshotController: 'two of them make every snapshot twice',
};

function twiceFinding(part: Brought, props: VmoClusterProfileProps): Finding {
  const factory = part === 'multus' ? 'Multus' : 'SnapshotController';
  const message = `got ${factory}.install() on ${nameOf(props.distribution!)}, which brings one: ${HARM[part]}`;
  const off = factsOf(props).switchedOffBy[part];
  const remedy = `take it out, or write ${factory}.existing()`;
  return off === undefined ? propFinding(part, message, remedy) : propWarning(part, message, `${remedy}; leave it only where the other is off, by ${off}`);
}

/** How the enum has it. */
function nameOf(distribution: Distribution): string {
  return `Distribution.${Object.entries(Distribution).find(([, value]) => value === distribution)![0]}`;
}
