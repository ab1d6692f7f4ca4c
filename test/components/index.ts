import { ACCESS } from './access';
import { BRIDGE_MARKER } from './bridge-marker';
import { CDI } from './cdi';
import { CNI_PLUGINS } from './cni-plugins';
import { ComponentCase } from './component';
import { DASHBOARD } from './dashboard';
import { DESCHEDULER } from './descheduler';
import { EXPOSURE } from './exposure';
import { HTTP_PROXY } from './http-proxy';
import { IMAGES } from './images';
import { MULTUS } from './multus';
import { KUBEVIRT } from './kubevirt';
import { REVERSE_PROXY } from './reverse-proxy';
import { NAMESPACES } from './namespaces';
import { KUBEMACPOOL } from './kubemacpool';
import { KUBEVIRT } from './kubevirt';
import { MULTUS } from './multus';
import { REVERSE_PROXY } from './reverse-proxy';
import { SNAPSHOT_CONTROLLER } from './snapshot-controller';
import { STORAGE_PROFILES } from './storage-profiles';
import { VLAN_FILTERING } from './vlan-filtering';

/** The components of a platform, by the name of their page in docs/components. */
export const COMPONENTS: Readonly<Record<string, ComponentCase>> = {
  'cdi': CDI,
  'bridge-marker': BRIDGE_MARKER,
  'cni-plugins': CNI_PLUGINS,
  'kubemacpool': KUBEMACPOOL,
  'multus': MULTUS,
  'dashboard': DASHBOARD,
  'descheduler': DESCHEDULER,
  'images': IMAGES,
  'kubevirt': KUBEVIRT,
  'access': ACCESS,
  'exposure': EXPOSURE,
  'http-proxy': HTTP_PROXY,
  'reverse-proxy': REVERSE_PROXY,
  'namespaces': NAMESPACES,
  'snapshot-controller': SNAPSHOT_CONTROLLER,
  'storage-profiles': STORAGE_PROFILES,
  'vlan-filtering': VLAN_FILTERING,
};
