import { UNKNOWN } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { Allowed, Changes, Refused, T } from '../manifests';

export const SOURCE = `${T}.volumes[1].cloudInitNoCloud`;
export const userData = (text: unknown): Changes => ({ [`${SOURCE}.userData`]: text });
export const base64 = (text: string): Changes => ({ [SOURCE]: { userDataBase64: Buffer.from(text).toString('base64') } });

/** The keys of Secrets and of ConfigMaps. */
const keys = (secrets: Record<string, string[]>, configMaps: Record<string, string[]> = {}): Partial<ClusterFacts> => {
  const sets = (entries: Record<string, string[]>) => new Map(Object.entries(entries).map(([name, list]) => [name, new Set(list)]));
  return { secretKeys: sets(secrets), configMapKeys: sets(configMaps) };
};

export const REFUSED: Refused[] = [
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
  ['R-7', userData('#cloudconfig\npackages: []\n'), `${SOURCE}.userData`, '"#cloudconfig"'],
  ['R-7', userData('#cloud-conf\npackages: []\n'), `${SOURCE}.userData`, '"#cloud-conf"'],
  ['R-7', userData('#junos-config\nsystem {}\n'), `${SOURCE}.userData`, '"#junos-config"'],
  ['R-7', userData('[settings.host-containers]\n'), `${SOURCE}.userData`, 'no header'],
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
  ['VO-6', { [SOURCE]: { networkDataBase64: 'version: 2' } }, `${SOURCE}.networkDataBase64`, 'no base64'],
  ['R-6', { [SOURCE]: { secretRef: { name: 'boot' } } }, `${SOURCE}.secretRef.name`, '"boot", which has "user-data"', keys({ 'vms/boot': ['user-data'] })],
  ['R-6', { [`${SOURCE}.networkDataSecretRef`]: { name: 'boot' } }, `${SOURCE}.networkDataSecretRef.name`, 'the key networkdata', keys({ 'vms/boot': ['userdata'] })],
  ['R-6', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { configMap: { name: 'win' } } } }, `${T}.volumes[2].sysprep.configMap.name`, 'no key', keys({}, { 'vms/win': [] })],
  ['R-8', { [`${SOURCE}.networkData`]: 'version: 2\nethernets:\n  a: {match: {macaddress: "02:12:34:56:78:9b"}, dhcp4: true}' }, `${SOURCE}.networkData`, '02:12:34:56:78:9b, the NICs have 02:12:34:56:78:9a'],
  ['R-8', { [`${SOURCE}.networkData`]: '{"network":{"version":1,"config":[{"type":"physical","mac_address":"02-12-34-56-78-9B"}]}}' }, `${SOURCE}.networkData`, '02:12:34:56:78:9b'],
  ['R-15', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { secret: { name: 'win' } } } }, `${T}.domain.features.hyperv`, 'Windows'],
];

export const ALLOWED: Allowed[] = [
  ['VO-4', 'a Secret is a source', { [SOURCE]: { secretRef: { name: 'web-0-init' } } }],
  ['VO-4', 'the text is only known at apply', userData(UNKNOWN)],
  ['VO-4', 'network data alone is fine', { [SOURCE]: { networkData: 'version: 2' } }],
  ['VO-5', 'it has exactly 2048 bytes', userData(`#cloud-config\n#${'x'.repeat(2033)}`)],
  ['VO-6', 'it is wrapped', { [SOURCE]: { userDataBase64: 'I2Nsb3Vk\nLWNvbmZpZw==' } }],
  ['R-7', 'white space and capitals do not matter to cloud-init', userData('\n  #Cloud-Config\npackages: [nginx]\n')],
  ['R-7', 'it is the configuration of a Talos machine', userData('version: v1alpha1\nmachine: {}\n')],
  ['R-7', 'it begins with the separator of YAML', userData('---\nversion: v1alpha1\nmachine: {}\n')],
  ['R-7', 'its documents come in any order', userData('---\napiVersion: v1alpha1\nkind: HostnameConfig\n')],
  ['R-7', 'it is a script', userData('#!/bin/sh\n[ "$1" = { ] || echo :\n')],
  ['R-7', 'a template is no YAML until it is rendered', userData('## template: jinja\n#cloud-config\n{% if x %}\n')],
  ['R-7', 'it is in several parts', userData('Content-Type: multipart/mixed; boundary="x"\n')],
  ['R-7', 'it is in several parts, as a mailer writes them', userData('From nobody Thu Jan  1 00:00:00 1970\nContent-Type: multipart/mixed; boundary="x"\nMIME-Version: 1.0\n')],
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
  ['R-6', 'either spelling will do', { [SOURCE]: { secretRef: { name: 'boot' } } }, keys({ 'vms/boot': ['userData'] })],
  ['R-6', 'Windows reads its files in any case', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { secret: { name: 'win' } } } }, keys({ 'vms/win': ['Autounattend.xml'] })],
  ['R-6', 'the Secret is not known', { [SOURCE]: { secretRef: { name: 'boot' } } }, keys({ 'other/boot': [] })],
  ['R-6', 'no Secret is known', { [SOURCE]: { secretRef: { name: 'boot' } } }],
  ['R-8', 'it is that of the NIC', { [`${SOURCE}.networkData`]: 'version: 2\nethernets:\n  a: {match: {macaddress: 02:12:34:56:78:9A}}' }],
  ['R-8', 'it is another address that the guest gets', { [`${SOURCE}.networkData`]: 'version: 2\nethernets:\n  a: {macaddress: "02:12:34:56:78:9b"}' }],
  ['R-8', 'the NIC gets its address at start', {
    [`${SOURCE}.networkData`]: 'version: 2\nethernets:\n  a: {match: {macaddress: "02:00:00:00:00:01"}}',
    [`${T}.domain.devices.interfaces[0].macAddress`]: undefined,
  }],
  ['R-15', 'a preference brings them along', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { secret: { name: 'win' } } }, 'spec.preference': { name: 'windows.11' } }],
  ['R-15', 'they are there', { [`${T}.volumes[2]`]: { name: 'sysprep', sysprep: { secret: { name: 'win' } } }, [`${T}.domain.features.hyperv`]: { relaxed: {} } }],
];
