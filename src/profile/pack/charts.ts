import { ACCESS } from './access';
import { CDI } from './cdi';
import { DASHBOARD } from './dashboard';
import { DESCHEDULER } from './descheduler';
import { PackPart } from './key';
import { KUBEVIRT } from './kubevirt';
import { MULTUS, VLAN_FILTERING } from './multus';
import { HEAD, NAMESPACES, PLATFORM, TUNNEL_PACK } from './platform';
import { SNAPSHOTS } from './snapshots';

/** Where the values of the pack itself stand. */
export const VMO = 'charts.virtual-machine-orchestrator';

/** What stands in a values file, and what becomes of it. Of the parts below one path, the later ones see what the earlier ones make. */
export const CHARTS: readonly { readonly path: string; readonly parts: readonly PackPart[] }[] = [
  { path: 'pack', parts: [HEAD] },
  { path: VMO, parts: [PLATFORM, KUBEVIRT, CDI, ACCESS, SNAPSHOTS, MULTUS, VLAN_FILTERING, DESCHEDULER, DASHBOARD] },
  { path: 'charts.vmo-ns-mgmt', parts: [NAMESPACES] },
  { path: 'manifests.spectro-proxy', parts: [TUNNEL_PACK] },
];
