import { Bed } from '../../../testbed/bed';
import { Cluster } from '../support/cluster';

/** The bed that all tests of what is around VMs share. Its KubeVirt has the feature gates that a profile sets. */
export interface Around {
  readonly bed: Bed;
  readonly cluster: Cluster;
}
