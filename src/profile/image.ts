import { Token } from 'cdktf';
import { Finding, show } from '../admission/finding';
import { objectNameFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';

/** Where the images of a platform come from. */
export interface ImageOptions {
  /**
   * A mirror of your own for all images of the platform: a registry, and a path in it. What an image is called below its registry stays:
   * `quay.io/kubevirt/virt-api` is pulled as `registry.example.com/mirror/kubevirt/virt-api` with `registry.example.com/mirror`. The images of
   * VMs keep their names.
   * @default - the registries that the images are published in
   */
  readonly imageRegistry?: string;
  /**
   * Images that are pulled from elsewhere, by registry and path of what takes their place: `{ 'quay.io/kubevirt/virt-api': 'registry.example.com/virt-api:v1.8.4' }`.
   * @default - none
   */
  readonly imageOverrides?: { readonly [repository: string]: string };
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

/**
 * The reference to an image as a pod names it: by digest where that is known. From a mirror, the path below the registry stays:
 * `quay.io/kubevirt/virt-api` is `registry.example.com/mirror/kubevirt/virt-api` from `registry.example.com/mirror`.
 */
export function imageReference(image: Image, from: ImageOptions = {}): string {
  return `${mirrored(image.repository, from.imageRegistry)}${image.digest ? `@${image.digest}` : `:${image.tag}`}`;
}

/** Registry and path of an image at a mirror. */
export function mirrored(repository: string, mirror: string | undefined): string {
  return mirror === undefined ? repository : `${mirror}/${repository.slice(repository.indexOf('/') + 1)}`;
}

/** Names of pull Secrets as Kubernetes and the charts take them. */
export function pullSecrets(names: string[] | undefined): { name: string }[] | undefined {
  return names?.map((name) => ({ name }));
}

/** What is wrong with the registry, and path, that images come from. */
export function registryFindings(path: string, registry: string | undefined): Finding[] {
  if (registry === undefined || Token.isUnresolved(registry) || /^[a-z0-9][\w.:-]*(\/[\w.-]+)*$/i.test(registry)) return [];
  return [propFinding(path, `got ${show(registry)}, expected a registry and path without a scheme and without a slash at the end`,
    'write it like "registry.example.com/kubevirt"')];
}

/** What is wrong with the names of pull Secrets. */
export function pullSecretFindings(path: string, names: string[] | undefined): Finding[] {
  return (names ?? []).flatMap((name, index) => objectNameFindings(`${path}[${index}]`, name, 'registry-login'));
}
