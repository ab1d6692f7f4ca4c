import { CDI } from './cdi';
import { ComponentCase } from './component';
import { DESCHEDULER } from './descheduler';
import { IMAGES } from './images';
import { MULTUS } from './multus';
import { KUBEVIRT } from './kubevirt';
import { SNAPSHOT_CONTROLLER } from './snapshot-controller';
import { STORAGE_PROFILES } from './storage-profiles';
import { VLAN_FILTERING } from './vlan-filtering';

/** The components of a platform, by the name of their page in docs/components. */
export const COMPONENTS: Readonly<Record<string, ComponentCase>> = {
  'cdi': CDI,
  'multus': MULTUS,
  'descheduler': DESCHEDULER,
  'images': IMAGES,
  'kubevirt': KUBEVIRT,
  'snapshot-controller': SNAPSHOT_CONTROLLER,
  'storage-profiles': STORAGE_PROFILES,
  'vlan-filtering': VLAN_FILTERING,
};
