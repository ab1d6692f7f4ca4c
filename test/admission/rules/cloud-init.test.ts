import { admit } from '../../../src/admission/admit';
import { Finding, UNKNOWN } from '../../../src/admission/finding';
import { expectAllowed, expectRefused, FACTS, findings, vmWith } from '../manifests';
import { ALLOWED, REFUSED, SOURCE, base64, userData } from '../rows/cloud-init';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

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
  expect(findings('VO-5', userData('#'.repeat(3000)))[0].remedy).toBe('put it into a Secret, and name that in secretRef; in this library, let cloudInit go to a Secret');
});

test.each([
  ['# cloud-config\n', 'error'], ['#cloud_config\n', 'error'], ['#cloudconfig\n', 'error'], ['#cloud-conf\n', 'error'], ['#cloud-config\n- list\n', 'error'],
  ['Hi.\\n', 'warning'], ['#junos-config\n', 'warning'], ['machine: {}\n', 'warning'], ['[settings.host-containers]\n', 'warning'],
])('a header that is none is an error where it is nearly right: %j', (text, severity) => {
  expect(findings('R-7', userData(text))).toEqual([expect.objectContaining({ severity })]);
});

describe('the Secret beside a VM', () => {
  const secret = (texts: Record<string, string>) => findingsOfSecret(texts).map(({ ruleId, path }) => `${ruleId} ${path}`);
  const said = (texts: Record<string, string>) => findingsOfSecret(texts).map(({ message }) => message);

  test('holds user data that is checked like any', () => {
    expect(secret({ userdata: 'packages: []' })).toEqual(['R-7 data.userdata']);
    expect(secret({ userdata: '{"ignition":{}}' })).toEqual(['R-85 data.userdata']);
  });

  test('holds text as it is, which takes the place of base64', () => {
    const given = (fields: object) => admit({ apiVersion: 'v1', kind: 'Secret', ...fields } as any, FACTS).map(({ ruleId, path }) => `${ruleId} ${path}`);
    const data = { userdata: Buffer.from('#cloud-config\n').toString('base64') };
    expect(given({ stringData: { userdata: '#cloud-config\npassword: hunter2\n' }, data })).toEqual(['R-23 stringData.userdata']);
    expect(given({ stringData: { userData: '# cloud-config\n' } })).toEqual(['R-7 stringData.userData']);
    expect(given({ stringData: { userData: '# cloud-config\n' }, data })).toEqual([]);
    expect(given({ stringData: { 'autounattend.xml': 'unattend.xml' } })).toEqual(['R-88 stringData.autounattend.xml']);
    expect(given({ stringData: { a: 'x'.repeat(1_048_577) } })).toEqual(['R-89 stringData']);
    expect(given({ stringData: { a: 'x'.repeat(1_048_570) }, data: { a: 'eHg=', b: 'eHh4eHh4' } })).toEqual([]);
    expect(given({ data: { userdata: 'H4sIAAAAAAAAA0vOyS9N0U3Oz0vLTAcAXJmxLg0AAAA=' } })).toEqual([]);
    expect(given({ stringData: 'x', data: UNKNOWN })).toEqual([]);
    expect(given({ stringData: UNKNOWN, data: { userdata: Buffer.from('# cloud-config').toString('base64') } })).toEqual([]);
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
