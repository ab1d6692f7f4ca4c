import { canonicalQuantities } from '../../src/kubevirt/canonical';
import { kubevirtFacts } from '../../src/kubevirt/facts';
import { KubevirtVersion } from '../../src/kubevirt/version';

const schema = kubevirtFacts(KubevirtVersion.V1_8_4).kinds.VirtualMachine;
const vm = (domain: object, templates: object[] = []) => ({ spec: { dataVolumeTemplates: templates, template: { spec: { domain } } } });

test('quantities are rewritten wherever the schema has one, in maps and lists too', () => {
  const given = vm({ memory: { guest: '1024Mi' }, resources: { requests: { cpu: 0.5 } } },
    [{ spec: { storage: { resources: { requests: { storage: '2048Mi' } } } } }]);
  expect(canonicalQuantities(given, schema)).toEqual(vm({ memory: { guest: '1Gi' }, resources: { requests: { cpu: '500m' } } },
    [{ spec: { storage: { resources: { requests: { storage: '2Gi' } } } } }]));
});

test('what looks like a quantity elsewhere, and what is none, stays', () => {
  const given = vm({ memory: { guest: '4GB' }, cpu: { model: '1024Mi', sockets: 2 }, unknown: { guest: '1024Mi' } });
  expect(canonicalQuantities(given, schema)).toEqual(given);
});
