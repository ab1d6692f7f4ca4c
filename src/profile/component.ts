import { ITerraformDependable } from 'cdktf';
import { PlatformNamespace } from './namespaces';
import { Finding } from '../admission/finding';
import { HelmRelease } from '../delivery/chart';

/** The releases a platform can have, by the id of the construct below the profile. `Resource` is what VMs wait for: the KubeVirt CR. */
export type ReleaseId =
  | 'Namespaces' | 'TrustedCa'
  | 'SnapshotCrds' | 'SnapshotController' | 'VolumeSnapshotClasses'
  | 'CniPlugins' | 'Multus' | 'VlanFiltering' | 'BridgeMarker' | 'Kubemacpool'
  | 'CdiOperator' | 'Cdi' | 'StorageProfiles'
  | 'KubevirtOperator' | 'Resource'
  | 'Exposure' | 'ReverseProxy'
  | 'Descheduler' | 'Dashboard' | 'Monitoring';

/** One Helm release of a platform. Every release waits for the namespaces. */
export interface PlatformRelease extends Omit<HelmRelease, 'dependsOn' | 'provider'> {
  readonly id: ReleaseId;
  /** What is to be there before it, and goes after it on destroy, as far as the platform has it. Those stand before it in the platform. */
  readonly after?: readonly ReleaseId[];
  /** What it waits for besides. */
  readonly dependsOn?: ITerraformDependable[];
}

/** A part of the platform that can be switched and set up by itself. The releases are asked for only where there are no errors. */
export interface Component {
  findings(): Finding[];
  releases(): PlatformRelease[];
  /** The namespaces it needs beside `vmo-system`, with what its pods there must be allowed. */
  namespaces?(): PlatformNamespace[];
}
