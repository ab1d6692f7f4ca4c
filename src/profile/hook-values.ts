import { ImageOptions, imageReference, KUBECTL, pullSecrets } from './image';
import { set } from '../kubevirt/maps';

/** What the Jobs of a release run with. */
export interface HookInput extends ImageOptions {
  /** Seconds that Helm gives the release. */
  readonly timeout: number;
  readonly image?: string;
}

/** Values of the Jobs that wait for a resource and guard its removal, as the charts of KubeVirt and CDI have them. */
export function hookValues({ timeout, image, ...from }: HookInput): object {
  return set({
    timeoutSeconds: Math.max(1, timeout - 60), // the Job gives up before Helm does, so that Helm's error names it
    image: image ?? imageReference(KUBECTL, from),
    imagePullSecrets: pullSecrets(from.imagePullSecrets),
  });
}
