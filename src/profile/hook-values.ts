import { imageReference, KUBECTL, pullSecrets } from './image';
import { set } from '../kubevirt/maps';

/** What the Jobs of a release run with. */
export interface HookInput {
  /** Seconds that Helm gives the release. */
  readonly timeout: number;
  readonly image?: string;
  readonly imageRegistry?: string;
  readonly imagePullSecrets?: string[];
}

/** Values of the Jobs that wait for a resource and guard its removal, as the charts of KubeVirt and CDI have them. */
export function hookValues({ timeout, image, imageRegistry, imagePullSecrets }: HookInput): object {
  return set({
    timeoutSeconds: Math.max(1, timeout - 60), // the Job gives up before Helm does, so that Helm's error names it
    image: image ?? imageReference(KUBECTL, imageRegistry),
    imagePullSecrets: pullSecrets(imagePullSecrets),
  });
}
