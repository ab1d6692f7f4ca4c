import { FACTS } from './manifests';
import { admit } from '../../src/admission/admit';

test.each([
  ['v1', 'VirtualMachine', 'apiVersion', '"kubevirt.io"'],
  ['kubevirt/v1', 'VirtualMachine', 'apiVersion', '"kubevirt.io"'],
  ['kubevirt.io/v1', 'VirtualMachineInstancetype', 'apiVersion', '"instancetype.kubevirt.io"'],
  ['kubevirt.io/v1', 'VirtualMachinePool', 'apiVersion', '"pool.kubevirt.io"'],
  ['kubevirt.io/v1', 'DataVolume', 'apiVersion', '"cdi.kubevirt.io"'],
  ['core/v1', 'Secret', 'apiVersion', '"v1"'],
  ['kubevirt.io/v1', 'VirtualMachin', 'kind', '"VirtualMachine"'],
  ['kubevirt.io/v1', 'virtualmachine', 'kind', '"VirtualMachine"'],
  ['kubevirt.io/v1', 'VirtualMachines', 'kind', '"VirtualMachine"'],
  ['v1', 'secret', 'kind', '"Secret"'],
])('of %s %s, the %s is wrong', (apiVersion, kind, path, meant) => {
  expect(admit({ apiVersion, kind }, FACTS)).toEqual([expect.objectContaining({ ruleId: 'SCH-8', path, remedy: expect.stringContaining(meant) })]);
});

test.each([
  ['vmoperator.vmware.com/v1alpha3', 'VirtualMachine'], ['kubevirt.io/v1', 'VirtualMachineInstancePreset'],
  ['snapshot.kubevirt.io/v1beta1', 'VirtualMachineSnapshotContent'], ['v1', 'Service'], ['v1', 'ConfigMap'], ['apps/v1', 'Deployment'],
  ['generators.external-secrets.io/v1alpha1', 'Secret'], ['v1', 'Event'], ['cdi.kubevirt.io/v1beta1', 'CDIConfig'],
])('%s %s is a kind that others know', (apiVersion, kind) => {
  expect(admit({ apiVersion, kind }, FACTS).filter(({ ruleId }) => ruleId === 'SCH-8')).toEqual([]);
});
