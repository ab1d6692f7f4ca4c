import { PolicyRule } from './rbac';
import { CONSOLE_SUBRESOURCES, POWER_SUBRESOURCES, SUBRESOURCES, VIEW_SUBRESOURCES } from './subresources';

/** What somebody is to all VMs of a namespace, or of the cluster. */
export enum VmRole {
  /**
   * All that a power user may, and what VMs are made of for others: networks, instancetypes, golden images, templates. A network names any
   * bridge, VLAN and CNI plugin of the nodes.
   */
  ADMIN = 'vm-admin',
  /** All that a user may, and make, change, move, copy and delete VMs with their disks and snapshots. */
  POWER_USER = 'vm-power-user',
  /** All that a viewer may, and turn VMs on and off and sit before them. */
  USER = 'vm-user',
  /** Look. */
  VIEWER = 'vm-viewer',
  /** List the namespaces of the cluster, which those who are something in one need to find it. */
  NAMESPACE_LIST = 'namespace-list',
}

/** What the names of the roles begin with unless told otherwise: as Palette's. */
export const DEFAULT_ROLE_PREFIX = 'spectro-';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];

/** VMs and what is about single ones of them. */
const VMS: Record<string, string[]> = {
  'kubevirt.io': ['virtualmachines', 'virtualmachineinstances', 'virtualmachineinstancereplicasets', 'virtualmachineinstancepresets', 'virtualmachineinstancemigrations'],
  'pool.kubevirt.io': ['virtualmachinepools'],
  'snapshot.kubevirt.io': ['virtualmachinesnapshots', 'virtualmachinerestores'],
  'clone.kubevirt.io': ['virtualmachineclones'],
  'export.kubevirt.io': ['virtualmachineexports'],
  'backup.kubevirt.io': ['virtualmachinebackups', 'virtualmachinebackuptrackers'],
  'cdi.kubevirt.io': ['datavolumes'],
  '': ['persistentvolumeclaims'],
};

/** What VMs are made of. */
const INGREDIENTS: Record<string, string[]> = {
  'instancetype.kubevirt.io': [
    'virtualmachineinstancetypes', 'virtualmachineclusterinstancetypes', 'virtualmachinepreferences', 'virtualmachineclusterpreferences',
  ],
  'template.kubevirt.io': ['virtualmachinetemplates', 'virtualmachinetemplaterequests'],
  'cdi.kubevirt.io': ['datasources', 'dataimportcrons'],
  'k8s.cni.cncf.io': ['network-attachment-definitions'],
  'migrations.kubevirt.io': ['migrationpolicies'],
};

/** What others write, and people look at to see how a VM does. */
const CIRCUMSTANCES: Record<string, string[]> = {
  'kubevirt.io': ['kubevirts'],
  'snapshot.kubevirt.io': ['virtualmachinesnapshotcontents'],
  'cdi.kubevirt.io': ['storageprofiles'],
  'snapshot.storage.k8s.io': ['volumesnapshotclasses'],
  'storage.k8s.io': ['storageclasses'],
  '': ['events', 'services'],
};

/** Changes of what runs that do not write the VM: moves, disks, memory dumps, and what a confidential guest starts with. */
const POWER_USER_SUBRESOURCES = [
  'virtualmachines/migrate', 'virtualmachines/evacuate/cancel', 'virtualmachineinstances/evacuate/cancel',
  'virtualmachines/addvolume', 'virtualmachines/removevolume', 'virtualmachineinstances/addvolume', 'virtualmachineinstances/removevolume',
  'virtualmachines/memorydump', 'virtualmachines/removememorydump', 'virtualmachineinstances/freeze', 'virtualmachineinstances/unfreeze',
  'virtualmachineinstances/sev/setupsession', 'virtualmachineinstances/sev/injectlaunchsecret',
];

const VIEWER: PolicyRule[] = [
  ...each(VMS, READ),
  ...each(INGREDIENTS, READ),
  ...each(CIRCUMSTANCES, READ),
  {
    apiGroups: [SUBRESOURCES],
    resources: [...VIEW_SUBRESOURCES, 'virtualmachineinstances/sev/fetchcertchain', 'virtualmachineinstances/sev/querylaunchmeasurement'],
    verbs: ['get'],
  },
  // Nothing is written: it answers with the VM that it is sent, its instancetype filled in.
  { apiGroups: [SUBRESOURCES], resources: ['expand-vm-spec'], verbs: ['update'] },
];

const USER: PolicyRule[] = [
  ...VIEWER,
  { apiGroups: [SUBRESOURCES], resources: [...CONSOLE_SUBRESOURCES, 'virtualmachineinstances/usbredir'], verbs: ['get'] },
  { apiGroups: [SUBRESOURCES], resources: POWER_SUBRESOURCES, verbs: ['update'] },
];

const POWER_USER: PolicyRule[] = [
  ...USER,
  ...each(VMS, WRITE),
  { apiGroups: [SUBRESOURCES], resources: POWER_USER_SUBRESOURCES, verbs: ['update'] },
  // Whose disks are copies of others is asked for this; uploads are let in by a token.
  { apiGroups: ['cdi.kubevirt.io'], resources: ['datavolumes/source'], verbs: ['create'] },
  { apiGroups: ['upload.cdi.kubevirt.io'], resources: ['uploadtokenrequests'], verbs: ['create'] },
];

/** `deletecollection` empties a namespace with one request. */
const ADMIN: PolicyRule[] = [
  ...POWER_USER,
  ...each(INGREDIENTS, WRITE),
  ...each(VMS, ['deletecollection']),
  ...each(INGREDIENTS, ['deletecollection']),
];

/** The rules of the ClusterRoles. Each has all of those below it, so that one binding is enough. */
export const ROLE_RULES: Record<VmRole, PolicyRule[]> = {
  [VmRole.ADMIN]: merged(ADMIN),
  [VmRole.POWER_USER]: merged(POWER_USER),
  [VmRole.USER]: merged(USER),
  [VmRole.VIEWER]: merged(VIEWER),
  [VmRole.NAMESPACE_LIST]: [{ apiGroups: [''], resources: ['namespaces'], verbs: READ }],
};

/** Kubernetes' own roles that have the same meaning. */
export const DEFAULT_ROLES: Partial<Record<VmRole, string>> = { [VmRole.ADMIN]: 'admin', [VmRole.POWER_USER]: 'edit', [VmRole.VIEWER]: 'view' };

function each(resources: Record<string, string[]>, verbs: string[]): PolicyRule[] {
  return Object.entries(resources).map(([group, names]) => ({ apiGroups: [group], resources: names, verbs }));
}

/** Rules in which what is allowed of the same resources stands together. */
function merged(rules: PolicyRule[]): PolicyRule[] {
  const verbs = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.apiGroups, rule.resources]);
    verbs.set(key, { ...rule, verbs: [...verbs.get(key)?.verbs ?? [], ...rule.verbs] });
  }
  return [...verbs.values()];
}
