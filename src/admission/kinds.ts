import { groupOf } from './api-group';
import { Finding, Phase } from './finding';
import { Part } from './part';
import { ClusterFacts, holds, Rule } from './rule';
import { BACKUP_RULES, BACKUP_TRACKER_RULES } from './rules/backups';
import { CDI_RULES } from './rules/cdi';
import { CLONE_RULES } from './rules/clones';
import { SECRET_RULES, USER_DATA_SECRET_RULES } from './rules/cloud-init';
import { DATA_IMPORT_CRON_RULES } from './rules/data-import-crons';
import {
  DATA_SOURCE_RULES, STORAGE_PROFILE_RULES, VOLUME_CLONE_SOURCE_RULES, VOLUME_IMPORT_SOURCE_RULES, VOLUME_UPLOAD_SOURCE_RULES,
} from './rules/data-sources';
import { DATA_VOLUME_RULES } from './rules/data-volumes';
import { EXPORT_RULES } from './rules/exports';
import { INSTANCETYPE_OBJECT_RULES, PREFERENCE_OBJECT_RULES } from './rules/instancetype-objects';
import { KUBEVIRT_RULES } from './rules/kubevirt';
import { MIGRATION_POLICY_RULES, MIGRATION_RULES } from './rules/migrations';
import { NETWORK_RULES } from './rules/network-attachment';
import { PLUGIN_RULES } from './rules/plugins';
import { POOL_RULES, REPLICA_SET_RULES } from './rules/replicas';
import { RESTORE_RULES, SNAPSHOT_RULES } from './rules/snapshots';
import { TEMPLATE_REQUEST_RULES, TEMPLATE_RULES, vmOf } from './rules/templates';
import { GUEST_RULES, VM_RULES } from './rules/virtual-machine';
import { checkSchema } from './schema';
import { VmView } from './vm-view';
import { kubevirtFacts, NEIGHBOURS } from '../kubevirt/facts';
import { isMap } from '../kubevirt/maps';

/** A kind of object that there are rules for. */
export interface CheckedKind {
  /** The API group; none for those of Kubernetes itself. */
  readonly group: string;
  readonly kind: string;
  readonly rules: readonly Rule<never>[];
  readonly check: (manifest: object, facts: ClusterFacts) => Finding[];
}

/** The kinds there are rules for. */
export const KINDS: readonly CheckedKind[] = [
  kind('kubevirt.io', 'VirtualMachine', VmView.ofVirtualMachine, VM_RULES),
  kind('kubevirt.io', 'VirtualMachineInstance', VmView.ofInstance, GUEST_RULES),
  late(kind('kubevirt.io', 'VirtualMachineInstanceReplicaSet', VmView.ofReplicaSet, [...REPLICA_SET_RULES, ...GUEST_RULES]), /^(?:ID-9|ID-10|NW-10)$/),
  pool(late(kind('pool.kubevirt.io', 'VirtualMachinePool', VmView.ofPool, [...POOL_RULES, ...VM_RULES]), /^(?:IT-|CD-|DT-4$|NW-10$|PRB-2$|R-45$|R-46$|SC-3$)/)),
  kind('kubevirt.io', 'VirtualMachineInstanceMigration', asPart, MIGRATION_RULES),
  kind('migrations.kubevirt.io', 'MigrationPolicy', asPart, MIGRATION_POLICY_RULES),
  kind('snapshot.kubevirt.io', 'VirtualMachineSnapshot', asPart, SNAPSHOT_RULES),
  kind('snapshot.kubevirt.io', 'VirtualMachineRestore', asPart, RESTORE_RULES),
  kind('clone.kubevirt.io', 'VirtualMachineClone', asPart, CLONE_RULES),
  kind('export.kubevirt.io', 'VirtualMachineExport', asPart, EXPORT_RULES),
  kind('backup.kubevirt.io', 'VirtualMachineBackup', asPart, BACKUP_RULES),
  kind('backup.kubevirt.io', 'VirtualMachineBackupTracker', asPart, BACKUP_TRACKER_RULES),
  template(kind('template.kubevirt.io', 'VirtualMachineTemplate', asPart, TEMPLATE_RULES)),
  kind('template.kubevirt.io', 'VirtualMachineTemplateRequest', asPart, TEMPLATE_REQUEST_RULES),
  kind('plugin.kubevirt.io', 'Plugin', asPart, PLUGIN_RULES),
  kind('instancetype.kubevirt.io', 'VirtualMachineInstancetype', asPart, INSTANCETYPE_OBJECT_RULES),
  kind('instancetype.kubevirt.io', 'VirtualMachineClusterInstancetype', asPart, INSTANCETYPE_OBJECT_RULES, 'VirtualMachineInstancetype'),
  kind('instancetype.kubevirt.io', 'VirtualMachinePreference', asPart, PREFERENCE_OBJECT_RULES),
  kind('instancetype.kubevirt.io', 'VirtualMachineClusterPreference', asPart, PREFERENCE_OBJECT_RULES, 'VirtualMachinePreference'),
  kind('kubevirt.io', 'KubeVirt', asPart, KUBEVIRT_RULES),
  kind('cdi.kubevirt.io', 'CDI', asPart, CDI_RULES),
  kind('cdi.kubevirt.io', 'DataVolume', asPart, DATA_VOLUME_RULES),
  kind('cdi.kubevirt.io', 'DataImportCron', asPart, DATA_IMPORT_CRON_RULES),
  kind('cdi.kubevirt.io', 'DataSource', asPart, DATA_SOURCE_RULES),
  kind('cdi.kubevirt.io', 'StorageProfile', asPart, STORAGE_PROFILE_RULES),
  kind('cdi.kubevirt.io', 'VolumeCloneSource', asPart, VOLUME_CLONE_SOURCE_RULES),
  kind('cdi.kubevirt.io', 'VolumeImportSource', asPart, VOLUME_IMPORT_SOURCE_RULES),
  kind('cdi.kubevirt.io', 'VolumeUploadSource', asPart, VOLUME_UPLOAD_SOURCE_RULES),
  kind('k8s.cni.cncf.io', 'NetworkAttachmentDefinition', asPart, NETWORK_RULES),
  kind('', 'Secret', asPart, [...USER_DATA_SECRET_RULES, ...SECRET_RULES]),
];

const BY_NAME = new Map(KINDS.map((checked) => [`${checked.group}/${checked.kind}`, checked]));
const BY_KIND = new Map(KINDS.map((checked) => [checked.kind, checked]));

/** The kind of a manifest, where there are rules for it. Of a manifest without an API version the kind decides. */
export function kindOf({ apiVersion, kind: name }: { apiVersion?: unknown; kind?: unknown }): CheckedKind | undefined {
  if (typeof name !== 'string') return undefined;
  if (typeof apiVersion !== 'string') return BY_KIND.get(name);
  return BY_NAME.get(`${groupOf(apiVersion)}/${name}`);
}

/** `schema` is the name of the kind in the facts, where that is another one; where they do not have it, only the rules are held against the manifest. */
function kind<Subject>(
  group: string, name: string, view: (manifest: object) => Subject, rules: readonly Rule<Subject>[], schema = name,
): CheckedKind {
  return {
    group,
    kind: name,
    rules,
    check: (manifest, facts) => {
      const neighbour = NEIGHBOURS[group];
      const fields = (neighbour ?? kubevirtFacts(facts.kubevirtVersion)).kinds[schema];
      const found = apply(rules, view(manifest), facts);
      const misfits = fields ? checkSchema(manifest, fields, '').filter((finding) => !isSaidBetter(finding, found)) : [];
      // What virt-api fills in before the schema looks, nobody does for others.
      return [...(neighbour ? misfits.map((finding): Finding => ({ ...finding, phase: 'schema' })) : misfits), ...found];
    },
  };
}

/** What makes several guests is taken although some of it is not: KubeVirt says so when it makes one. */
function late(own: CheckedKind, ruleIds: RegExp): CheckedKind {
  const check = (manifest: object, facts: ClusterFacts) => own.check(manifest, facts)
    .map((finding): Finding => finding.phase === 'admission' && ruleIds.test(finding.ruleId) ? { ...finding, phase: 'start' } : finding);
  return { ...own, check };
}

/** A pool is looked at as it stands, without its instancetype and preference; what they bring along, or are in the way of, shows when it makes a VM. */
function pool(own: CheckedKind): CheckedKind {
  return {
    ...own,
    check: (manifest, facts) => {
      const findings = own.check(manifest, facts);
      const bare = withoutSize(manifest);
      if (bare === undefined) return findings;
      const asItStands = own.check(bare, facts).filter(({ phase }) => phase === 'schema' || phase === 'admission');
      const later = findings.filter(({ ruleId, path }) => !asItStands.some((finding) => finding.ruleId === ruleId && finding.path === path));
      return [...asItStands, ...later.map((finding): Finding => finding.phase === 'admission' ? { ...finding, phase: 'start' } : finding)];
    },
  };
}

function withoutSize(manifest: any): object | undefined {
  const made = manifest.spec?.virtualMachineTemplate;
  if (!isMap(made?.spec)) return undefined;
  const { instancetype, preference, ...spec } = made.spec;
  if (!instancetype && !preference) return undefined;
  return { ...manifest, spec: { ...manifest.spec, virtualMachineTemplate: { ...made, spec } } };
}

/** Of a field that is missing, and of a word that is not allowed, a rule that refuses it says more than the schema. */
function isSaidBetter({ ruleId, path }: Finding, found: readonly Finding[]): boolean {
  return (ruleId === 'SCH-3' || ruleId === 'SCH-4')
    && found.some((other) => other.path === path && other.severity === 'error' && (other.phase === 'schema' || other.phase === 'admission'));
}

/** What the server cannot read of the VM in a template, it says at once, the rest when a VM is made of it. */
function template(own: CheckedKind): CheckedKind {
  return {
    ...own,
    check: (manifest, facts) => {
      const vm = vmOf(manifest);
      const inside = vm ? BY_KIND.get('VirtualMachine')!.check(vm, facts) : [];
      return [...own.check(manifest, facts), ...inside.map((finding): Finding => ({
        ...finding,
        path: `spec.virtualMachine.${finding.path}`,
        phase: inTemplate(finding),
      }))];
    },
  };
}

const UNREADABLE = ['SCH-1', 'SCH-2', 'SCH-5'];

function inTemplate({ ruleId, path, phase }: Finding): Phase | undefined {
  // Of the guest, the server reads what it knows and drops the rest.
  if (ruleId === 'SCH-1' && path.startsWith('spec.template.spec.')) return 'runtime';
  if (UNREADABLE.includes(ruleId)) return 'admission';
  return phase === 'schema' || phase === 'admission' ? 'start' : phase;
}

function asPart(manifest: object): Part {
  return new Part(manifest, '');
}

function apply<Subject>(rules: readonly Rule<Subject>[], subject: Subject, facts: ClusterFacts): Finding[] {
  const findings: Finding[] = [];
  let asked: Rule<Subject>['about'];
  let isThere = true;
  for (const rule of rules) {
    if (rule.about !== asked) {
      asked = rule.about;
      isThere = asked === undefined || asked(subject);
    }
    if (!isThere || !holds(rule, facts)) continue;
    for (const problem of rule.check(subject, facts)) findings.push({ ruleId: rule.id, severity: rule.severity, phase: rule.phase, ...problem });
  }
  return findings;
}
