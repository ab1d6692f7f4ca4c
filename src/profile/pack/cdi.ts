import { clusterNamespaceKeys } from './cluster-namespace';
import { dropped, fieldsAt, imageKeys, oneOf, PackPart, partOf, RESOURCES, resources, Says, TEXT, texts, TEXTS, to, unlessEmpty } from './key';
import { NEIGHBOURS } from '../../kubevirt/facts';
import { isMap, set } from '../../kubevirt/maps';
import { Cdi } from '../cdi';
import { TrustedCa } from '../trusted-ca';

const CONFIG = 'cdi.cdiResource.additionalConfig';
const SPEC = 'cdi.cdiResource.additionalSpec';

const PRIVATE_REGISTRY = 'images of CDI come from `imageRegistry`, as all do; container disks name their registry themselves: `BootSource.registry(…)`';

/** Disks: imports, uploads and clones. */
export const CDI: PackPart = {
  switches: [{ key: 'cdi.enabled', of: 'cdi', default: true }],
  keys: [
    partOf('cdi.enabled', true, 'cdi'),
    ...clusterNamespaceKeys('cdi'),
    to('cdi.replicas', 1, 'cdi.operator.replicas'),
    ...imageKeys('cdi.image', 'quay.io/kubevirt/cdi-operator', 'v1.61.0', `one policy holds for all of CDI: \`${SPEC}.imagePullPolicy\``),
    ...dropped('cdi.privateRegistry', PRIVATE_REGISTRY, { enabled: false, registryIP: '', registryBasePath: '' }),
    ...dropped('cdi.serviceAccount', 'CDI\'s operator has a ServiceAccount of its own', { create: true, annotations: {}, name: '' }),
    to('cdi.resources', {}, 'cdi.operator.resources', { kind: RESOURCES, as: resources }),
    to('cdi.cdiResource.additionalFeatureGates', [], 'cdi.featureGates', { kind: TEXTS, as: unlessEmpty }),
    to(`${CONFIG}.filesystemOverhead`, { global: '0.08', storageClass: { 'spectro-storage-class': '0.08' } }, 'cdi.filesystemOverhead', { as: overhead }),
    to(`${CONFIG}.podResourceRequirements`, { requests: { cpu: '250m', memory: '1G' }, limits: { cpu: '1', memory: '8G' } }, 'cdi.podResourceRequirements', {
      kind: RESOURCES, as: resources,
    }),
    to(`${CONFIG}.insecureRegistries`, [], 'cdi.insecureRegistries', { kind: TEXTS, as: unlessEmpty }),
    to(`${CONFIG}.importProxy.HTTPProxy`, undefined, 'cdi.importProxy.httpProxy', { kind: TEXT, as: unlessEmpty }),
    to(`${CONFIG}.importProxy.HTTPSProxy`, undefined, 'cdi.importProxy.httpsProxy', { kind: TEXT, as: unlessEmpty }),
    to(`${CONFIG}.importProxy.noProxy`, undefined, 'cdi.importProxy.noProxy', { kind: TEXT, as: hosts }),
    ...['TrustedCAProxy', 'trustedCAProxy'].map((name) => to(`${CONFIG}.importProxy.${name}`, undefined, 'trustedCa', { kind: TEXT, as: trusted })),
    to(`${CONFIG}.uploadProxyURLOverride`, undefined, 'cdi.uploadProxyUrlOverride', { kind: TEXT, as: unlessEmpty }),
    to(`${CONFIG}.*`, undefined, 'cdi.*', { orElse: 'cdi.overrides.config.*', fields: () => spec('config') }),
    to(`${SPEC}.infra`, { nodeSelector: { 'kubernetes.io/os': 'linux' }, tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }] }, 'cdi.infra', {
      as: unlessEmpty, orElse: 'cdi.overrides.infra',
    }),
    to(`${SPEC}.workload`, { nodeSelector: { 'kubernetes.io/os': 'linux' } }, 'cdi.workload', { as: unlessEmpty, orElse: 'cdi.overrides.workload' }),
    to(`${SPEC}.imagePullPolicy`, 'IfNotPresent', 'cdi.imagePullPolicy', { kind: oneOf('Always', 'IfNotPresent', 'Never'), as: unlessEmpty }),
    to(`${SPEC}.*`, undefined, 'cdi.*', { orElse: 'cdi.overrides.*', fields: () => spec() }),
  ],
  finish: (pack, draft) => {
    const { cdi } = draft.props;
    const { importProxy } = cdi ?? {};
    if (importProxy?.noProxy && !importProxy.httpProxy && !importProxy.httpsProxy) {
      pack.says(`${CONFIG}.importProxy.noProxy`).drop(importProxy.noProxy.join(','), 'without a proxy, nothing has to go past one');
      delete cdi.importProxy;
    }
    if (pack.get('cdi.enabled') === false) pack.set('cdi', Cdi.none(), 'cdi.enabled');
    else if (cdi || pack.get('cdi.enabled')) draft.props.cdi = Cdi.install(cdi);
  },
};

/** Fields of the CDI resource, or of a part of it. */
function spec(...way: string[]): readonly string[] {
  return fieldsAt(NEIGHBOURS['cdi.kubevirt.io'].kinds.CDI, 'spec', ...way);
}

/** Fractions, which YAML reads as numbers where they stand without quotes. */
function overhead({ global, storageClass, ...others }: Record<string, any>): object | undefined {
  const classes = isMap(storageClass) ? texts(storageClass) : storageClass;
  return unlessEmpty(set({ ...others, global: global === undefined ? undefined : String(global), storageClass: classes }));
}

/** What is of the cluster itself is added here anyway. */
function hosts(list: string): string[] | undefined {
  return unlessEmpty(list.split(',').map((host) => host.trim()).filter((host) => host !== ''));
}

function trusted(name: string, says: Says): TrustedCa | undefined {
  if (name === '') return undefined;
  says.remark(`the ConfigMap "${name}" must be in the namespace cdi before CDI imports anything`, 'make it there, or give the certificates themselves: TrustedCa.pem("…")');
  return TrustedCa.configMap(name);
}
