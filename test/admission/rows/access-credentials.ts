import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Changes, Refused, T } from '../manifests';

const AC = `${T}.accessCredentials[0]`;
const AC2 = `${T}.accessCredentials[1]`;
export const keys = (propagationMethod: unknown, secretName: unknown = 'keys') => ({ sshPublicKey: { source: { secret: { secretName } }, propagationMethod } });
const password = (secretName: string) => ({ userPassword: { source: { secret: { secretName } }, propagationMethod: { qemuGuestAgent: {} } } });
export const given = (...accessCredentials: object[]): Changes => ({ [`${T}.accessCredentials`]: accessCredentials });
const AGENT = { qemuGuestAgent: { users: ['ops'] } };

export const REFUSED: Refused[] = [
  ['AC-1', given({}), AC, 'no kind'],
  ['AC-1', given({ ...keys(AGENT), ...password('p') }), AC, 'sshPublicKey and userPassword'],
  ['AC-1', given({ sshPublicKey: { source: {}, propagationMethod: AGENT } }), `${AC}.sshPublicKey.source`, 'no source'],
  ['AC-1', given(keys({})), `${AC}.sshPublicKey.propagationMethod`, 'no way'],
  ['AC-1', given(keys({ ...AGENT, noCloud: {} })), `${AC}.sshPublicKey.propagationMethod`, 'qemuGuestAgent and noCloud'],
  ['AC-2', given(keys({ configDrive: {} })), `${AC}.sshPublicKey.propagationMethod.configDrive`, 'cloudInitConfigDrive'],
  ['AC-2', given(keys({ qemuGuestAgent: { users: [] } })), `${AC}.sshPublicKey.propagationMethod.qemuGuestAgent.users`, 'no user'],
  ['R-90', given(keys(AGENT, '')), `${AC}.sshPublicKey.source.secret.secretName`, '""'],
  ['R-90', given(keys(AGENT), password('keys')), `${AC2}.userPassword.source.secret.secretName`, '"keys"'],
  ['AC-1', given({ userPassword: { source: {}, propagationMethod: { qemuGuestAgent: {} } } }), `${AC}.userPassword.source`, 'no source'],
  ['AC-1', given({ userPassword: { source: { secret: { secretName: 'p' } }, propagationMethod: {} } }), `${AC}.userPassword.propagationMethod`, 'no way'],
  ['AC-2', { ...given(keys({ noCloud: {} })), [`${T}.volumes[1]`]: { name: 'cloudinit', cloudInitConfigDrive: { userData: '#cloud-config' } } },
    `${AC}.sshPublicKey.propagationMethod.noCloud`, 'cloudInitNoCloud'],
];

export const ALLOWED: Allowed[] = [
  ['AC-1', 'the way is only known at apply', given(keys(UNKNOWN))],
  ['AC-2', 'the volume is there', given(keys({ noCloud: {} }))],
  ['AC-2', 'the volumes are only known at apply', { ...given(keys({ configDrive: {} })), [`${T}.volumes`]: UNKNOWN }],
  ['R-90', 'the names differ', given(keys(AGENT), password('passwords'))],
  ['R-90', 'the names are only known at apply', given(keys(AGENT, UNKNOWN), keys({ noCloud: {} }, UNKNOWN))],
];
