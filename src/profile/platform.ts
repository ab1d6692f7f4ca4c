import { reverseProxy } from './access';
import { cdi } from './cdi';
import { Component } from './component';
import { descheduler } from './descheduler';
import { kubevirt } from './kubevirt';
import { multus } from './multus';
import { namespaces } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { snapshots } from './snapshot-controller';
import { storageProfiles } from './storage-profiles';
import { vlanFiltering } from './vlan-filtering';

/** The parts of a platform in the order in which they are installed; on destroy it is reversed. */
export function platform(props: VmoClusterProfileProps): Component[] {
  return [
    namespaces,
    snapshots,
    multus,
    cdi,
    storageProfiles,
    vlanFiltering,
    kubevirt,
    descheduler,
    reverseProxy,
  ].map((component) => component(props));
}
