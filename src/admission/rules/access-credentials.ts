import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { VmRule } from '../rule';
import { VmView } from '../vm-view';
import { exactlyOne, filled } from './checks';

const KINDS = ['sshPublicKey', 'userPassword'] as const;

const METHODS = { sshPublicKey: ['qemuGuestAgent', 'noCloud', 'configDrive'], userPassword: ['qemuGuestAgent'] };

/** The volume that a way into the guest needs. */
const VOLUMES: Record<string, string> = { noCloud: 'cloudInitNoCloud', configDrive: 'cloudInitConfigDrive' };

/** Rules on SSH keys and passwords. */
export const ACCESS_RULES: VmRule[] = [
  {
    id: 'AC-1',
    severity: 'error',
    phase: 'admission',
    title: 'An access credential is one SSH key or password, from one Secret, by one way',
    mirrors: 'validateAccessCredentials',
    * check({ template }) {
      for (const credential of template.list('accessCredentials')) {
        yield* exactlyOne(credential, KINDS, 'kind of credential');
        for (const kind of credential.certain(KINDS)) {
          yield* exactlyOne(credential.at(kind).at('source'), ['secret'], 'source');
          yield* exactlyOne(credential.at(kind).at('propagationMethod'), METHODS[kind as keyof typeof METHODS], 'way into the guest');
        }
      }
    },
  },
  {
    id: 'AC-2',
    severity: 'error',
    phase: 'admission',
    title: 'SSH keys come by a cloud-init volume that is there, or by the guest agent for at least one user',
    mirrors: 'validateAccessCredentials',
    * check(vm) {
      for (const method of vm.template.list('accessCredentials').map((credential) => credential.at('sshPublicKey').at('propagationMethod'))) {
        for (const way of method.certain(Object.keys(VOLUMES)).filter((one) => !mayHaveVolume(vm, VOLUMES[one]))) {
          yield {
            path: `${method.path}.${way}`,
            message: `got ${way} on a VM without a ${VOLUMES[way]} volume`,
            remedy: `add the volume { "name": "cloudinit", "${VOLUMES[way]}": { "userData": "#cloud-config" } } (in this library, cloudInit), or use the guest agent`,
          };
        }
        const users = method.at('qemuGuestAgent').at('users');
        if (method.certain(['qemuGuestAgent']).length > 0 && Array.isArray(users.value) && users.value.length === 0) {
          yield { path: users.path, message: 'got no user', remedy: 'name at least one, such as "fedora"' };
        }
      }
    },
  },
  {
    id: 'R-90',
    severity: 'error',
    phase: 'runtime',
    title: 'An access credential names its Secret, and no two the same: the server takes that, and the pod cannot be made',
    * check({ template }) {
      const taken = new Map<string, string>();
      for (const credential of template.list('accessCredentials')) {
        for (const secret of credential.certain(KINDS).flatMap((kind) => secretOf(credential, kind))) {
          yield* filled(secret, 'secretName');
          const name = secret.text('secretName');
          if (!name) continue;
          const other = taken.get(name);
          if (other) yield { path: `${secret.path}.secretName`, message: `got ${show(name)}, which ${other} has already`, remedy: 'list all users in one of them, or make a second Secret' };
          taken.set(name, credential.path);
        }
      }
    },
  },
];

function secretOf(credential: Part, kind: string): Part[] {
  const source = credential.at(kind).at('source');
  return source.certain(['secret']).map((secret) => source.at(secret));
}

function mayHaveVolume({ template, volumes }: VmView, source: string): boolean {
  return template.get('volumes') === UNKNOWN || volumes.some((volume) => volume.has(source));
}
