import { bridgeMarker } from './bridge-marker';
import { cdi } from './cdi';
import { cniPlugins } from './cni-plugins';
import { Component } from './component';
import { dashboard } from './dashboard';
import { descheduler } from './descheduler';
import { exposure } from './exposure-release';
import { kubemacpool } from './kubemacpool';
import { kubevirt } from './kubevirt';
import { monitoring } from './monitoring';
import { multus } from './multus';
import { namespaces } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { reverseProxy } from './reverse-proxy';
import { snapshots } from './snapshot-controller';
import { storageProfiles } from './storage-profiles';
import { trustedCa } from './trusted-ca';
import { vlanFiltering } from './vlan-filtering';

/** The parts of a platform in the order in which they are installed; on destroy it is reversed. */
export function platform(props: VmoClusterProfileProps): Component[] {
  const components = [
    trustedCa,
    snapshots,
    cniPlugins,
    multus,
    cdi,
    storageProfiles,
    vlanFiltering,
    bridgeMarker,
    kubemacpool,
    kubevirt,
    descheduler,
    exposure,
    dashboard,
    monitoring,
    reverseProxy,
  ].map((component) => component(props));
  return [namespaces(props, components), ...components];
}
