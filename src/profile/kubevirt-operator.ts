import { pullSecrets } from './image';
import { kubevirtImages, KubevirtImageSource } from './kubevirt-images';
import { NodePlacement } from './node-placement';
import { ContainerResources, podFindings } from './pod-options';
import { Finding } from '../admission/finding';
import { numberFindings } from '../construct/prop-checks';
import { set } from '../kubevirt/maps';

/** How virt-operator runs, which installs KubeVirt and keeps it up to date. */
export interface KubevirtOperatorOptions extends NodePlacement {
  /**
   * Pods; one leads, the others stand by.
   * @default - `kubevirt.replicas`
   */
  readonly replicas?: number;
  /**
   * What each pod takes.
   * @default - requests of 10m CPU and 450Mi memory
   */
  readonly resources?: ContainerResources;
  /**
   * Run on control-plane nodes alone, as KubeVirt's own manifests do. Clusters that hide their control plane have no such node.
   * @default false - they are preferred
   */
  readonly requireControlPlane?: boolean;
}

/** What is wrong with them. */
export function operatorFindings(path: string, { replicas, requireControlPlane: _, ...pods }: KubevirtOperatorOptions): Finding[] {
  return [...numberFindings(`${path}.replicas`, replicas, 1, Infinity, 2), ...podFindings(path, pods)];
}

/** What the operator is told beside its own options. */
export interface KubevirtOperatorInput extends KubevirtImageSource {
  readonly operator?: KubevirtOperatorOptions;
  readonly replicas: number;
  readonly imagePullPolicy: string;
  readonly imagePullSecrets?: string[];
  readonly networkPolicies: boolean;
  /** Whether the CRD stays when the operator goes. @default true */
  readonly keepCrds?: boolean;
  /** Of the log, 0 to 9. */
  readonly verbosity?: number;
}

/** Values of the kubevirt-operator chart. */
export function kubevirtOperatorValues(input: KubevirtOperatorInput): object {
  const { version, release = version, keepCrds, operator = {}, replicas, imagePullPolicy, imagePullSecrets, networkPolicies, verbosity } = input;
  const { VIRT_OPERATOR_IMAGE: image, ...images } = kubevirtImages(input);
  return set({
    version,
    unsupportedVersion: release === version ? undefined : release,
    keepCrds,
    image,
    images,
    imagePullPolicy,
    imagePullSecrets: pullSecrets(imagePullSecrets),
    verbosity,
    networkPolicy: { enabled: networkPolicies },
    replicas,
    ...operator,
  });
}
