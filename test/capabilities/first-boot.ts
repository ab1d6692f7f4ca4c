import { Capability, template } from './capability';
import { CloudInit } from '../../src';

export const firstBoot: Capability[] = [
  {
    title: 'Users, keys, packages, files and commands',
    vm: () => ({
      cloudInit: CloudInit.of({
        users: [{
          name: 'ops',
          sshAuthorizedKeys: ['ssh-ed25519 AAAA ops'],
          sudo: 'ALL=(ALL) NOPASSWD:ALL',
          groups: ['adm'],
          shell: '/bin/sh',
          hashedPassword: '$6$salt$hash',
        }],
        sshAuthorizedKeys: ['ssh-ed25519 AAAA ops'],
        packages: ['nginx'],
        files: [{ path: '/etc/motd', content: 'Hello', permissions: '0640', owner: 'ops:adm' }],
        commands: ['systemctl enable --now nginx'],
        extra: { timezone: 'Europe/Berlin' },
      }),
    }),
    spec: template({
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: [
            '#cloud-config',
            'users:',
            '  - default',
            '  - name: ops',
            '    ssh_authorized_keys:',
            '      - ssh-ed25519 AAAA ops',
            '    sudo: "ALL=(ALL) NOPASSWD:ALL"',
            '    groups:',
            '      - adm',
            '    shell: /bin/sh',
            '    passwd: "$6$salt$hash"',
            '    lock_passwd: false',
            'ssh_authorized_keys:',
            '  - ssh-ed25519 AAAA ops',
            'packages:',
            '  - nginx',
            'package_update: true',
            'write_files:',
            '  - path: /etc/motd',
            '    content: Hello',
            '    permissions: "0640"',
            '    owner: "ops:adm"',
            '    defer: true',
            'runcmd:',
            '  - systemctl enable --now nginx',
            'timezone: Europe/Berlin',
            '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'Script of your own at first boot',
    vm: () => ({ cloudInit: CloudInit.raw('#!/bin/sh\necho hello > /etc/motd\n') }),
    spec: template({ volumes: [{ name: 'cloud-init', cloudInitNoCloud: { userData: '#!/bin/sh\necho hello > /etc/motd\n' } }] }),
  },
  {
    title: 'Long script at first boot, in a Secret',
    vm: () => ({ cloudInit: CloudInit.raw(`#!/bin/sh\n${'echo hello\n'.repeat(200)}`) }),
    spec: template({ volumes: [{ name: 'cloud-init', cloudInitNoCloud: { secretRef: { name: 'long-script-at-first-boot-in-a-secret-cloud-init' } } }] }),
  },
  {
    title: 'User data and network data from a Secret of yours',
    vm: () => ({ cloudInit: CloudInit.fromSecret('web-userdata', { networkData: true }) }),
    spec: template({
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: { secretRef: { name: 'web-userdata' }, networkDataSecretRef: { name: 'web-userdata' } },
      }],
    }),
    needs: [{
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'web-userdata' }, stringData: { userdata: '#cloud-config\n', networkdata: 'version: 2\n' },
    }],
  },
];
