import * as fc from 'fast-check';
import { parse } from 'yaml';
import { BootSource, CloudInit, Ignition, Size, VirtualMachine } from '../../src';
import { yamlText } from '../../src/vm/text';
import { existingCluster, refusalOf } from '../support/synth';

const codec = { document: yamlText, json: JSON.stringify, base64: String, isLiteral: () => true };
const userData = (props: Parameters<typeof CloudInit.of>[0]) => CloudInit.of(props)._userData({ codec, identity: { scope: 'prod-east', namespace: 'default', vm: 'db-0' } });

test('users, keys, packages, files and commands become one cloud-config', () => {
  expect(userData({
    users: [{ name: 'ops', sudo: 'ALL=(ALL) NOPASSWD:ALL', sshAuthorizedKeys: ['ssh-ed25519 AAAA ops'] }],
    packages: ['nginx'],
    files: [{ path: '/etc/motd', content: 'hello\n' }],
    commands: ['systemctl enable --now nginx'],
    extra: { timezone: 'Europe/Berlin' },
  })).toBe(`#cloud-config
users:
  - default
  - name: ops
    ssh_authorized_keys:
      - ssh-ed25519 AAAA ops
    sudo: "ALL=(ALL) NOPASSWD:ALL"
    shell: /bin/bash
    lock_passwd: true
packages:
  - nginx
package_update: true
write_files:
  - path: /etc/motd
    content: |
      hello
    permissions: "0644"
runcmd:
  - systemctl enable --now nginx
timezone: Europe/Berlin
`);
});

test('a user without a hash cannot log in with a password; one with a hash can', () => {
  expect(userData({ users: [{ name: 'ops' }] })).toContain('lock_passwd: true');
  expect(userData({ users: [{ name: 'ops', hashedPassword: '$6$salt$hash' }] })).toContain('passwd: "$6$salt$hash"\n    lock_passwd: false');
});

test('a file of a user that is made here is written after the user is', () => {
  expect(userData({ files: [{ path: '/home/ops/x', content: 'x', owner: 'ops:ops' }] })).toContain('defer: true');
});

test.each(['on', 'yes', 'No', 'y', 'null', '~', '0o17', '017', '1_000', '12:30', '1e3', '0x1F', '.inf', '2001-01-01', '', ' x', 'x ', '- a', '# c', '@a', '{a}', 'a: b', '='])(
  'the text "%s" stays a text for readers of YAML 1.1 and 1.2', (text) => {
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(yamlText({ key: text, list: [text], [text || 'empty']: 1 }), { version, merge: false })).toEqual({ key: text, list: [text], [text || 'empty']: 1 });
    }
  });

test('any text survives, quotes, tabs, CRLF, emoji and trailing spaces included', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '\r\n', '"', '\'', ':', '#', '-', '\\', '${HOME}', '%{x}', '😀', 'é', '|', '\u0085', '\u2028', '0') });
  fc.assert(fc.property(text, (content) => {
    const yaml = yamlText({ files: [{ content }], list: [content] });
    for (const version of ['1.1', '1.2'] as const) expect(parse(yaml, { version })).toEqual({ files: [{ content }], list: [content] });
  }), { seed: 25, numRuns: 500 });
});

test('a script stays readable', () => {
  expect(yamlText({ content: '#!/bin/sh\necho "${HOME}"\nexit 0\n' })).toBe('content: |\n  #!/bin/sh\n  echo "${HOME}"\n  exit 0\n');
});

describe('`extra` beside other options', () => {
  const first = (options: { cloudInit?: CloudInit; ignition?: Ignition }) => refusalOf((scope) => new VirtualMachine(scope, 'vm', {
    cluster: existingCluster(scope), size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/x:1'), ...options,
  }));
  const file = { path: '/etc/motd', content: 'Hello' };

  test('takes no list away that they make', () => {
    expect(first({ cloudInit: CloudInit.of({ files: [file], extra: { write_files: [] } }) })).toContain('cloudInit.extra.write_files: other options make this list too');
    expect(first({ ignition: Ignition.of({ files: [file], extra: { storage: { files: [] } } }) })).toContain('ignition.extra.storage.files: other options');
  });

  test('is merged by key', () => {
    const config = Ignition.of({ files: [file], extra: { storage: { links: [{ path: '/a', target: '/b' }] }, ignition: { timeouts: { httpTotal: 30 } } } });
    expect(JSON.parse(config._userData({ codec, identity: { scope: 'prod-east', namespace: 'default', vm: 'db-0' } })!)).toMatchObject({
      ignition: { version: '3.3.0', timeouts: { httpTotal: 30 } }, storage: { files: [{ path: '/etc/motd' }], links: [{ path: '/a' }] },
    });
  });
});
