/** A container image, pinned. */
export interface Image {
  /** Registry and path, such as `quay.io/kubevirt/virt-operator`. */
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…` of the image for all architectures, where it is known. */
  readonly digest?: string;
}

/**
 * The reference to an image as a pod names it: by digest where that is known. From a mirror, the path below the registry stays:
 * `quay.io/kubevirt/virt-api` is `registry.example.com/mirror/kubevirt/virt-api` from `registry.example.com/mirror`.
 */
export function imageReference(image: Image, mirror?: string): string {
  return `${mirrored(image.repository, mirror)}${image.digest ? `@${image.digest}` : `:${image.tag}`}`;
}

/** Registry and path of an image at a mirror. */
export function mirrored(repository: string, mirror: string | undefined): string {
  return mirror === undefined ? repository : `${mirror}/${repository.slice(repository.indexOf('/') + 1)}`;
}
