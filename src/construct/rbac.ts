import { Token } from 'cdktf';
import { labelFindings, literalFindings, objectNameFindings, shapeFindings } from './prop-checks';
import { propFinding } from './report';
import { Subject } from './subject';
import { Finding } from '../admission/finding';
import { isDnsSubdomain } from '../kubevirt/dns';
import { set } from '../kubevirt/maps';

/** A rule of a Role. */
export interface PolicyRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

const RBAC = 'rbac.authorization.k8s.io';

/** A Role, or without a namespace a ClusterRole. */
export function roleManifest(name: string, namespace: string | undefined, rules: PolicyRule[], labels?: Record<string, string>): any {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: namespace === undefined ? 'ClusterRole' : 'Role',
    metadata: set({ name, namespace, labels }),
    rules,
  };
}

/** A RoleBinding, or without a namespace a ClusterRoleBinding. */
export function bindingManifest(
  name: string, namespace: string | undefined, roleKind: 'Role' | 'ClusterRole', role: string, subjects: Subject[], labels?: Record<string, string>,
): any {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: set({ name, namespace, labels }),
    roleRef: { apiGroup: RBAC, kind: roleKind, name: role },
    subjects: subjects.map(subjectOf),
  };
}

function subjectOf({ _kind: kind, _name: name, _namespace: namespace }: Subject): object {
  return kind === 'ServiceAccount' ? { kind, name, namespace } : { apiGroup: RBAC, kind, name };
}

/** What is wrong with what the names of roles begin with. */
export function rolePrefixFindings(path: string, prefix: string): Finding[] {
  return [
    ...literalFindings([[path, prefix]], 'bindings name the roles'),
    ...(Token.isUnresolved(prefix) ? [] : shapeFindings(path, prefix, isDnsSubdomain(`${prefix}vm`), 'lower-case letters, digits, dashes and dots, such as "ours-"')),
  ];
}

/** What is wrong with a list of subjects. */
export function subjectsFindings(path: string, subjects: Subject[]): Finding[] {
  if (!Array.isArray(subjects) || subjects.length === 0) {
    return [propFinding(path, 'got nobody', "name at least one: Subject.group('ops')")];
  }
  return subjects.flatMap((subject, index) => subjectFindings(`${path}[${index}]`, subject));
}

/** What is wrong with a subject. */
export function subjectFindings(path: string, subject: Subject): Finding[] {
  if (!(subject instanceof Subject)) return shapeFindings(path, subject, false, "Subject.user('jane'), Subject.group('ops') or Subject.serviceAccount('backup', 'ops')");
  const { _kind, _name, _namespace } = subject;
  if (_kind === 'ServiceAccount') return [...objectNameFindings(`${path}.name`, _name, 'backup'), ...labelFindings(`${path}.namespace`, _namespace, 'default')];
  return shapeFindings(`${path}.name`, _name, typeof _name === 'string' && _name !== '', 'the name that the cluster knows them by');
}
