import { dropped, MAP, PackKey, PackPart, PackValues, partOf, Says, TEXT, texts, TEXTS, to, unlessEmpty } from './key';
import { Subject } from '../../construct/subject';
import { SchemaNode } from '../../kubevirt/facts';
import { isMap, set } from '../../kubevirt/maps';
import { VmNamespaceOptions, VmNamespaceRights } from '../vm-namespace';

/** The pack's own head, which no chart reads. */
export const HEAD: PackPart = {
  keys: [
    ...dropped('content', 'the images of the platform are those of its versions; `npx vmo images` lists them', { images: [] }, { isDefault: () => true }),
    ...dropped('', 'what the platform runs has namespaces of its own: kubevirt, cdi, vmo-system', { namespace: 'vm-dashboard' }),
    ...dropped('palette.config.dashboard', 'what of the platform is reached from outside, and how, says `access`', { access: 'private' }),
    ...dropped('', 'Terraform knows what comes after what', { '["spectrocloud.com/install-priority"]': '10' }, {
      kind: { type: 'intOrString' }, isDefault: () => true,
    }),
    ...dropped('', '`vmNamespaces[].annotations`, or `memoryLimitsRatio` there, says it', { namespaceAnnotations: {} }),
  ],
};

const TEMPLATES = 'templates are `VmTemplate` constructs of your app, of operating systems of today';

/** What is of no component: namespaces, templates, monitoring. */
export const PLATFORM: PackPart = {
  keys: [
    to('goldenImagesNamespace', 'vmo-golden-images', 'goldenImagesNamespace', { as: unlessEmpty }),
    to('vmo-manager.goldenImagesNamespace', 'vmo-golden-images', 'goldenImagesNamespace', { as: unlessEmpty, layout: '2.0' }),
    to('vmEnabledNamespaces', ['default', 'virtual-machines'], 'vmEnabledNamespaces', { kind: TEXTS }),
    ...dropped('sampleTemplates', TEMPLATES, { fedora37: true, ubuntu2204: false, ubuntu2204WithVol: true, ubuntu2204staticIP: true, fedora37staticIP: true }),
    ...dropped('sampleTemplates', TEMPLATES, { '*': undefined }, { undocumented: true }),
    to('grafana.namespace', 'monitoring', 'monitoring.namespace', { as: unlessEmpty }),
    ...dropped('privateCaCertificate', 'it is what Palette\'s dashboard trusts; `trustedCa` is what imports of disks do', {
      enabled: false, configmapName: 'custom-ca', certificateKey: 'cert', mountPath: '/etc/ssl/certs/',
    }),
  ],
  finish: (_, { props: { monitoring } }) => {
    if (monitoring) monitoring.alerts = false; // the pack has none, and they need a CRD that may not be there
  },
};

const WHO: Record<string, SchemaNode> = { groups: TEXTS, users: TEXTS };

const RIGHTS: [role: string, right: keyof VmNamespaceRights][] = [
  ['admins', 'admins'], ['powerusers', 'powerUsers'], ['users', 'users'], ['viewers', 'viewers'],
];

/** Palette's pack for the namespaces of VMs. */
export const NAMESPACES: PackPart = {
  keys: [
    to('goldenImagesNamespace', 'vmo-golden-images', 'goldenImagesNamespace', { as: unlessEmpty }),
    partOf('vmEnabledNamespaces', [], 'vmEnabledNamespaces', { kind: TEXTS }),
    perNamespace('quotas', 'vmNamespaces[].quotas', { limits: MAP, requests: MAP }),
    perNamespace('rbac', 'vmNamespaces[]', {
      ...Object.fromEntries(RIGHTS.map(([role]) => [role, { type: 'object', fields: WHO }])),
      custom: { type: 'array', items: { type: 'object', fields: { role: TEXT, ...WHO } } },
    }),
  ],
  finish: (pack, draft) => {
    const enabled: string[] = pack.get('vmEnabledNamespaces') ?? [];
    // Both packs do it, each for those that it names.
    if (enabled.length > 0) pack.set('vmEnabledNamespaces', [...new Set([...draft.props.vmEnabledNamespaces ?? [], ...enabled])], 'vmEnabledNamespaces');
    refuseTwice(pack, 'quotas', () => ['a quota']);
    refuseTwice(pack, 'rbac', (entry) => RIGHTS.map(([role]) => role).filter((role) => role in entry));
    const quotas = entries(pack, 'quotas').map(({ namespace, limits, requests }) => ({
      name: namespace, quotas: [set({ limits: texts(limits), requests: texts(requests) })],
    }));
    const rights = entries(pack, 'rbac').map(({ namespace, custom, ...roles }) => ({
      name: namespace,
      ...set({
        ...Object.fromEntries(RIGHTS.map(([role, right]) => [right, subjects(roles[role])])),
        custom: unlessEmpty((Array.isArray(custom) ? custom : []).map(({ role, ...who }: any) => ({ role, subjects: subjects(who) ?? [] }))),
      }),
    }));
    const namespaces = merged([...quotas, ...rights] as VmNamespaceOptions[]);
    if (namespaces.length > 0) pack.set('vmNamespaces', namespaces, quotas.length > 0 ? 'quotas' : 'rbac');
  },
};

function perNamespace(path: string, prop: string, fields: Record<string, SchemaNode>): PackKey {
  const items: SchemaNode = { type: 'object', fields: { namespace: TEXT, clusters: TEXTS, ...fields }, required: ['namespace'] };
  return { path, kind: { type: 'array', items }, default: [], prop, together: true };
}

function entries(pack: PackValues, path: string): any[] {
  const says = pack.says(path);
  const given: any[] = pack.get(path) ?? [];
  given.forEach((entry, index) => {
    if (entry.clusters?.length > 0) onSomeClusters(entry, says, `[${index}]`);
  });
  return given;
}

function onSomeClusters({ namespace, clusters }: any, says: Says, at: string): void {
  says.remark(`"${namespace}" is set up on ${clusters.join(', ')} alone, and this profile is of one cluster, whose name is not in the values`,
    'take it out of vmNamespaces of the profiles of other clusters', `${at}.clusters`);
}

/** Two entries for a namespace are of two clusters, or one of them does nothing in the pack. */
function refuseTwice(pack: PackValues, path: string, saidIn: (entry: object) => string[]): void {
  const seen = new Set<string>();
  const given: any[] = pack.get(path) ?? [];
  given.forEach((entry, index) => {
    for (const what of saidIn(entry).map((one) => `"${entry.namespace}" has ${one}`)) {
      if (seen.has(what)) pack.says(path).mistake(`${what} already`, 'keep the entry that is for this cluster', `[${index}]`);
      seen.add(what);
    }
  });
}

/** What is said of a namespace in several places is one. */
function merged(namespaces: VmNamespaceOptions[]): VmNamespaceOptions[] {
  const byName = new Map<string, any>();
  for (const one of namespaces) {
    const before = byName.get(one.name);
    const lists = { quotas: [...before?.quotas ?? [], ...one.quotas ?? []], custom: [...before?.custom ?? [], ...one.custom ?? []] };
    byName.set(one.name, { ...before, ...one, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) });
  }
  return [...byName.values()];
}

function subjects(who: unknown): Subject[] | undefined {
  const { groups = [], users = [] } = isMap(who) ? who : {};
  return unlessEmpty([...(groups ?? []).map((name: string) => Subject.group(name)), ...(users ?? []).map((name: string) => Subject.user(name))]);
}

const TUNNEL = 'the tunnel of Palette ends at Palette; `Access.proxied({ server: … })` is one to an frp server of yours';

/** Palette's tunnel. */
export const TUNNEL_PACK: PackPart = {
  keys: [
    ...dropped('', TUNNEL, {
      namespace: 'cluster-{{ .spectro.system.cluster.uid }}',
      server: '{{ .spectro.system.reverseproxy.server }}',
      clusterUid: '{{ .spectro.system.cluster.uid }}',
      subdomain: 'cluster-{{ .spectro.system.cluster.uid }}',
    }),
    ...dropped('k8sDashboardIntegration', TUNNEL, { enabled: false, useInsecurePort: false }),
    ...dropped('vmDashboardIntegration', TUNNEL, { enabled: false }),
  ],
};
