import { groupOf } from './api-group';
import { Check, checkOf, FieldsOf, fieldsOf } from './check';
import { inPool, inReplicaSet, inTemplate } from './made-later';
import { Part } from './part';
import { Rule } from './rule';
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
import { CDI_OBJECT_RULES, DATA_IMPORT_CRON_STORAGE_RULES, DATA_VOLUME_STORAGE_RULES } from './rules/storage';
import { TEMPLATE_REQUEST_RULES, TEMPLATE_RULES } from './rules/templates';
import { GUEST_RULES, VM_RULES } from './rules/virtual-machine';
import { VmView } from './vm-view';

/** A kind of object that there are rules for. */
export interface CheckedKind {
  /** The API group; none for those of Kubernetes itself. */
  readonly group: string;
  readonly kind: string;
  readonly rules: readonly Rule<never>[];
  readonly check: Check;
  /** Its schema, where the facts have one. */
  readonly fieldsOf: FieldsOf;
}

const VIRTUAL_MACHINE = kind('kubevirt.io', 'VirtualMachine', VmView.ofVirtualMachine, VM_RULES);

/** The kinds there are rules for. */
export const KINDS: readonly CheckedKind[] = [
  VIRTUAL_MACHINE,
  kind('kubevirt.io', 'VirtualMachineInstance', VmView.ofInstance, GUEST_RULES),
  rechecked(kind('kubevirt.io', 'VirtualMachineInstanceReplicaSet', VmView.ofReplicaSet, [...REPLICA_SET_RULES, ...GUEST_RULES]), inReplicaSet),
  rechecked(kind('pool.kubevirt.io', 'VirtualMachinePool', VmView.ofPool, [...POOL_RULES, ...VM_RULES]), inPool),
  kind('kubevirt.io', 'VirtualMachineInstanceMigration', asPart, MIGRATION_RULES),
  kind('migrations.kubevirt.io', 'MigrationPolicy', asPart, MIGRATION_POLICY_RULES),
  kind('snapshot.kubevirt.io', 'VirtualMachineSnapshot', asPart, SNAPSHOT_RULES),
  kind('snapshot.kubevirt.io', 'VirtualMachineRestore', asPart, RESTORE_RULES),
  kind('clone.kubevirt.io', 'VirtualMachineClone', asPart, CLONE_RULES),
  kind('export.kubevirt.io', 'VirtualMachineExport', asPart, EXPORT_RULES),
  kind('backup.kubevirt.io', 'VirtualMachineBackup', asPart, BACKUP_RULES),
  kind('backup.kubevirt.io', 'VirtualMachineBackupTracker', asPart, BACKUP_TRACKER_RULES),
  rechecked(kind('template.kubevirt.io', 'VirtualMachineTemplate', asPart, TEMPLATE_RULES), (check) => inTemplate(check, VIRTUAL_MACHINE.check)),
  kind('template.kubevirt.io', 'VirtualMachineTemplateRequest', asPart, TEMPLATE_REQUEST_RULES),
  kind('plugin.kubevirt.io', 'Plugin', asPart, PLUGIN_RULES),
  kind('instancetype.kubevirt.io', 'VirtualMachineInstancetype', asPart, INSTANCETYPE_OBJECT_RULES),
  kind('instancetype.kubevirt.io', 'VirtualMachineClusterInstancetype', asPart, INSTANCETYPE_OBJECT_RULES, 'VirtualMachineInstancetype'),
  kind('instancetype.kubevirt.io', 'VirtualMachinePreference', asPart, PREFERENCE_OBJECT_RULES),
  kind('instancetype.kubevirt.io', 'VirtualMachineClusterPreference', asPart, PREFERENCE_OBJECT_RULES, 'VirtualMachinePreference'),
  kind('kubevirt.io', 'KubeVirt', asPart, KUBEVIRT_RULES),
  kind('cdi.kubevirt.io', 'CDI', asPart, CDI_RULES),
  kind('cdi.kubevirt.io', 'DataVolume', asPart, [...DATA_VOLUME_RULES, ...DATA_VOLUME_STORAGE_RULES]),
  kind('cdi.kubevirt.io', 'DataImportCron', asPart, [...DATA_IMPORT_CRON_RULES, ...DATA_IMPORT_CRON_STORAGE_RULES]),
  kind('cdi.kubevirt.io', 'DataSource', asPart, [...DATA_SOURCE_RULES, ...CDI_OBJECT_RULES]),
  kind('cdi.kubevirt.io', 'StorageProfile', asPart, [...STORAGE_PROFILE_RULES, ...CDI_OBJECT_RULES]),
  kind('cdi.kubevirt.io', 'VolumeCloneSource', asPart, [...VOLUME_CLONE_SOURCE_RULES, ...CDI_OBJECT_RULES]),
  kind('cdi.kubevirt.io', 'VolumeImportSource', asPart, [...VOLUME_IMPORT_SOURCE_RULES, ...CDI_OBJECT_RULES]),
  kind('cdi.kubevirt.io', 'VolumeUploadSource', asPart, [...VOLUME_UPLOAD_SOURCE_RULES, ...CDI_OBJECT_RULES]),
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

/** `schema` is the name of the kind in the facts, where that is another one. */
function kind<Subject>(
  group: string, name: string, view: (manifest: object) => Subject, rules: readonly Rule<Subject>[], schema = name,
): CheckedKind {
  const fields = fieldsOf(group, schema);
  return { group, kind: name, rules, fieldsOf: fields, check: checkOf(group, fields, view, rules) };
}

function rechecked(own: CheckedKind, by: (check: Check) => Check): CheckedKind {
  return { ...own, check: by(own.check) };
}

function asPart(manifest: object): Part {
  return new Part(manifest, '');
}
