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
import { KUBEMACPOOL } from './kubemacpool';
import { KUBEVIRT } from './kubevirt';
import { MONITORING } from './monitoring';
import { MULTUS } from './multus';
import { NAMESPACES } from './namespaces';
import { REVERSE_PROXY } from './reverse-proxy';
import { SNAPSHOT_CONTROLLER } from './snapshot-controller';
import { STORAGE_PROFILES } from './storage-profiles';
import { VLAN_FILTERING } from './vlan-filtering';

/** The components of a platform, by the name of their page in docs/components. */
export const COMPONENTS: Readonly<Record<string, ComponentCase>> = {
  'access': ACCESS,
  'bridge-marker': BRIDGE_MARKER,
  'cdi': CDI,
  'cni-plugins': CNI_PLUGINS,
  'dashboard': DASHBOARD,
  'descheduler': DESCHEDULER,
  'exposure': EXPOSURE,
  'http-proxy': HTTP_PROXY,
  'images': IMAGES,
  'kubemacpool': KUBEMACPOOL,
  'kubevirt': KUBEVIRT,
  'monitoring': MONITORING,
  'multus': MULTUS,
  'namespaces': NAMESPACES,
  'reverse-proxy': REVERSE_PROXY,
  'snapshot-controller': SNAPSHOT_CONTROLLER,
  'storage-profiles': STORAGE_PROFILES,
  'vlan-filtering': VLAN_FILTERING,
};
