import { admit } from '../../../src/admission/admit';
import { Finding, UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Changes, expectAllowed, expectRefused, FACTS, findings, Refused, T, vmWith } from '../manifests';

const SOURCE = `${T}.volumes[1].cloudInitNoCloud`;
const userData = (text: unknown): Changes => ({ [`${SOURCE}.userData`]: text });
const base64 = (text: string): Changes => ({ [SOURCE]: { userDataBase64: Buffer.from(text).toString('base64') } });

test.each<Refused>([
  ['VO-4', { [`${SOURCE}.secretRef`]: { name: 'web-0-init' } }, SOURCE, 'userData and secretRef'],
  ['VO-4', { [SOURCE]: { networkData: 'version: 2', networkDataBase64: 'dmVyc2lvbjogMg==' } }, SOURCE, 'networkData and networkDataBase64'],
  ['VO-4', { [SOURCE]: {} }, SOURCE, 'neither user data nor network data'],
  ['VO-4', { [SOURCE]: { secretRef: { name: '' } } }, SOURCE, 'neither user data nor network data'],
  ['VO-5', userData(`#cloud-config\n#${'x'.repeat(2040)}`), `${SOURCE}.userData`, '2055 bytes'],
  ['VO-5', userData(`#cloud-config\n#${'ü'.repeat(1020)}`), `${SOURCE}.userData`, '2055 bytes'],
  ['VO-5', base64('#'.repeat(2049)), `${SOURCE}.userDataBase64`, '2049 bytes'],
  ['VO-5', { [`${SOURCE}.networkData`]: `#${'x'.repeat(2048)}` }, `${SOURCE}.networkData`, '2049 bytes'],
  ['VO-6', { [SOURCE]: { userDataBase64: '#cloud-config' } }, `${SOURCE}.userDataBase64`, 'no base64'],
  ['R-7', userData('# cloud-config\npackages: []\n'), `${SOURCE}.userData`, '"#"'],
  ['R-7', userData('#cloud_config\npackages: []\n'), `${SOURCE}.userData`, '"#cloud_config"'],
  ['R-7', userData('packages: [nginx]\n'), `${SOURCE}.userData`, 'no header'],
  ['R-7', base64('hello'), `${SOURCE}.userDataBase64`, 'no header'],
  ['R-7', userData('#cloud-config\npackages: [nginx\n'), `${SOURCE}.userData`, 'no YAML map'],
  ['R-7', userData('#cloud-config\n- nginx\n'), `${SOURCE}.userData`, 'a list'],
  ['R-7', userData('#cloud-config\npackages: *all\n'), `${SOURCE}.userData`, 'leads nowhere'],
  ['R-7', userData('#cloud-config\nusers:\n\t- name: x\n'), `${SOURCE}.userData`, 'in line 3'],
  ['R-23', userData('#cloud-config\npassword: hunter2\n'), `${SOURCE}.userData`, 'password in plain text'],
  ['R-23', userData('#cloud-config\nusers:\n- default\n- { name: ops, plain_text_passwd: hunter2 }\n'), `${SOURCE}.userData`, 'users[1].plain_text_passwd'],
  ['R-23', userData('#cloud-config\nchpasswd:\n  list: |\n    root:hunter2\n'), `${SOURCE}.userData`, 'chpasswd.list'],
  ['R-23', userData('#cloud-config\nchpasswd: { users: [{ name: ops, password: 12345, type: text }] }\n'), `${SOURCE}.userData`, 'chpasswd.users[0].password'],
  ['R-85', userData('{"ignition":{}}'), `${SOURCE}.userData`, 'no ignition.version'],
  ['R-85', userData('{"ignition":'), `${SOURCE}.userData`, 'no JSON'],
  ['R-86', { [`${T}.volumes[2]`]: { name: 'second', cloudInitConfigDrive: { userData: '{}' } } }, `${T}.volumes[2].cloudInitConfigDrive`, 'second'],
  ['R-87', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: {} } }, `${T}.volumes[2].sysprep`, 'no source'],
  ['R-87', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { secret: { name: 'a' }, configMap: { name: 'b' } } } }, `${T}.volumes[2].sysprep`, 'secret and configMap'],
  ['R-87', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { secret: { name: '' } } } }, `${T}.volumes[2].sysprep.secret.name`, '""'],
])('%s refuses %j', expectRefused);

test.each<Allowed>([
  ['VO-4', 'a Secret is a source', { [SOURCE]: { secretRef: { name: 'web-0-init' } } }],
  ['VO-4', 'the text is only known at apply', userData(UNKNOWN)],
  ['VO-4', 'network data alone is fine', { [SOURCE]: { networkData: 'version: 2' } }],
  ['VO-5', 'it has exactly 2048 bytes', userData(`#cloud-config\n#${'x'.repeat(2033)}`)],
  ['VO-6', 'it is wrapped', { [SOURCE]: { userDataBase64: 'I2Nsb3Vk\nLWNvbmZpZw==' } }],
  ['R-7', 'white space and capitals do not matter to cloud-init', userData('\n  #Cloud-Config\npackages: [nginx]\n')],
  ['R-7', 'it is a script', userData('#!/bin/sh\n[ "$1" = { ] || echo :\n')],
  ['R-7', 'a template is no YAML until it is rendered', userData('## template: jinja\n#cloud-config\n{% if x %}\n')],
  ['R-7', 'it is in several parts', userData('Content-Type: multipart/mixed; boundary="x"\n')],
  ['R-7', 'it is for Windows', userData('#ps1_sysnative\nGet-Date\n')],
  ['R-7', 'it is for Ignition', userData('{"ignition":{"version":"3.4.0"}}')],
  ['R-7', 'it is compressed', { [SOURCE]: { userDataBase64: 'H4sIAAAAAAAAA0vOyS9N0U3Oz0vLTAcAXJmxLg0AAAA=' } }],
  ['R-7', 'the last of two equal keys wins', userData('#cloud-config\npackages: []\npackages: [nginx]\n')],
  ['R-7', 'it has nothing but the header', userData('#cloud-config\n')],
  ['R-85', 'it says its version', userData('{"ignition":{"version":"3.4.0"}}')],
  ['R-85', 'it is no JSON', userData('#cloud-config\n')],
  ['R-86', 'the other is no cloud-init', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { secret: { name: 'a' } } } }],
  ['R-87', 'the name is only known at apply', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { secret: { name: UNKNOWN } } } }],
  ['R-23', 'it is a hash', userData('#cloud-config\npassword: $6$salt$hash\nchpasswd: { list: ["root:$6$salt$hash", "ops:RANDOM"], expire: false }\n')],
  ['R-23', 'hash is what a password is without a type', userData('#cloud-config\nchpasswd: { users: [{ name: ops, password: $6$salt$hash }] }\n')],
])('%s passes where %s', expectAllowed);

function findingsOfSecret(texts: Record<string, string>): Finding[] {
  const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
  return admit({ kind: 'Secret', data } as any, FACTS);
}

describe('what is written into user data stays out of every finding', () => {
  test.each([
    'hunter2', 'password: hunter2', '# hunter2', '#cloud-confg hunter2', '#cloud-config\nhunter2', '#cloud-config\n- hunter2', '#cloud-config\n"hunter2',
    '#cloud-config\npassword: hunter2', '#cloud-config\nhunter2: [', '#cloud-config\na: *hunter2', '#cloud-config\n<<: hunter2',
    '#cloud-config\na: &hunter2 &hunter2 1', '#cloud-config\na: "\\hunter2"', '#cloud-config\na: @hunter2', '#cloud-config\na: b: hunter2',
    '#cloud-config\nchpasswd: { list: "root:hunter2" }', '{hunter2', '{"hunter2"', '{"a":"hunter2","ignition":{"version":hunter2}}', '{"ignition":"hunter2"}',
  ])('%j', (text) => {
    const plain = admit(vmWith(userData(text)), FACTS);
    const found = [...plain, ...admit(vmWith(base64(text)), FACTS), ...findingsOfSecret({ userdata: text })];
    expect(plain).not.toEqual([]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test.each(['hunter2', '<a>hunter2</a>', '<a b="hunter2">', '<!-- hunter2 --><a>', '<?hunter2?>', '<unattend>hunter2', '<!-- hunter2'])('answer file %j', (text) => {
    const found = findingsOfSecret({ 'autounattend.xml': text });
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('base64 that is none', () => {
    const found = admit(vmWith({ [SOURCE]: { userDataBase64: 'hunter2!' } }), FACTS);
    expect(found).not.toEqual([]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});

test('a password in plain text stays out of the finding', () => {
  expect(JSON.stringify(findings('R-23', userData('#cloud-config\npassword: hunter2\n')))).not.toContain('hunter2');
});

test('text that is too long comes with the way out', () => {
  expect(findings('VO-5', userData('#'.repeat(3000)))[0].remedy).toContain('let cloudInit go to a Secret');
});

describe('the Secret beside a VM', () => {
  const secret = (texts: Record<string, string>) => findingsOfSecret(texts).map(({ ruleId, path }) => `${ruleId} ${path}`);
  const said = (texts: Record<string, string>) => findingsOfSecret(texts).map(({ message }) => message);

  test('holds user data that is checked like any', () => {
    expect(secret({ userdata: 'packages: []' })).toEqual(['R-7 data.userdata']);
    expect(secret({ userdata: '{"ignition":{}}' })).toEqual(['R-85 data.userdata']);
  });

  test('holds an answer file that is XML, with or without a byte order mark', () => {
    expect(secret({ 'autounattend.xml': 'unattend.xml' })).toEqual(['R-88 data.autounattend.xml']);
    expect(secret({ 'autounattend.xml': '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<unattend xmlns="x"></unattend>\n' })).toEqual([]);
  });

  test('says of an answer file no more than its first tag', () => {
    expect(said({ 'autounattend.xml': '<?xml version="1.0"?><!-- by hand --><Unattended><Password>hunter2</Password></Unattended>' }))
      .toEqual([expect.stringContaining('got <Unattended> as the first tag')]);
    expect(said({ 'autounattend.xml': 'C:\\hunter2.xml' })).toEqual([expect.stringContaining('got no XML')]);
  });

  test('holds at most 1 MiB', () => {
    expect(secret({ userdata: `#!/bin/sh\n${'x'.repeat(1_048_566)}` })).toEqual([]);
    expect(secret({ userdata: `#!/bin/sh\n${'x'.repeat(1_048_567)}` })).toEqual(['R-89 data']);
  });
});
