import * as fs from 'fs';
import * as path from 'path';

const DATA = path.join(__dirname, '../../data');

function facts(version: string, file: string): any {
  return JSON.parse(fs.readFileSync(path.join(DATA, 'kubevirt', version, file), 'utf8'));
}

function neighbour(name: string): any {
  return JSON.parse(fs.readFileSync(path.join(DATA, 'neighbours', `${name}.json`), 'utf8'));
}

/** The schema node at a path such as `VirtualMachine.spec.template`; `[]` and `{}` step into items and values. */
function nodeAt(kinds: any, where: string): any {
  const [kind, ...steps] = where.replace(/(\[\]|\{\})/g, '.$1').split('.');
  return steps.reduce((node, step) => ({ '[]': node.items, '{}': node.values })[step] ?? node.fields[step], kinds[kind]);
}

describe.each(['1.8.4', '1.9.0'])('the facts of KubeVirt %s', (version) => {
  test.each(['schema.json', 'gates.json', 'instancetypes.json', 'preferences.json'])('%s says first how it is made', (file) => {
    expect(Object.entries(facts(version, file))[0]).toEqual(['//', expect.stringContaining(`npm run facts\` from kubevirt.io/kubevirt v${version}`)]);
  });

  test('u1.medium is one vCPU and 4Gi', () => {
    expect(facts(version, 'instancetypes.json').instancetypes['u1.medium']).toMatchObject({ cpu: { guest: 1 }, memory: { guest: '4Gi' } });
  });

  test('the ubuntu preference wants virtio disks', () => {
    expect(facts(version, 'preferences.json').preferences.ubuntu).toMatchObject({ devices: { preferredDiskBus: 'virtio' } });
  });

  test.each([
    ['VirtualMachine.spec', { type: 'object', required: ['template'] }],
    ['VirtualMachine.spec.runStrategy', { type: 'string' }],
    ['VirtualMachine.spec.template.metadata', { type: 'objectMeta', nullable: true }],
    ['VirtualMachine.spec.template.spec.domain.memory.guest', { type: 'quantity' }],
    ['VirtualMachine.spec.template.spec.domain.resources.requests{}', { type: 'quantity' }],
    ['VirtualMachine.spec.template.spec.readinessProbe.httpGet.port', { type: 'intOrString' }],
    ['VirtualMachine.spec.template.spec.domain.devices.disks', { type: 'array', maxItems: 256 }],
    ['VirtualMachine.spec.template.spec.domain.devices.rng', { type: 'object', fields: {} }],
    ['VirtualMachine.spec.template.spec.nodeSelector', { type: 'map', values: { type: 'string' } }],
    ['VirtualMachine.spec.dataVolumeTemplates[].spec.contentType', { enum: ['kubevirt', 'archive', ''] }],
    ['VirtualMachineInstancetype.spec', { required: ['cpu', 'memory'] }],
    ['VirtualMachineInstancetype.spec.memory.guest', { type: 'quantity' }],
    ['VirtualMachinePreference.spec.requirements.memory.guest', { type: 'quantity' }],
    ['KubeVirt.spec.configuration.vmRolloutStrategy', { enum: ['Stage', 'LiveUpdate'], nullable: true }],
    ['KubeVirt.spec.configuration.supportContainerResources', { type: 'array', keys: ['type'] }],
  ])('the schema knows %s', (where, expected) => {
    expect(nodeAt(facts(version, 'schema.json').kinds, where)).toMatchObject(expected);
  });

  test('the schema takes any status, which the server drops', () => {
    const { kinds } = facts(version, 'schema.json');
    expect(Object.keys(nodeAt(kinds, 'VirtualMachine').fields)).toEqual(['apiVersion', 'kind', 'metadata', 'spec', 'status']);
    expect(nodeAt(kinds, 'VirtualMachine.status')).toEqual({ type: 'any' });
  });
});

describe('the facts of the neighbours', () => {
  test.each([
    ['cdi', 'kubevirt.io/containerized-data-importer-api v1.66.0'],
    ['multus', 'github.com/k8snetworkplumbingwg/network-attachment-definition-client v1.7.7'],
  ])('%s says first how it is made', (name, source) => {
    expect(Object.entries(neighbour(name))[0]).toEqual(['//', expect.stringContaining(`npm run facts\` from ${source}`)]);
  });

  test.each([
    ['cdi', 'DataVolume.metadata', { type: 'objectMeta' }],
    ['cdi', 'DataVolume.spec.storage.resources.requests{}', { type: 'quantity' }],
    ['cdi', 'DataVolume.spec.source.vddk', { type: 'object' }],
    ['cdi', 'DataImportCron.spec', { required: ['managedDataSource', 'schedule', 'template'] }],
    ['cdi', 'DataImportCron.spec.template.metadata', { type: 'object', fields: {} }],
    ['cdi', 'CDI.spec.uninstallStrategy', { enum: ['RemoveWorkloads', 'BlockUninstallIfWorkloadsExist'] }],
    ['multus', 'NetworkAttachmentDefinition.spec', { type: 'object', fields: { config: { type: 'string' } } }],
  ])('the schema of %s knows %s', (name, where, expected) => {
    expect(nodeAt(neighbour(name).kinds, where)).toMatchObject(expected);
  });
});

describe('feature gates', () => {
  test.each([
    ['1.8.4', 'Alpha', ['HotplugVolumes', 'ExpandDisks', 'UtilityVolumes', 'DeclarativeHotplugVolumes', 'GPUsWithDRA', 'Template', 'RebootPolicy']],
    ['1.8.4', 'Beta', ['Snapshot', 'VMExport', 'VideoConfig', 'PanicDevices', 'PasstBinding', 'SecureExecution', 'ImageVolume']],
    ['1.8.4', 'GA', ['LiveMigration', 'HotplugNICs', 'VMLiveUpdateFeatures']],
    ['1.9.0', 'Alpha', ['VGPULiveMigration', 'IncrementalBackup', 'UtilityVolumes']],
    ['1.9.0', 'Beta', ['Snapshot', 'DeclarativeHotplugVolumes', 'ExternalNetResourceInjection']],
    ['1.9.0', 'GA', ['ExpandDisks', 'VMExport', 'VideoConfig', 'PanicDevices', 'SecureExecution', 'LiveUpdateNADRef']],
    ['1.9.0', 'Deprecated', ['HotplugVolumes']],
    ['1.8.4', 'Discontinued', ['Passt', 'Macvtap', 'ExperimentalVirtiofsSupport']],
    ['1.9.0', 'Discontinued', ['Passt', 'Macvtap', 'ExperimentalVirtiofsSupport']],
  ])('KubeVirt %s registers as %s: %j', (version, state, names) => {
    const { gates } = facts(version, 'gates.json');
    expect(names.map((name) => [name, gates[name]])).toEqual(names.map((name) => [name, state]));
  });
});

test('no file of data/ carries a description', () => {
  const files = fs.readdirSync(DATA, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  const texts = files.map((file) => fs.readFileSync(path.join(DATA, file), 'utf8'));
  expect(texts.filter((text) => /"description": ?"/.test(text))).toEqual([]);
});
