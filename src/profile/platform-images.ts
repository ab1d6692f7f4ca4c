import { Token } from 'cdktf';
import { BRIDGE_MARKER } from './bridge-marker';
import { CDI_IMAGES } from './cdi';
import { CNI_PLUGINS } from './cni-plugins';
import { HEADLAMP, HEADLAMP_CHART, HEADLAMP_PLUGIN } from './dashboard';
import { DESCHEDULER, DESCHEDULER_CHART } from './descheduler';
import { Image, imageReference, isBelow, KUBECTL, pulledAs, pullSecretFindings, registryFindings } from './image';
import { KUBEMACPOOL } from './kubemacpool';
import { kubevirtFrom, publishedImages } from './kubevirt-images';
import { DYNAMIC_NETWORKS, MULTUS } from './multus';
import { VmoClusterProfileProps } from './props';
import { chartRepositoryFindings } from './public-chart';
import { FRPC } from './reverse-proxy';
import { SNAPSHOT_CONTROLLER, SNAPSHOT_CONTROLLER_CHART } from './snapshot-controller';
import { installedRelease } from './versions';
import { closest, Finding, show } from '../admission/finding';
import { literalFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { RepositoryChart } from '../delivery/chart';
import { DEFAULT_KUBEVIRT_VERSION } from '../kubevirt/version';

/** Images of parts that a platform may have beside KubeVirt. */
const OF_PARTS: readonly Image[] = [
  KUBECTL, ...Object.values(CDI_IMAGES), MULTUS, DYNAMIC_NETWORKS, CNI_PLUGINS, BRIDGE_MARKER, KUBEMACPOOL, SNAPSHOT_CONTROLLER, DESCHEDULER,
  HEADLAMP, HEADLAMP_PLUGIN, FRPC,
];

const CHARTS = [SNAPSHOT_CONTROLLER_CHART, DESCHEDULER_CHART, HEADLAMP_CHART];

function ofKubevirt({ kubevirt = {} }: VmoClusterProfileProps): Image[] {
  return Object.values(publishedImages(kubevirt.version ?? DEFAULT_KUBEVIRT_VERSION, installedRelease(kubevirt)));
}

/** The images that a platform may have, as they are published, by the reference with which they are pulled. What takes the place of one is none. */
export function pinnedImages(props: VmoClusterProfileProps): ReadonlyMap<string, Image> {
  const ofOperator = kubevirtFrom({ registry: props.kubevirt?.imageRegistry, from: props });
  const all = [...OF_PARTS.map((image) => [image, props] as const), ...ofKubevirt(props).map((image) => [image, ofOperator] as const)];
  return new Map(all.flatMap(([image, from]): [string, Image][] => {
    const { tag, digest = image.digest } = pulledAs(image, from);
    return tag === image.tag && digest === image.digest ? [[imageReference(image, from), image]] : [];
  }));
}

/** A chart, and the repository that it is published in where it is pulled from another. */
export function tracedChart(chart: RepositoryChart): RepositoryChart & { readonly source?: string } {
  const published = CHARTS.find(({ name }) => name === chart.name)?.repository;
  return published === undefined || published === chart.repository ? chart : { ...chart, source: published };
}

/** What is wrong with where images and charts come from. */
export function imageFindings(props: VmoClusterProfileProps): Finding[] {
  return [
    ...registryFindings('imageRegistry', props.imageRegistry),
    ...pullSecretFindings('imagePullSecrets', props.imagePullSecrets),
    ...literalFindings([['imageDigests', props.imageDigests]], 'references to images are made of it'),
    ...chartRepositoryFindings('chartRepository', props.chartRepository),
    ...overrideFindings(props),
  ];
}

/** A registry, a path, and perhaps a tag and a digest. */
const REPLACEMENT = /^[a-z0-9][\w.:-]*(\/[\w.-]+)*(:\w[\w.-]*)?(@sha256:[0-9a-f]{64})?$/i;

function overrideFindings(props: VmoClusterProfileProps): Finding[] {
  const { imageOverrides = {} } = props;
  const published = [...OF_PARTS, ...ofKubevirt(props)].map(({ repository }) => repository);
  return Object.entries(imageOverrides).flatMap(([name, given]) => {
    const path = `imageOverrides[${JSON.stringify(name)}]`;
    if (!published.some((repository) => isBelow(repository, name))) return [unknownName(path, name, published)];
    const isOne = published.includes(name);
    if (Token.isUnresolved(given)) {
      return isOne && given.endsWith('}') ? [propFinding(path, 'got a reference that is only known at apply up to its end, where its tag would be',
        'write the path or the tag behind it')] : [];
    }
    const last = given.slice(given.lastIndexOf('/') + 1);
    if (isOne) {
      return given.includes('/') && REPLACEMENT.test(given) ? [] : [propFinding(path, `got ${show(given)}, expected a reference to an image, or registry and path`,
        `write it like "registry.example.com/${name.slice(name.indexOf('/') + 1)}"`)];
    }
    const hasTag = last.includes('@') || (given.includes('/') && last.includes(':'));
    return hasTag ? [propFinding(path, `got ${show(given)} for all that is below ${name}, expected registry and path without a tag`,
      'take out the tag, or name one image')] : registryFindings(path, given);
  });
}

function unknownName(path: string, name: string, published: string[]): Finding {
  const names = published.flatMap((repository) => repository.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/')));
  const withoutTag = name.replace(/(:[^/]*)?(@.*)?$/, '');
  const meant = names.includes(withoutTag) ? withoutTag : closest(withoutTag, names);
  return propFinding(path, 'no image of the platform is published there', meant ? `did you mean "${meant}"?`
    : 'write registry and path as published; profile.images() lists them. Options of a part that name an image are changed there');
}
