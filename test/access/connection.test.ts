import { BootSource, Size, VirtualMachine, VmConnection } from '../../src';
import { existingCluster, synth } from '../support/synth';

function of<T>(look: (connect: VmConnection) => T): T {
  let seen: T;
  synth((scope) => {
    const cluster = existingCluster(scope);
    const web = new VirtualMachine(scope, 'web', {
      cluster, namespace: 'shop', size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
    });
    seen = look(web.connect);
  });
  return seen!;
}

test('commands name the VM and its namespace', () => {
  expect(of((connect) => [connect.console, connect.vnc, connect.vncProxy(5900), connect.ssh('fedora'), connect.portForward(443, 8443), connect.portForward(80)])).toEqual([
    'virtctl console --namespace=shop web',
    'virtctl vnc --namespace=shop web',
    'virtctl vnc --namespace=shop --proxy-only --port=5900 web',
    'virtctl ssh --namespace=shop fedora@vm/web',
    'virtctl port-forward --namespace=shop vm/web 8443:443',
    'virtctl port-forward --namespace=shop vm/web 80:80',
  ]);
});

test('SSH and copies take a key and a port', () => {
  const options = { identityFile: '~/.ssh/id_ed25519', port: 2222 };
  expect(of((connect) => [connect.ssh('fedora', options), connect.scpTo('fedora', './site', '/var/www', options), connect.scpFrom('fedora', '/var/log', 'logs')])).toEqual([
    'virtctl ssh --namespace=shop --identity-file=~/.ssh/id_ed25519 --port=2222 fedora@vm/web',
    'virtctl scp --namespace=shop --recursive --identity-file=~/.ssh/id_ed25519 --port=2222 ./site fedora@vm/web:/var/www',
    'virtctl scp --namespace=shop --recursive fedora@vm/web:/var/log logs',
  ]);
});

test('what a shell would read otherwise is quoted, and a user must be a name', () => {
  expect(of((connect) => connect.scpTo('fedora', "Anna's files", '/tmp/$x'))).toBe(
    "virtctl scp --namespace=shop --recursive 'Anna'\\''s files' 'fedora@vm/web:/tmp/$x'");
  expect(of((connect) => connect.ssh('backup$'))).toBe("virtctl ssh --namespace=shop 'backup$@vm/web'"); // $@ would be the arguments of the shell
  expect(() => of((connect) => connect.ssh('fedora; rm -rf /'))).toThrow('got "fedora; rm -rf /" for a user');
});

test('a VM that is on the cluster already has them, too', () => {
  synth((scope) => {
    const old = VirtualMachine.fromVirtualMachineName(scope, 'old', { cluster: existingCluster(scope), name: 'legacy' });
    expect(VmConnection.of(old).console).toBe('virtctl console --namespace=default legacy');
  });
});
