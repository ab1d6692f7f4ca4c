import { Capability, template } from './capability';
import {
  CloudInit, CloudInitDataSource, CloudInitEncoding, Disk, Ignition, Nic, PowerStateMode, Sysprep,
} from '../../src';

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
            '    lock_passwd: true',
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
    title: 'All about a user of the guest',
    vm: () => ({
      cloudInit: CloudInit.of({
        users: [{
          name: 'ops', gecos: 'Operations', primaryGroup: 'staff', groups: ['adm'], homeDirectory: '/srv/ops', lockPassword: false,
        }],
      }),
    }),
    spec: template({
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: [
            '#cloud-config', 'users:', '  - default', '  - name: ops', '    gecos: Operations', '    primary_group: staff', '    groups:', '      - adm',
            '    homedir: /srv/ops', '    shell: /bin/bash', '    lock_passwd: false', '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'Disk that the guest formats and mounts',
    vm: () => ({
      disks: [Disk.blank('data', '100Gi'), Disk.blank('cache', '10Gi')],
      cloudInit: CloudInit.of({
        mounts: [{ disk: 'data', at: '/var/lib/pgsql', filesystem: 'xfs', options: ['noatime', 'nofail'] }, { disk: 'cache', at: '/var/cache' }],
      }),
    }),
    spec: template({
      volumes: [...['data', 'cache'].map((name) => ({ name, dataVolume: { name: `disk-that-the-guest-formats-and-mounts-${name}` } })), {
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: [
            '#cloud-config',
            'fs_setup:',
            '  - device: /dev/disk/by-id/virtio-84d52a1f33c6c2e251ea',
            '    filesystem: xfs',
            '    partition: any',
            '  - device: /dev/disk/by-id/virtio-6c656688a41909b73820',
            '    filesystem: ext4',
            '    partition: any',
            'mounts:',
            '  - - /dev/disk/by-id/virtio-84d52a1f33c6c2e251ea',
            '    - /var/lib/pgsql',
            '    - xfs',
            '    - "noatime,nofail"',
            '  - - /dev/disk/by-id/virtio-6c656688a41909b73820',
            '    - /var/cache',
            '    - ext4',
            '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'Names, time, language and trust of the guest',
    vm: () => ({
      cloudInit: CloudInit.of({
        hostname: 'web',
        fqdn: 'web.example.com',
        timezone: 'Europe/Berlin',
        locale: 'de_DE.UTF-8',
        ntpServers: ['ntp.example.com'],
        caCertificates: ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
      }),
    }),
    spec: template({
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: [
            '#cloud-config',
            'hostname: web',
            'fqdn: web.example.com',
            'timezone: Europe/Berlin',
            'locale: de_DE.UTF-8',
            'ntp:',
            '  enabled: true',
            '  servers:',
            '    - ntp.example.com',
            'ca_certs:',
            '  trusted:',
            '    - |',
            '      -----BEGIN CERTIFICATE-----',
            '      MIIB',
            '      -----END CERTIFICATE-----',
            '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'Updates, early commands and a reboot at the end',
    vm: () => ({
      cloudInit: CloudInit.of({
        packageUpdate: true,
        packageUpgrade: true,
        packageReboot: true,
        bootCommands: ['modprobe br_netfilter'],
        powerState: { mode: PowerStateMode.REBOOT, delay: 1, condition: 'test -f /var/run/reboot-required' },
      }),
    }),
    spec: template({
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: [
            '#cloud-config', 'bootcmd:', '  - modprobe br_netfilter', 'package_update: true', 'package_upgrade: true', 'package_reboot_if_required: true',
            'power_state:', '  mode: reboot', '  delay: 1', '  condition: test -f /var/run/reboot-required', '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'Files in base64, appended or written late',
    vm: () => ({
      cloudInit: CloudInit.of({
        files: [
          { path: '/etc/app.bin', content: 'AAEC', encoding: CloudInitEncoding.BASE64 },
          { path: '/etc/hosts', content: '10.25.0.9 db', append: true, defer: true },
        ],
      }),
    }),
    spec: template({
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: [
            '#cloud-config', 'write_files:', '  - path: /etc/app.bin', '    content: AAEC', '    encoding: base64', '    permissions: "0644"',
            '  - path: /etc/hosts', '    content: "10.25.0.9 db"', '    permissions: "0644"', '    append: true', '    defer: true', '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'Password hashes and secret files, in a Secret',
    vm: () => ({
      cloudInit: CloudInit.of({
        users: [{ name: 'ops', hashedPassword: '$6$salt$hash' }],
        files: [{ path: '/etc/app/token', content: 'abc', permissions: '0600', secret: true }],
      }),
    }),
    spec: template({
      volumes: [{ name: 'cloud-init', cloudInitNoCloud: { secretRef: { name: 'password-hashes-and-secret-files-in-a-secret-cloud-init' } } }],
    }),
  },
  {
    title: 'Config drive, with network data and tags',
    vm: () => ({
      nics: [Nic.pod({ tag: 'front' })],
      cloudInit: CloudInit.of({ commands: ['true'], dataSource: CloudInitDataSource.CONFIG_DRIVE, networkData: '{"links":[],"networks":[],"services":[]}' }),
    }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'default', tag: 'front' }] } },
      volumes: [{
        name: 'cloud-init',
        cloudInitConfigDrive: { userData: '#cloud-config\nruncmd:\n  - "true"\n', networkData: '{"links":[],"networks":[],"services":[]}' },
      }],
    }),
  },
  {
    title: 'Ignition (Fedora CoreOS, Flatcar)',
    vm: () => ({
      disks: [Disk.blank('data', '100Gi')],
      ignition: Ignition.of({
        users: [{ name: 'core', sshAuthorizedKeys: ['ssh-ed25519 AAAA ops'], groups: ['docker'], shell: '/bin/bash' }],
        files: [{ path: '/etc/motd', content: 'Hello', permissions: '0640', overwrite: true }],
        mounts: [{ disk: 'data', at: '/var/lib/app-data', filesystem: 'xfs' }],
        units: [{ name: 'app.service', contents: '[Service]\nExecStart=/usr/bin/true\n', enabled: true }, { name: 'docker.service', mask: true }],
        extra: { kernelArguments: { shouldExist: ['quiet'] } },
      }),
    }),
    spec: template({
      volumes: [{ name: 'data', dataVolume: { name: 'ignition-fedora-coreos-flatcar-data' } }, {
        name: 'ignition',
        cloudInitConfigDrive: {
          userData: JSON.stringify({
            ignition: { version: '3.3.0' },
            passwd: { users: [{ name: 'core', sshAuthorizedKeys: ['ssh-ed25519 AAAA ops'], groups: ['docker'], shell: '/bin/bash' }] },
            storage: {
              files: [{ path: '/etc/motd', mode: 416, overwrite: true, contents: { source: 'data:;base64,SGVsbG8=' } }],
              filesystems: [{ device: '/dev/disk/by-id/virtio-dad52c876e59dc4d53ff', format: 'xfs', path: '/var/lib/app-data', wipeFilesystem: false }],
            },
            systemd: {
              units: [
                {
                  name: 'var-lib-app\\x2ddata.mount',
                  enabled: true,
                  contents: '[Unit]\nBefore=local-fs.target\n\n[Mount]\nWhat=/dev/disk/by-id/virtio-dad52c876e59dc4d53ff\nWhere=/var/lib/app-data\nType=xfs\n\n[Install]\nRequiredBy=local-fs.target\n',
                },
                { name: 'app.service', contents: '[Service]\nExecStart=/usr/bin/true\n', enabled: true },
                { name: 'docker.service', mask: true },
              ],
            },
            kernelArguments: { shouldExist: ['quiet'] },
          }),
        },
      }],
    }),
  },
  {
    title: 'Ignition with a password hash, in a Secret',
    vm: () => ({
      ignition: Ignition.of({
        users: [{ name: 'core', hashedPassword: '$6$salt$hash' }],
        files: [{ path: '/etc/app/token', content: 'abc', secret: true }],
      }),
    }),
    spec: template({
      volumes: [{ name: 'ignition', cloudInitConfigDrive: { secretRef: { name: 'ignition-with-a-password-hash-in-a-secret-ignition' } } }],
    }),
  },
  {
    title: 'Ignition as Butane prints it',
    vm: () => ({ ignition: Ignition.raw('{"ignition":{"version":"3.4.0"}}') }),
    spec: template({ volumes: [{ name: 'ignition', cloudInitConfigDrive: { userData: '{"ignition":{"version":"3.4.0"}}' } }] }),
  },
  {
    title: 'Ignition as Butane prints it, kept secret',
    vm: () => ({ ignition: Ignition.raw('{"ignition":{"version":"3.4.0"}}', { secret: true }) }),
    spec: template({ volumes: [{ name: 'ignition', cloudInitConfigDrive: { secretRef: { name: 'ignition-as-butane-prints-it-kept-secret-ignition' } } }] }),
  },
  {
    title: 'Ignition from a Secret of yours',
    vm: () => ({ ignition: Ignition.fromSecret('coreos-config') }),
    spec: template({ volumes: [{ name: 'ignition', cloudInitConfigDrive: { secretRef: { name: 'coreos-config' } } }] }),
    needs: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'coreos-config' }, stringData: { userdata: '{"ignition":{"version":"3.3.0"}}' } }],
  },
  {
    title: 'Windows answer file',
    vm: () => ({ sysprep: Sysprep.answerFile('<unattend xmlns="urn:schemas-microsoft-com:unattend"></unattend>') }),
    spec: template({
      domain: { devices: { disks: [{ name: 'sysprep', cdrom: { bus: 'sata' } }] } },
      volumes: [{ name: 'sysprep', sysprep: { secret: { name: 'windows-answer-file-sysprep' } } }],
    }),
    warns: ['R-15'],
  },
  {
    title: 'Windows answer file from a Secret of yours',
    vm: () => ({ sysprep: Sysprep.fromSecret('windows-answers') }),
    spec: template({ volumes: [{ name: 'sysprep', sysprep: { secret: { name: 'windows-answers' } } }] }),
    warns: ['R-15'],
    needs: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'windows-answers' }, stringData: { 'autounattend.xml': '<unattend></unattend>' } }],
  },
  {
    title: 'Windows answer file from a ConfigMap of yours',
    vm: () => ({ sysprep: Sysprep.fromConfigMap('windows-answers') }),
    spec: template({ volumes: [{ name: 'sysprep', sysprep: { configMap: { name: 'windows-answers' } } }] }),
    warns: ['R-15'],
    needs: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'windows-answers' }, data: { 'autounattend.xml': '<unattend></unattend>' } }],
  },
  {
    title: 'Script of your own at first boot',
    vm: () => ({ cloudInit: CloudInit.raw('#!/bin/sh\necho hello > /etc/motd\n') }),
    spec: template({ volumes: [{ name: 'cloud-init', cloudInitNoCloud: { userData: '#!/bin/sh\necho hello > /etc/motd\n' } }] }),
  },
  {
    title: 'Secret script at first boot',
    vm: () => ({ cloudInit: CloudInit.raw('#!/bin/sh\necho hello > /etc/motd\n', { secret: true }) }),
    spec: template({ volumes: [{ name: 'cloud-init', cloudInitNoCloud: { secretRef: { name: 'secret-script-at-first-boot-cloud-init' } } }] }),
  },
  {
    title: 'Long script at first boot, in a Secret',
    vm: () => ({ cloudInit: CloudInit.raw(`#!/bin/sh\n${'echo hello\n'.repeat(200)}`) }),
    spec: template({ volumes: [{ name: 'cloud-init', cloudInitNoCloud: { secretRef: { name: 'long-script-at-first-boot-in-a-secret-cloud-init' } } }] }),
  },
  {
    title: 'User data and network data from a Secret of yours',
    vm: () => ({ cloudInit: CloudInit.fromSecret('web-userdata', { networkData: true, dataSource: CloudInitDataSource.NO_CLOUD }) }),
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
