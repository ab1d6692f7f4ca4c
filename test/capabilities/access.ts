import { Capability, template } from './capability';
import { AccessCredential, CloudInit, CloudInitDataSource, DnsPolicy, SshKeyPropagation } from '../../src';

const secret = (name: string, stringData: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData });
const sshKeys = (secretName: string, propagationMethod: object) => ({ sshPublicKey: { source: { secret: { secretName } }, propagationMethod } });

export const access: Capability[] = [
  {
    title: 'SSH keys set by the guest agent',
    vm: () => ({ accessCredentials: [AccessCredential.sshPublicKey('ops-keys', SshKeyPropagation.qemuGuestAgent(['fedora']))] }),
    spec: template({ accessCredentials: [sshKeys('ops-keys', { qemuGuestAgent: { users: ['fedora'] } })] }),
    needs: [secret('ops-keys', { ops: 'ssh-ed25519 AAAA ops' })],
  },
  {
    title: 'SSH keys beside cloud-init',
    vm: () => ({
      cloudInit: CloudInit.of({ packages: ['nginx'] }),
      accessCredentials: [AccessCredential.sshPublicKey('ops-keys', SshKeyPropagation.noCloud())],
    }),
    spec: template({
      accessCredentials: [sshKeys('ops-keys', { noCloud: {} })],
      volumes: [{ name: 'cloud-init', cloudInitNoCloud: { userData: '#cloud-config\npackages:\n  - nginx\npackage_update: true\n' } }],
    }),
    needs: [secret('ops-keys', { ops: 'ssh-ed25519 AAAA ops' })],
  },
  {
    title: 'SSH keys on a config drive',
    vm: () => ({
      cloudInit: CloudInit.raw('#cloud-config\npackages: [nginx]\n', { dataSource: CloudInitDataSource.CONFIG_DRIVE }),
      accessCredentials: [AccessCredential.sshPublicKey('ops-keys', SshKeyPropagation.configDrive())],
    }),
    spec: template({
      accessCredentials: [sshKeys('ops-keys', { configDrive: {} })],
      volumes: [{ name: 'cloud-init', cloudInitConfigDrive: { userData: '#cloud-config\npackages: [nginx]\n' } }],
    }),
    needs: [secret('ops-keys', { ops: 'ssh-ed25519 AAAA ops' })],
  },
  {
    title: 'Passwords set by the guest agent',
    vm: () => ({ accessCredentials: [AccessCredential.userPassword('ops-passwords')] }),
    spec: template({
      accessCredentials: [{ userPassword: { source: { secret: { secretName: 'ops-passwords' } }, propagationMethod: { qemuGuestAgent: {} } } }],
    }),
    needs: [secret('ops-passwords', { fedora: 'made up at deploy' })],
  },
  {
    title: 'Name of the VM in the DNS of the cluster',
    vm: () => ({ hostname: 'db', subdomain: 'databases' }),
    spec: template({ hostname: 'db', subdomain: 'databases' }),
  },
  {
    title: 'DNS servers of your own',
    vm: () => ({
      dnsPolicy: DnsPolicy.NONE,
      dnsConfig: { nameservers: ['10.25.0.53'], searches: ['example.com'], options: [{ name: 'ndots', value: '2' }] },
    }),
    spec: template({
      dnsPolicy: 'None', dnsConfig: { nameservers: ['10.25.0.53'], searches: ['example.com'], options: [{ name: 'ndots', value: '2' }] },
    }),
  },
];
