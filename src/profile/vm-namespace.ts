import { inventoryValues } from './inventory';
import { POD_SECURITY, PodSecurity } from './pod-security';
import { fieldFindings } from './schema-check';
import { granted, LIMIT_RANGE, limitRangeManifest, limitRangeName, QUOTA, quotaManifest, quotaName, VmLimitRange, VmQuota } from './vm-quota';
import { Finding, UNKNOWN } from '../admission/finding';
import { ClusterQuota } from '../admission/inventory';
import { Part } from '../admission/part';
import { quotaResourceFault } from '../admission/quota-resources';
import { validLabels } from '../admission/rules/labels';
import { literalFindings, objectNameFindings } from '../construct/prop-checks';
import { bindingManifest, subjectsFindings } from '../construct/rbac';
import { propFinding } from '../construct/report';
import { VmRole } from '../construct/role-rules';
import { Subject } from '../construct/subject';
import { maskReferences } from '../delivery/terraform-text';
import { SchemaNode } from '../kubevirt/facts';

/** Who is bound to a ClusterRole of the cluster's own. */
export interface CustomRoleBinding {
  /** Name of the ClusterRole. */
  readonly role: string;
  /** Who. */
  readonly subjects: Subject[];
}

/** Who is what to the VMs of a namespace. */
export interface VmNamespaceRights {
  /** Who is VM admin: all that a power user may, and networks, instancetypes, golden images. @default - nobody */
  readonly admins?: Subject[];
  /** Who is power user: all that a user may, and makes, changes, moves, copies and deletes VMs. @default - nobody */
  readonly powerUsers?: Subject[];
  /** Who is user: all that a viewer may, and turns VMs on and off and sits before them. @default - nobody */
  readonly users?: Subject[];
  /** Who looks. @default - nobody */
  readonly viewers?: Subject[];
  /** Who has other ClusterRoles, which must be there. @default - nobody */
  readonly custom?: CustomRoleBinding[];
}

/** A namespace that VMs live in. It is made where it is not there, and deleted only with `RemovalPolicy.DESTROY`. */
export interface VmNamespaceOptions extends VmNamespaceRights {
  /** Its name. */
  readonly name: string;
  /**
   * What its pods may do.
   * @default - that of `namespaces`
   */
  readonly podSecurity?: PodSecurity;
  /**
   * Labels, beside those of all namespaces.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations, beside those of all namespaces.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * What may be asked for in it.
   * @default - as much as there is
   */
  readonly quotas?: VmQuota[];
  /**
   * Bounds for single containers and claims.
   * @default - none
   */
  readonly limitRange?: VmLimitRange;
  /**
   * Memory limit of a VM's pod as a multiple of what it asks for, where a quota limits memory; at least 1.
   * @default - KubeVirt's: 2
   */
  readonly memoryLimitsRatio?: number;
}

/** The roles of a namespace, with the end of the name of their binding. */
const RIGHTS = [
  ['admins', VmRole.ADMIN], ['powerUsers', VmRole.POWER_USER], ['users', VmRole.USER], ['viewers', VmRole.VIEWER],
] as const;

const ANY: SchemaNode = { type: 'any' };
const TEXTS: SchemaNode = { type: 'map', values: { type: 'string' } };
const NAMESPACE: SchemaNode = {
  type: 'object',
  fields: {
    name: ANY, // checked by itself
    podSecurity: POD_SECURITY,
    labels: TEXTS,
    annotations: TEXTS,
    quotas: { type: 'array', items: QUOTA },
    limitRange: LIMIT_RANGE,
    memoryLimitsRatio: { type: 'number', minimum: 1 },
    admins: ANY,
    powerUsers: ANY,
    users: ANY,
    viewers: ANY,
    custom: { type: 'array', items: { type: 'object', fields: { role: { type: 'string' }, subjects: ANY }, required: ['role', 'subjects'] } },
  },
};

/** What is wrong with a namespace, save its name. */
export function vmNamespaceFindings(path: string, namespace: VmNamespaceOptions): Finding[] {
  const shape = fieldFindings(path, namespace, NAMESPACE);
  if (shape.length > 0) return shape;
  const { quotas = [], limitRange, labels = {}, custom = [] } = namespace;
  return [
    ...literalFindings(inventoryValues(quotas, `${path}.quotas`), 'VMs are checked against it'),
    ...quotas.flatMap((quota, index) => quotaFindings(`${path}.quotas[${index}]`, quota, quotas.slice(0, index))),
    ...(limitRange ? objectNameFindings(`${path}.limitRange.name`, limitRangeName(limitRange), 'vmo-limits') : []),
    ...labelsFindings(`${path}.labels`, labels),
    ...RIGHTS.flatMap(([who]) => namespace[who] === undefined ? [] : subjectsFindings(`${path}.${who}`, namespace[who])),
    ...custom.flatMap(({ role, subjects }, index) => [
      ...objectNameFindings(`${path}.custom[${index}].role`, role, 'view'),
      ...subjectsFindings(`${path}.custom[${index}].subjects`, subjects),
      ...(custom.findIndex((other) => other.role === role) < index
        ? [propFinding(`${path}.custom[${index}].role`, `"${role}" is in another entry, too`, 'name all its subjects in one')] : []),
    ]),
  ];
}

function quotaFindings(path: string, quota: VmQuota, before: readonly VmQuota[]): Finding[] {
  return [
    ...objectNameFindings(`${path}.name`, quotaName(quota), 'vmo-quota'),
    ...(before.some((other) => quotaName(other) === quotaName(quota))
      ? [propFinding(`${path}.name`, `"${quotaName(quota)}" is the name of another quota of this namespace`, 'give each quota a name of its own')] : []),
    ...Object.keys(quota.others ?? {}).flatMap((resource) => {
      const fault = quotaResourceFault(resource);
      return fault ? [propFinding(`${path}.others["${resource}"]`, fault.message, fault.remedy)] : [];
    }),
  ];
}

/** What is wrong with labels: no rule looks at namespaces. */
export function labelsFindings(path: string, labels: object): Finding[] {
  const invalid = [...validLabels(new Part(maskReferences(labels, UNKNOWN), path), 'shorten it, or make it an annotation')];
  return invalid.map((problem) => propFinding(problem.path, problem.message, problem.remedy));
}

/** What is in a namespace: quotas, bounds, and bindings to the roles, whose names begin with the prefix. */
export function vmNamespaceManifests(namespace: VmNamespaceOptions, rolePrefix: string): object[] {
  const { name, quotas = [], limitRange, custom = [] } = namespace;
  const binding = (suffix: string, role: string, subjects: Subject[]) => bindingManifest(`vmo-rolebinding-${suffix}`, name, 'ClusterRole', role, subjects);
  return [
    ...quotas.map((quota) => quotaManifest(name, quota)),
    ...(limitRange ? [limitRangeManifest(name, limitRange)] : []),
    ...RIGHTS.flatMap(([who, role]) => namespace[who] ? [binding(who.toLowerCase(), `${rolePrefix}${role}`, namespace[who])] : []),
    ...custom.map(({ role, subjects }) => binding(`custom-${role}`, role, subjects)),
  ];
}

/** Who is anything by the roles of VMs, each once. */
export function rightHolders(namespaces: readonly VmNamespaceOptions[]): Subject[] {
  const all = namespaces.flatMap((namespace) => RIGHTS.flatMap(([who]) => namespace[who] ?? []))
    .filter((subject) => subject instanceof Subject); // others are refused
  return [...new Map(all.map((subject) => [JSON.stringify([subject._kind, subject._namespace, subject._name]), subject])).values()];
}

/** What the quotas of namespaces grant, for the checks of VMs. */
export function clusterQuotas(namespaces: readonly VmNamespaceOptions[]): ClusterQuota[] {
  return namespaces.flatMap(({ name, quotas = [] }) => quotas.map((quota) => ({ namespace: name, name: quotaName(quota), hard: granted(quota) })));
}
