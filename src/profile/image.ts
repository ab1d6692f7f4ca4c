import { Token } from 'cdktf';
import { Finding, show } from '../admission/finding';
import { objectNameFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';

/** Where the images and charts of a platform come from. */
export interface ImageOptions {
  /**
   * A mirror of your own for all images of the platform: a registry, and a path in it. What an image is called below its registry stays:
   * `quay.io/kubevirt/virt-api` is pulled as `registry.example.com/mirror/kubevirt/virt-api` with `registry.example.com/mirror`. The images of
   * VMs keep their names.
   * @default - the registries that the images are published in
   */
  readonly imageRegistry?: string;
  /**
   * What is pulled from elsewhere than the rest: by the published registry and path of an image, the reference to what takes its place, or only
   * registry and path, and tag and digest stay. A registry, or a path that images lie below, stands for all of them, as mirrors of one registry each
   * need it: `{ 'quay.io': 'registry.example.com/quay', 'quay.io/kubevirt/virt-api': 'registry.example.com/virt-api:v1.8.4' }`. The longest name counts,
   * and before `imageRegistry`.
   * @default - none
   */
  readonly imageOverrides?: { readonly [repository: string]: string };
  /**
   * Whether images are pulled by digest where it is known. `false` for mirrors whose copies have other digests, such as copies of one architecture; then
   * all are pulled by tag.
   * @default true
   */
  readonly imageDigests?: boolean;
  /**
   * Repository that all public charts come from, for a mirror of your own: `https://…`, or `oci://registry.example.com/charts` for charts in a
   * registry. A component's own `repository` wins.
   * @default - where their authors publish them
   */
  readonly chartRepository?: string;
  /**
   * Names of Secrets of the type `kubernetes.io/dockerconfigjson` with which the images of the platform are pulled. Each namespace that the
   * platform runs pods in needs Secrets of these names; they are not made here.
   * @default - none
   */
  readonly imagePullSecrets?: string[];
}

/** A container image, pinned. */
export interface Image {
  /** Registry and path, such as `quay.io/kubevirt/virt-operator`; an image of Docker Hub names `docker.io`, too. */
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…` of the image for all architectures, where it is known. */
  readonly digest?: string;
}

/** kubectl alone, without a shell: what Jobs of several components run. */
export const KUBECTL: Image = { repository: 'registry.k8s.io/kubectl', tag: 'v1.35.4' };

/** Registry and path, tag, digest. A colon before a slash belongs to a port. */
export const REFERENCE = /^(.+?)(?::([^:/@]+))?(?:@(sha256:[^@]+))?$/s;

/** The reference to an image as a pod names it: by digest where that is known, else by tag. */
export function imageReference(image: Image, from: ImageOptions = {}): string {
  const { repository, tag, digest } = pulledAs(image, from);
  return digest ? `${repository}@${digest}` : `${repository}:${tag}`;
}

/**
 * What is pulled in place of an image. From a mirror, the path below the registry stays: `quay.io/kubevirt/virt-api` is
 * `registry.example.com/mirror/kubevirt/virt-api` from `registry.example.com/mirror`.
 */
export function pulledAs({ repository, tag, digest }: Image, { imageRegistry, imageOverrides = {}, imageDigests = true }: ImageOptions): Image {
  const pin = { tag, ...(imageDigests && digest && { digest }) };
  const [key] = Object.keys(imageOverrides).filter((name) => isBelow(repository, name)).sort((one, other) => other.length - one.length);
  if (key === undefined) return { repository: imageRegistry === undefined ? repository : `${imageRegistry}/${belowRegistry(repository)}`, ...pin };
  const [, path, ownTag, ownDigest] = REFERENCE.exec(imageOverrides[key])!;
  if (key !== repository) return { repository: imageOverrides[key] + repository.slice(key.length), ...pin };
  return { repository: path, ...(ownTag || ownDigest ? { tag: ownTag ?? tag, ...(ownDigest && { digest: ownDigest }) } : pin) };
}

/** Whether an image is what is named, or lies below it. */
export function isBelow(repository: string, name: string): boolean {
  return repository === name || repository.startsWith(`${name}/`);
}

/** What an image is called in its registry. */
export function belowRegistry(repository: string): string {
  return repository.slice(repository.indexOf('/') + 1);
}

/** Names of pull Secrets as Kubernetes and the charts take them. */
export function pullSecrets(names: string[] | undefined): { name: string }[] | undefined {
  return names?.map((name) => ({ name }));
}

/** Whether it is a registry, perhaps with a path in it. A name without dot and port would be a path at Docker Hub; capitals in a path are refused by runtimes. */
export function isRegistry(text: string): boolean {
  return /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9][a-z0-9.-]*(?=:))(:\d+)?(?=\/|$)/i.test(text) && /^[^/]+(\/[a-z0-9][a-z0-9_.-]*)*$/.test(text);
}

/** What is wrong with the registry, and path, that images come from. */
export function registryFindings(path: string, registry: string | undefined): Finding[] {
  if (registry === undefined || Token.isUnresolved(registry) || isRegistry(registry)) return [];
  return [propFinding(path, `got ${show(registry)}, expected a registry, with a dot or a port in it, and a path in small letters, without a scheme and without a slash at the end`,
    'write it like "registry.example.com/kubevirt"')];
}

/** What is wrong with the names of pull Secrets. */
export function pullSecretFindings(path: string, names: string[] | undefined): Finding[] {
  return (names ?? []).flatMap((name, index) => objectNameFindings(`${path}[${index}]`, name, 'registry-login'));
}
