import { Image, ImageOptions, imageReference } from './image';
import { KubevirtVersion } from '../kubevirt/version';

/** The images of KubeVirt, by the variable that tells virt-operator which to use. `VIRT_OPERATOR_IMAGE` is its own. */
const REPOSITORIES = {
  VIRT_OPERATOR_IMAGE: 'virt-operator',
  VIRT_API_IMAGE: 'virt-api',
  VIRT_CONTROLLER_IMAGE: 'virt-controller',
  VIRT_HANDLER_IMAGE: 'virt-handler',
  VIRT_LAUNCHER_IMAGE: 'virt-launcher',
  VIRT_EXPORTPROXY_IMAGE: 'virt-exportproxy',
  VIRT_EXPORTSERVER_IMAGE: 'virt-exportserver',
  VIRT_SYNCHRONIZATIONCONTROLLER_IMAGE: 'virt-synchronization-controller',
  VIRT_TEMPLATE_APISERVER_IMAGE: 'virt-template-apiserver',
  VIRT_TEMPLATE_CONTROLLER_IMAGE: 'virt-template-controller',
  GS_IMAGE: 'libguestfs-tools',
  PR_HELPER_IMAGE: 'pr-helper',
  SIDECAR_SHIM_IMAGE: 'sidecar-shim',
};

type Variable = keyof typeof REPOSITORIES;

/** VM templates have versions of their own. */
const TEMPLATE_TAGS: Record<KubevirtVersion, string> = { [KubevirtVersion.V1_8_4]: 'v0.1.8', [KubevirtVersion.V1_9_0]: 'v0.2.2' };

/** Where the project publishes KubeVirt's images. */
const PUBLISHED = 'quay.io/kubevirt';

/** The digests for all architectures, as far as they are known. */
const DIGESTS: { readonly [version in KubevirtVersion]?: Record<Variable, string> } = {
  [KubevirtVersion.V1_9_0]: {
    VIRT_OPERATOR_IMAGE: 'sha256:d08b5b5ad1c0d694fad13279e44b44b6fad961aa7508acd53b87ce6ef468cbae',
    VIRT_API_IMAGE: 'sha256:42341b1d52699f4bb87f3996151bafe2e3fe065e9146cc64a15959ddf7bf2c69',
    VIRT_CONTROLLER_IMAGE: 'sha256:7c6034ab39b97c0bb2b31bab2aaf576b616a3d6e59777002d63e2f2bf51e73c2',
    VIRT_HANDLER_IMAGE: 'sha256:df9f2069924a28ba76f47e7f4fbd9a0be3aa13cfa004a59e7a708bbff2a90424',
    VIRT_LAUNCHER_IMAGE: 'sha256:f23102ca00bf12f7962021adfdfdad63c873b01a03001a6d20d5813950254b9c',
    VIRT_EXPORTPROXY_IMAGE: 'sha256:042443b8f58246623e440af59cd34c0627f843b6094c41794d16c98c8d0049ea',
    VIRT_EXPORTSERVER_IMAGE: 'sha256:bf805f79151d689431f3e461ad77355acd04b16fe5bde88b00be772ae1edd06c',
    VIRT_SYNCHRONIZATIONCONTROLLER_IMAGE: 'sha256:6163d1108317d2abc4fef3213b4a00acfc8e066625d22882671fcb032859e062',
    VIRT_TEMPLATE_APISERVER_IMAGE: 'sha256:af326822d8907ce3c96a6458444f5af0f1e3f912215710eae3fa562c92a3470e',
    VIRT_TEMPLATE_CONTROLLER_IMAGE: 'sha256:2cd0770ce24b40d742bd6bac438c55c886352366c90e8165c11b715b7cfd94c7',
    GS_IMAGE: 'sha256:0ff18ccee820d776688188df0390461238d0795ced60555016324cc5d7657b7d',
    PR_HELPER_IMAGE: 'sha256:4218ea0f78481d27f5876e88c080c867dc49e21761928dc0ee1603f281e6d9e7',
    SIDECAR_SHIM_IMAGE: 'sha256:8eb25c016c09366ea4b2bbd524dfbb4872184a9aea67cc34c60ff78a11cb2661',
  },
};

/** Where the images of KubeVirt come from. */
export interface KubevirtImageSource {
  readonly version: KubevirtVersion;
  /** The release itself, where it is another of the same minor version. No digests of it are known. @default - `version` */
  readonly release?: string;
  /** Registry and path of all of them. @default - where the project publishes them */
  readonly registry?: string;
  /** Where images come from, where no `registry` is given; what it says of one image counts all the same. */
  readonly from?: ImageOptions;
}

/** The images of KubeVirt as they are published, by the variable of virt-operator's environment. */
export function publishedImages(version: KubevirtVersion, release: string = version): Record<Variable, Image> {
  return mapped((variable, name) => ({
    repository: `${PUBLISHED}/${name}`,
    tag: name.startsWith('virt-template-') ? TEMPLATE_TAGS[version] : `v${release}`,
    digest: release === version ? DIGESTS[version]?.[variable] : undefined,
  }));
}

/** Where the images of KubeVirt are pulled from: a registry of their own takes the place of the one that they are published in. */
export function kubevirtFrom({ registry, from = {} }: Pick<KubevirtImageSource, 'registry' | 'from'>): ImageOptions {
  return registry === undefined ? from : { ...from, imageOverrides: { ...from.imageOverrides, [PUBLISHED]: registry } };
}

/** The full reference of every image of KubeVirt, by the variable of virt-operator's environment. */
export function kubevirtImages({ version, release, ...source }: KubevirtImageSource): Record<Variable, string> {
  const images = publishedImages(version, release);
  return mapped((variable) => imageReference(images[variable], kubevirtFrom(source)));
}

function mapped<T>(of: (variable: Variable, name: string) => T): Record<Variable, T> {
  const entries = Object.entries(REPOSITORIES) as [Variable, string][];
  return Object.fromEntries(entries.map(([variable, name]) => [variable, of(variable, name)])) as Record<Variable, T>;
}
