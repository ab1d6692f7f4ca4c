import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { Allowed, Refused, T } from '../manifests';

const V1_9 = { kubevirtVersion: KubevirtVersion.V1_9_0 };
const LONG = 'a'.repeat(64);

export const REFUSED: Refused[] = [
  ['ID-1', { [`${T}.hostname`]: 'Web_0' }, `${T}.hostname`, '"Web_0"'],
  ['ID-1', { [`${T}.hostname`]: 'web.example.com' }, `${T}.hostname`, '"web.example.com"'],
  ['ID-2', { [`${T}.subdomain`]: 'vms..internal' }, `${T}.subdomain`, '"vms..internal"'],
  ['ID-3', { [`${T}.dnsPolicy`]: 'clusterFirst' }, `${T}.dnsPolicy`, '"clusterFirst"'],
  ['ID-4', { [`${T}.dnsPolicy`]: 'None' }, `${T}.dnsConfig.nameservers`, '"None"'],
  ['ID-8', { [`${T}.serviceAccountName`]: 'Reader' }, `${T}.serviceAccountName`, '"Reader"', V1_9],
  ['ID-8', { [`${T}.serviceAccountName`]: 'reader', [`${T}.volumes[2]`]: { name: 'sa', serviceAccount: { serviceAccountName: 'writer' } } },
    `${T}.serviceAccountName`, '"writer"', V1_9],
  ['ID-9', { 'spec.template.metadata.labels': { 'kubevirt.io/nodeName': 'n1' } }, 'spec.template.metadata.labels["kubevirt.io/nodeName"]', 'kubevirt.io/nodeName'],
  ['R-5', { 'metadata.name': 'Web 0' }, 'metadata.name', '"Web 0"'],
  ['R-5', { 'metadata.name': LONG }, 'metadata.name', LONG],
  ['R-5', { 'metadata.name': 'web.0' }, 'metadata.name', '"web.0"'],
  ['R-22', { 'metadata.labels': { app: 'a b' } }, 'metadata.labels["app"]', '"a b"'],
  ['R-22', { 'spec.template.metadata.labels': { '-app': 'web' } }, 'spec.template.metadata.labels["-app"]', '"-app"'],
  ['R-22', { 'spec.template.metadata.annotations': { 'Example_/x/y': '' } }, 'spec.template.metadata.annotations["Example_/x/y"]', '"Example_/x/y"'],
  ['R-22', { 'metadata.labels': { tier: LONG } }, 'metadata.labels["tier"]', LONG],
  ['R-30', { 'metadata.annotations': { a: 'x'.repeat(200_000), b: 'ü'.repeat(40_000) } }, 'metadata.annotations', 'got 280002 bytes'],
  ['R-30', { 'spec.template.metadata.annotations': { a: 'x'.repeat(262_144) } }, 'spec.template.metadata.annotations', 'got 262145 bytes'],
];

export const ALLOWED: Allowed[] = [
  ['ID-1', 'there is none', { [`${T}.hostname`]: '' }],
  ['ID-1', 'it has 63 characters', { [`${T}.hostname`]: LONG.slice(1) }],
  ['ID-1', 'it is only known at apply', { [`${T}.hostname`]: UNKNOWN }],
  ['ID-4', 'there is a name server', { [`${T}.dnsPolicy`]: 'None', [`${T}.dnsConfig`]: { nameservers: ['10.0.0.2'] } }],
  ['ID-4', 'the list is only known at apply', { [`${T}.dnsPolicy`]: 'None', [`${T}.dnsConfig`]: UNKNOWN }],
  ['ID-8', 'the volume is of the same', { [`${T}.serviceAccountName`]: 'reader', [`${T}.volumes[2]`]: { name: 'sa', serviceAccount: { serviceAccountName: 'reader' } } }, V1_9],
  ['ID-8', 'the volume alone names one', { [`${T}.volumes[2]`]: { name: 'sa', serviceAccount: { serviceAccountName: 'reader' } } }, V1_9],
  ['ID-8', 'it is only known at apply', { [`${T}.serviceAccountName`]: UNKNOWN, [`${T}.volumes[2]`]: { name: 'sa', serviceAccount: { serviceAccountName: 'reader' } } }, V1_9],
  ['ID-8', '1.8.4 has no such field, as SCH-1 says', { [`${T}.serviceAccountName`]: 'Reader' }],
  ['ID-9', 'only these keys are reserved', { 'spec.template.metadata.labels': { 'kubevirt.io/domain': 'web-0' } }],
  ['R-5', 'it is only known at apply', { 'metadata.name': UNKNOWN }],
  ['R-22', 'a value may be empty', { 'metadata.labels': { app: '' } }],
  ['R-22', 'a prefix is a subdomain', { 'metadata.labels': { 'app.kubernetes.io/name': 'web_0.x' } }],
  ['R-22', 'annotation values are free', { 'metadata.annotations': { 'Example.com/Note': 'any thing\nat all' } }],
  ['R-22', 'a part of the key is only known at apply', { 'metadata.annotations': { '${TfToken[TOKEN.2]}/owner of it': 'x' } }],
  ['R-22', 'the map is only known at apply', { 'metadata.labels': UNKNOWN, 'spec.template.metadata': UNKNOWN }],
  ['R-30', 'they have exactly 256 KiB', { 'metadata.annotations': { a: 'x'.repeat(262_143) } }],
  ['R-30', 'a value is only known at apply', { 'metadata.annotations': { a: 'x'.repeat(262_142), b: UNKNOWN } }],
  ['R-30', 'a key is only known at apply', { 'metadata.annotations': { 'a': 'x'.repeat(262_142), '${TfToken[TOKEN.2]}': '' } }],
  ['R-30', 'they are only known at apply', { 'metadata.annotations': UNKNOWN }],
];
