import { dropped, imageKeys, PackPart, partOf, RESOURCES, resources, to, unlessEmpty } from './key';
import { Distribution, DISTRIBUTIONS } from '../distribution';
import { Multus } from '../multus';

const SOCKET = 'multus.networkController.criSocket';

/** NICs beside the one on the pod network. */
export const MULTUS: PackPart = {
  switches: [{ key: 'multus.enabled', of: 'multus', default: true }],
  keys: [
    partOf('multus.enabled', true, 'multus'),
    ...imageKeys('multus.image', 'ghcr.io/k8snetworkplumbingwg/multus-cni', 'v4.1.4-thick'),
    to(`${SOCKET}.enableK3SHostPath`, false, 'multus.criSocket', {
      as: (isOn, says) => {
        if (!isOn) return undefined;
        says.remark('this is the socket of k3s and RKE2, and they have other directories, too', 'say Distribution.K3S or Distribution.RKE2 as distribution, and take this out');
        return DISTRIBUTIONS[Distribution.K3S].paths.criSocket;
      },
    }),
    to(`${SOCKET}.criSocketHostPathOverride`, '', 'multus.criSocket', { as: unlessEmpty }),
    ...dropped(SOCKET, 'where the socket is seen inside of the pod is of no concern', { criSocketContainerPath: '/host/run/containerd/containerd.sock' }),
    ...dropped(SOCKET, 'Palette\'s agent mode is no distribution; `distribution: Distribution.PXK_E` says where things lie there', { paletteAgentMode: false }),
    to('multus.imagePullSecrets', [], 'multus.overrides.imagePullSecrets', { as: unlessEmpty }),
    ...dropped('multus', 'the pods of Multus have no annotations of yours here', { podAnnotations: {} }),
    to('multus.resources', { limits: { cpu: '100m', memory: '1Gi' }, requests: { cpu: '100m', memory: '50Mi' } }, 'multus.resources', { kind: RESOURCES, as: resources }),
    to('multus.nodeSelector', {}, 'multus.nodeSelector', { as: unlessEmpty }),
    to('multus.affinity', {}, 'multus.affinity', { as: unlessEmpty }),
    ...dropped('multus', 'what it does is not documented', { dpdkCompatibility: false }),
    ...dropped('multus.cleanup', 'nothing of an uninstalled Multus has to be cleaned up by an image of Palette\'s', {
      image: 'us-docker.pkg.dev/palette-images/palette/spectro-cleanup', tag: '1.0.3',
    }, { isDefault: () => true }),
    ...dropped('multus.networkAttachDef', 'networks are `VmNetwork` constructs of your app', { create: false, config: '' }),
  ],
  finish: (pack, draft) => {
    const { multus } = draft.props;
    if (pack.get('multus.enabled') === false) pack.set('multus', Multus.none(), 'multus.enabled');
    else if (multus || pack.get('multus.enabled')) draft.props.multus = Multus.install(multus);
  },
};

const VLANS = 'vlanFiltering.env';

/** Which VLANs the bridge of the nodes lets through. */
export const VLAN_FILTERING: PackPart = {
  switches: [{ key: 'vlanFiltering.enabled', of: 'vlanFiltering', default: false }],
  keys: [
    partOf('vlanFiltering.enabled', false, 'vlanFiltering'),
    to('vlanFiltering.namespace', 'kube-system', 'vlanFiltering.namespace', { as: unlessEmpty }),
    ...imageKeys('vlanFiltering.image', 'us-docker.pkg.dev/palette-images/palette/virtual-machine-orchestrator/vlan-filtering/ubuntu', 'latest'),
    to(`${VLANS}.bridgeIF`, 'br0', 'vlanFiltering.bridge', { as: unlessEmpty }),
    to(`${VLANS}.allowedVlans`, '1', 'vlanFiltering.allowedVlans', { kind: { type: 'intOrString' }, as: vlans }),
    partOf(`${VLANS}.allowVlansOnSelf`, 'true', 'vlanFiltering.allowedOnSelf', { kind: { type: 'any' } }),
    partOf(`${VLANS}.allowedVlansOnSelf`, '1', 'vlanFiltering.allowedOnSelf', { kind: { type: 'intOrString' } }),
  ],
  finish: (pack, draft) => {
    if (pack.get('vlanFiltering.enabled') !== true) return;
    draft.props.vlanFiltering ??= {};
    // What is not said is as in the pack.
    const own = pack.get(`${VLANS}.allowedVlansOnSelf`) ?? '1';
    const isOnSelf = String(pack.get(`${VLANS}.allowVlansOnSelf`) ?? true) === 'true';
    if (isOnSelf && own !== '') pack.set('vlanFiltering.allowedOnSelf', vlans(own), `${VLANS}.allowedVlansOnSelf`);
    draft.props.vlanFiltering.allowedVlans ??= ['1'];
  },
};

/** `10,20,25-100`. */
function vlans(text: string | number): string[] | undefined {
  return unlessEmpty(String(text).split(',').map((one) => one.trim()).filter((one) => one !== ''));
}

