import { TerraformStack } from 'cdktf';
import {
  DataImportCron, DataSource, DataVolume, VirtualMachineClone, VirtualMachineExport, VirtualMachineRestore, VirtualMachineSnapshot, VmAccess, VmGrant,
  VmRoles, VolumeSnapshotClass,
} from '../../src';
import { existingCluster, refusalOf } from '../support/synth';

/** Plain JavaScript leaves out what TypeScript asks for. */
const NOTHING = {} as any;

test.each<[string, (scope: TerraformStack) => unknown, string]>([
  ['a snapshot', (scope) => new VirtualMachineSnapshot(scope, 'a', NOTHING), 'vm: got nothing'],
  ['a snapshot that is there', (scope) => VirtualMachineSnapshot.fromSnapshotName(scope, 'a', { name: 'a' } as any), 'vm: got nothing'],
  ['a restore', (scope) => new VirtualMachineRestore(scope, 'a', NOTHING), 'snapshot: got nothing'],
  ['a clone', (scope) => new VirtualMachineClone(scope, 'a', NOTHING), 'source: got nothing'],
  ['an export', (scope) => new VirtualMachineExport(scope, 'a', { source: existingCluster(scope) } as any), 'source: got'],
  ['a grant', (scope) => new VmGrant(scope, 'a', { access: VmAccess.VIEW } as any), 'vm: got nothing'],
  ['roles', (scope) => new VmRoles(scope, 'a', NOTHING), 'cluster: got nothing'],
  ['a DataVolume', (scope) => new DataVolume(scope, 'a', NOTHING), 'cluster: got nothing'],
  ['a DataSource', (scope) => new DataSource(scope, 'a', NOTHING), 'cluster: got nothing'],
  ['a DataImportCron', (scope) => new DataImportCron(scope, 'a', NOTHING), 'cluster: got nothing'],
  ['a snapshot class', (scope) => new VolumeSnapshotClass(scope, 'a', NOTHING), 'cluster: got nothing'],
])('what %s is about is asked for where it is not given', (_, make, message) => {
  expect(refusalOf(make)).toMatch(new RegExp(`"test/a" has a mistake:\n  - ${message}[^]*→ write `));
});
